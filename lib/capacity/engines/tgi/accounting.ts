/**
 * Text Generation Inference 3: one prefill of the largest batch, then 0.9 of what the driver still shows free becomes blocks
 * (server/text_generation_server/models/flash_causal_lm.py `warmup`, TGI_WIGGLE_ROOM). Graphs come out of the tenth that is left.
 */

import type { Accounting } from '../accounting';
import { contextGiB } from '../vllm/non-torch';

const WIGGLE_ROOM = 0.9;

/** @param fraction `CUDA_MEMORY_FRACTION`, 1 by default */
export function tgi(fraction: number | null): Accounting {
  return {
    budget: ({ physical }, spec) => physical.perGpuGiB * (fraction ?? 1) - contextGiB(spec.tensorParallel),
    kvCache: ({ budget, weights }, { activation }) => (budget - weights - activation.plannedGiB) * WIGGLE_ROOM,
    // The size of the warm-up batch is chosen by memory in release 3, and it is not documented how.
    bandGiB: () => 3,
  };
}
