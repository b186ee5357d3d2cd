/**
 * SGLang and TensorRT-LLM by their own accounting. Evidence is thin: the rules are read from source and documentation, not checked against
 * start-up logs, so the bands are wide.
 */

import { fromGiB } from '../core/units';
import type { EstimatedTerms, ReplicaEstimate } from './estimate';
import { sequenceBytes } from './memory/kv-layout';
import { contextGiB } from './memory/non-torch';
import { type ReplicaMemory, replicaMemory } from './memory/replica-memory';
import { tokensIn } from './replica';
import type { ReplicaSpec } from './types';

export type OtherEngine = 'sglang' | 'tensorrt-llm';

interface Accounting {
  /** What the engine lets weights and cache take together, GiB. */
  readonly budget: (memory: ReplicaMemory, spec: ReplicaSpec) => number;
  /** What is left of it for the cache. */
  readonly kvCache: (budget: number, memory: ReplicaMemory) => number;
  readonly bandGiB: number;
}

/** Terms by the engine's own rules; `gpuMemoryUtilization` is not read unless the caller gave the engine's own fraction. */
export function estimateOnEngine(engine: OtherEngine, spec: ReplicaSpec, fraction: number | null): ReplicaEstimate {
  const memory = replicaMemory(spec);
  const accounting = engine === 'sglang' ? sglang(fraction) : tensorRt(fraction);
  const budget = accounting.budget(memory, spec);
  const kvCache = accounting.kvCache(budget, memory);
  const terms = termsOf(memory, budget, kvCache, accounting.bandGiB);
  const request = sequenceBytes(memory.layout, spec.maxContextTokens, memory.maxNumBatchedTokens);
  return {
    perGpuGiB: terms,
    kvBytesPerTokenPerGpu: memory.layout.bytesPerToken,
    kvTokens: tokensIn(kvCache, memory.layout),
    maxConcurrency: request === 0 ? null : Math.max(0, fromGiB(kvCache) / request),
    outsideGiB: contextGiB(spec.gpusPerReplica),
    maxNumSeqs: memory.maxNumSeqs,
    maxNumBatchedTokens: memory.maxNumBatchedTokens,
    missing: memory.missing,
  };
}

function termsOf(memory: ReplicaMemory, budget: number, kvCache: number, band: number): EstimatedTerms {
  const weights = weightsOf(memory);
  return {
    physical: memory.physical.perGpuGiB,
    budget,
    weights,
    activation: Math.max(0, budget - weights - kvCache),
    nonTorch: 0,
    graphs: 0,
    kvCache,
    kvCacheRange: [kvCache - band, kvCache + band],
  };
}

const weightsOf = ({ weights }: ReplicaMemory) => (weights.perGpuGiB ?? 0) + weights.tablesGiB;
const MIB_PER_GIB = 1024;

/** Prefill chunk by memory: below 35, 60 and 160 GB, and above (`--chunked-prefill-size`, SGLang 0.5). */
const SGLANG_CHUNKS: readonly (readonly [belowGiB: number, tokens: number])[] = [
  [35, 2_048],
  [60, 4_096],
  [160, 8_192],
  [Number.POSITIVE_INFINITY, 16_384],
];
/** Batches for which graphs are captured, on large and small cards. */
const SGLANG_GRAPH_BATCH = { large: 256, small: 24 } as const;

/**
 * The static fraction leaves 512 MiB, 1.5 MiB per token of a prefill chunk, TP × PP ÷ 8 GiB and 2 MiB per captured batch, at least 10 GiB on
 * cards above 60 GB (AIConfigurator 0.12, SGLang memory rule). Weights and cache share the rest.
 */
function sglang(fraction: number | null): Accounting {
  return {
    budget: ({ physical }, spec) => {
      const free = physical.perGpuGiB - contextGiB(spec.gpusPerReplica);
      return fraction === null ? free - sglangReserveGiB(physical.perGpuGiB, spec) : free * fraction;
    },
    kvCache: (budget, memory) => budget - weightsOf(memory),
    bandGiB: 2,
  };
}

function sglangReserveGiB(physicalGiB: number, spec: ReplicaSpec): number {
  const chunk = spec.maxNumBatchedTokens ?? SGLANG_CHUNKS.find(([below]) => physicalGiB < below)?.[1] ?? 0;
  const batch = physicalGiB >= 60 ? SGLANG_GRAPH_BATCH.large : SGLANG_GRAPH_BATCH.small;
  const ranks = spec.gpusPerReplica * (spec.pipelineStages ?? 1);
  const reserve = (512 + 1.5 * chunk + 2 * batch) / MIB_PER_GIB + ranks / 8;
  return physicalGiB >= 60 ? Math.max(10, reserve) : reserve;
}

/** Default of `--kv_cache_free_gpu_memory_fraction`: the share of what is free after weights and activations. */
const TENSORRT_FRACTION = 0.9;

function tensorRt(fraction: number | null): Accounting {
  return {
    budget: ({ physical }, spec) => physical.perGpuGiB - contextGiB(spec.gpusPerReplica),
    kvCache: (budget, memory) => (budget - weightsOf(memory) - memory.activation.perGpuGiB) * (fraction ?? TENSORRT_FRACTION),
    bandGiB: 3,
  };
}
