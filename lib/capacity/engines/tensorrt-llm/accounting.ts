/**
 * TensorRT-LLM: the cache takes a share of what is free after weights and activations (`--kv_cache_free_gpu_memory_fraction`, default 0.9). Replicas run on
 * PyTorch since 1.0; before, on engines that were built beforehand and that reserve buffers for their whole batch.
 */
import { toGiB } from '../../../core/units';
import type { ReplicaSpec } from '../../replica-spec';
import type { Accounting } from '../accounting';
import { contextGiB } from '../vllm/non-torch';
import { type ReplicaMemory, replicaMemory } from '../vllm/replica-memory';

const FRACTION = 0.9;

/** What a release may run on. PyTorch could be asked for from 0.17 to 0.21, and was run without a word of it in public logs of 0.20. */
type Runtime = 'engine' | 'pytorch' | 'either';

/** @param version of TensorRT-LLM; empty where it is not given */
export function tensorRt(fraction: number | null, version: string): Accounting {
  const runtime = runtimeOf(version);
  const share = fraction ?? FRACTION;
  const needs = (memory: ReplicaMemory, spec: ReplicaSpec) =>
    runtime === 'engine' ? engineNeedsGiB(memory, spec, version) : memory.activation.plannedGiB;
  return {
    budget: ({ physical }, spec) => physical.perGpuGiB - contextGiB(spec.tensorParallel),
    kvCache: ({ budget, weights }, memory, spec) => (budget - weights - needs(memory, spec)) * share,
    bandGiB: (memory, spec) => {
      const band = Math.max(3, 0.1 * memory.physical.perGpuGiB);
      const more = runtime === 'either' ? engineNeedsGiB(memory, spec, version) - needs(memory, spec) : 0;
      return [band + share * Math.max(0, more), band];
    },
  };
}

function runtimeOf(version: string): Runtime {
  const [major = 0, minor = 0] = numbersOf(version);
  if (version === '') return 'either';
  if (major >= 1) return 'pytorch';
  return minor < 17 ? 'engine' : 'either';
}

const numbersOf = (version: string): number[] => (version.match(/\d+/g) ?? []).map(Number);

/**
 * Bytes for each sequence of the largest batch: logits and their copies in decoder and runtime, and tables of the sequence (`Allocated … for decoder`,
 * `… for runtime buffers` in public logs: 4.9 GiB for 2,048 sequences of Llama 3 on 0.16, 0.22 for 256 of Llama 2).
 */
const BYTES_PER_LOGIT = 17;
const BYTES_PER_SEQUENCE = 400_000;

function engineNeedsGiB({ maxNumSeqs }: ReplicaMemory, spec: ReplicaSpec, version: string): number {
  const buffers = maxNumSeqs * ((spec.model.facts.vocabSize ?? 0) * BYTES_PER_LOGIT + BYTES_PER_SEQUENCE);
  return toGiB(buffers) + builtFor({ ...spec, ...batchOf(spec, version) });
}

/** Activations of the largest batch alone: what samples the tokens has buffers of its own. */
const builtFor = (spec: ReplicaSpec) => replicaMemory({ ...spec, maxNumSeqs: 1 }, undefined, null).activation.plannedGiB;

/** Until 0.11 an engine was built for the longest prompts of all sequences at once unless it was told otherwise (release notes of 0.11); half of a sequence here. */
function batchOf({ maxNumBatchedTokens, maxNumSeqs, maxContextTokens }: ReplicaSpec, version: string): Partial<ReplicaSpec> {
  const [major = 0, minor = 0] = numbersOf(version);
  const isLater = version !== '' && (major > 0 || minor >= 11);
  if (isLater || maxNumBatchedTokens !== undefined || maxNumSeqs === undefined) return {};
  return { maxNumBatchedTokens: Math.max(1, Math.round((maxNumSeqs * maxContextTokens) / 2)) };
}
