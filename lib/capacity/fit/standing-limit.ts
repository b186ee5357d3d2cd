/** Requests that a replica admits whatever is asked of it: a limit that followed the demand would restart the engine with every change of it. */
import { fromGiB } from '../../core/units';
import { replicaLayout, sizeReplica } from '../ask-engine';
import { sequenceBytes } from '../model/kv-layout';
import { remembered } from '../remembered';
import type { ReplicaSpec } from '../replica-spec';
import { HEADROOM } from './headroom';

/**
 * Sequences are counted at an eighth of `maxContextTokens`: sessions grow, and most are far shorter than the longest. Rounded down to a power of two, that is
 * at least what the planned share holds of sessions of a quarter. A sequence beyond what the cache holds waits for blocks, not for a seat: an
 * engine admits a request when its prompt fits (where that was read: `admission-limits.ts` of the engine).
 */
const COUNTED_PART = 8;

/**
 * The engine's default, or the largest power of two of sequences below it that the KV cache holds. Follows from the replica alone. Models with states need
 * it to start, too: engines refuse more sequences than they have blocks for states.
 */
export const standingLimit: (replica: ReplicaSpec) => number = remembered((_, replica) => {
  const most = replica.engine.admissionDefaults(replica.gpu).maxNumSeqs;
  return firstHeld(limitsFrom(most), (limit) => holdsSequences(replica, limit)) ?? 1;
});

/** The first of descending limits that is held; more sequences need more and leave less, so that a bisection finds it. Most replicas hold the very first. */
function firstHeld(limits: readonly number[], isHeld: (limit: number) => boolean): number | undefined {
  if (limits[0] !== undefined && isHeld(limits[0])) return limits[0];
  let [low, high] = [1, limits.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isHeld(limits[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return limits[low];
}

/** `most`, and the powers of two below it, the largest first. */
export const limitsFrom = (most: number): number[] => {
  const halves = Array.from({ length: 1 + Math.floor(Math.log2(Math.max(1, most))) }, (_, exponent) => 2 ** exponent).reverse();
  return halves[0] === most ? halves : [most, ...halves];
};

/** Also one of full length, without which the engine does not start. What is not known limits nothing here: it makes the verdict uncertain. */
function holdsSequences(replica: ReplicaSpec, limit: number): boolean {
  const { maxContextTokens } = replica;
  return holds(replica, limit, (bytesOf) =>
    Math.max(limit * bytesOf(Math.ceil(maxContextTokens / COUNTED_PART)), bytesOf(maxContextTokens)),
  );
}

/** Whether the cache has the least that so many sequences take: a block, their states, or the whole slot of an engine that allocates slots. */
export const holdsPlaces = (replica: ReplicaSpec, limit: number): boolean => holds(replica, limit, (bytesOf) => limit * bytesOf(1));

function holds(replica: ReplicaSpec, limit: number, needs: (bytesOf: (tokens: number) => number) => number): boolean {
  const { kvCacheGiB, maxNumBatchedTokens, missing } = sizeReplica({ ...replica, maxNumSeqs: limit });
  if (missing.length > 0) return true;
  const layout = replicaLayout(replica);
  const bytes = needs((tokens) => sequenceBytes(layout, tokens, maxNumBatchedTokens) * replica.tensorParallel);
  return bytes <= (1 - HEADROOM.rejectedBelow) * fromGiB(Math.max(0, kvCacheGiB));
}
