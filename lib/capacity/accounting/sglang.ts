/**
 * SGLang: the static fraction leaves 512 MiB, 1.5 MiB per token of a prefill chunk, TP × PP ÷ 8 GiB and 2 MiB per captured batch, at least 10 GiB
 * on cards above 60 GB (AIConfigurator 0.12, SGLang memory rule). Weights and cache share the rest.
 */
import { MIB } from '../../core/units';
import { contextGiB } from '../memory/non-torch';
import { gpusOfReplica } from '../replica';
import type { ReplicaSpec } from '../types';
import type { Accounting } from './accounting';

const MIB_PER_GIB = 1024 ** 3 / MIB;

/** Prefill chunk by memory: below 35, 60 and 160 GB, and above (`--chunked-prefill-size`, SGLang 0.5). */
const CHUNKS: readonly (readonly [belowGiB: number, tokens: number])[] = [
  [35, 2_048],
  [60, 4_096],
  [160, 8_192],
  [Number.POSITIVE_INFINITY, 16_384],
];
/** Batches for which graphs are captured, on large and small cards. */
const GRAPH_BATCH = { large: 256, small: 24 } as const;

/** @param fraction `--mem-fraction-static` where it was given */
export function sglang(fraction: number | null): Accounting {
  return {
    budget: ({ physical }, spec) => {
      const free = physical.perGpuGiB - contextGiB(spec.gpusPerReplica);
      return fraction === null ? free - reserveGiB(physical.perGpuGiB, spec) : free * fraction;
    },
    kvCache: ({ budget, weights }) => budget - weights,
    bandGiB: 2,
  };
}

function reserveGiB(physicalGiB: number, spec: ReplicaSpec): number {
  const chunk = spec.maxNumBatchedTokens ?? CHUNKS.find(([below]) => physicalGiB < below)?.[1] ?? 0;
  const batch = spec.enforceEager === true ? 0 : physicalGiB >= 60 ? GRAPH_BATCH.large : GRAPH_BATCH.small;
  const reserve = (512 + 1.5 * chunk + 2 * batch) / MIB_PER_GIB + gpusOfReplica(spec) / 8;
  return physicalGiB >= 60 ? Math.max(10, reserve) : reserve;
}
