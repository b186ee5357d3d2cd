/** TensorRT-LLM: the cache takes a share of what is free after weights and activations (`--kv_cache_free_gpu_memory_fraction`, default 0.9). */

import type { Accounting } from '../accounting';
import { contextGiB } from '../vllm/non-torch';

const FRACTION = 0.9;

export function tensorRt(fraction: number | null): Accounting {
  return {
    budget: ({ physical }, spec) => physical.perGpuGiB - contextGiB(spec.tensorParallel),
    kvCache: ({ budget, weights }, { activation }) => (budget - weights - activation.plannedGiB) * (fraction ?? FRACTION),
    bandGiB: ({ physical }) => Math.max(3, 0.1 * physical.perGpuGiB),
  };
}
