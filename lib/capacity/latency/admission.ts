/** How many of the requests in flight really run: the KV cache and the engine's own limit admit a number of them, the others wait in its queue. */
import { fromGiB } from '../../core/units';
import { estimateReplica, replicaLayout } from '../ask-engine';
import { sequenceBytes } from '../model/kv-layout';
import { stagesOf } from '../model/stages';
import type { ReplicaSpec } from '../replica-spec';
import type { Load } from './step-terms';

/** How many requests a pool lets run at once. */
export interface Admission {
  /** Requests that run at once; a mean, so it need not be whole. */
  readonly running: number;
  /** The same at the ends of the band of the KV cache. */
  readonly range: readonly [low: number, high: number];
  readonly limit: 'load' | 'KV cache' | 'max-num-seqs';
}

/** What of a memory estimate decides admission. */
export interface AdmittingPool {
  readonly perGpuGiB: { readonly kvCache: number; readonly kvCacheRange: readonly [low: number, high: number] };
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly missing: readonly string[];
}

/**
 * A request holds its prompt and, over its life, half of its answer. A pool that is not known, or too small for a single request, limits nothing here:
 * whether it fits is the memory's verdict, and the latency then is that of a replica on which it does.
 */
export function admit(spec: ReplicaSpec, load: Load, pool: AdmittingPool = estimateReplica(spec)): Admission {
  const { concurrency } = load;
  const seats = Math.min(concurrency, pool.maxNumSeqs);
  const [low, likely, high] = roomFor(spec, load, pool).map((room) => Math.min(seats, room)) as [number, number, number];
  const limit = likely < seats ? 'KV cache' : seats < concurrency ? 'max-num-seqs' : 'load';
  return { running: likely, range: [low, high], limit };
}

/** Requests that the cache holds: at the low end of its band, likely, and at the high end. */
function roomFor(spec: ReplicaSpec, { inputTokens, outputTokens }: Load, pool: AdmittingPool): number[] {
  const bytes = sequenceBytes(replicaLayout(spec), inputTokens + outputTokens / 2, pool.maxNumBatchedTokens) * largestShare(spec);
  const { kvCache, kvCacheRange } = pool.perGpuGiB;
  const rooms = [kvCacheRange[0], kvCache, kvCacheRange[1]].map((gib) => fromGiB(gib) / bytes);
  const unknown = pool.missing.length > 0 || bytes === 0 || (rooms[1] ?? 0) < 1;
  return unknown ? rooms.map(() => Number.POSITIVE_INFINITY) : rooms.map((room) => Math.max(1, room));
}

/** A GPU of a pipeline keeps the keys and values of its own stage only. */
const largestShare = ({ pipelineParallel, model }: ReplicaSpec): number =>
  Math.max(...stagesOf(pipelineParallel ?? 1, model.facts.layers ?? 0).map(({ share }) => share));
