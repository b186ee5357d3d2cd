/** Weights on their way from an object store into the GPUs: how much of them a pod holds at once. */
import { checkpointGiB } from '../capacity/checkpoint-size';
import { gpusOfPod } from '../capacity/gpus-of-replica';
import { fromGiB } from '../core/units';
import type { ObjectStore } from './object-store';
import type { PoolReplica } from './pool-replica';

/** What an engine is told of weights that it streams; their address is its checkpoint. */
export interface StreamedWeights {
  readonly store: ObjectStore;
  /** Host memory of each process for what is on its way, bytes; null where the engine is to take room for its largest tensor alone. */
  readonly bufferBytes: number | null;
}

/** Part of the memory of a pod that is for weights on their way; the rest is for the processes. Assumed. */
const SHARE = 0.25;

/** @param processesGiB memory of the pod for its processes */
export function streamedWeights(store: ObjectStore | undefined, processesGiB: number, replica: PoolReplica): StreamedWeights | undefined {
  if (store === undefined) return undefined;
  const bufferBytes = Math.floor((fromGiB(processesGiB) * SHARE) / gpusOfPod(replica));
  const largest = largestTensorBytes(replica);
  return { store, bufferBytes: largest === null || largest > bufferBytes ? null : bufferBytes };
}

/**
 * At most as large as the embedding in 16 bit, or as the experts of a layer where all of them are one tensor. A reader with a smaller buffer than a tensor
 * stops, so where nothing is known it is left to take what it needs.
 */
function largestTensorBytes(replica: PoolReplica): number | null {
  const { vocabSize, hiddenSize, intermediateSize, moe, paramsTotalB } = replica.model.facts;
  const size = checkpointGiB(replica);
  if (vocabSize === null || hiddenSize === null || paramsTotalB === null || size === null) return null;
  if (moe !== null && (moe.experts === null || moe.expertIntermediateSize === null)) return null;
  const bytesPerParameter = Math.min(2, fromGiB(size) / (paramsTotalB * 1e9));
  // Gate and up projection lie side by side.
  const experts = (moe?.experts ?? 0) * (moe?.expertIntermediateSize ?? 0) * 2 * hiddenSize * bytesPerParameter;
  return Math.max(vocabSize * hiddenSize * 2, (intermediateSize ?? 0) * 2 * hiddenSize * 2, experts);
}
