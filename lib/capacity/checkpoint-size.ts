/** How large the files are that a replica loads. */
import { checkpointIn, checkpointNamed, formatInName } from '../catalog/checkpoints';
import type { Engine } from '../catalog/engines/engine';
import { adapterGiB } from './model/adapters';
import { filesGiB } from './model/files';
import type { Quantization, ReplicaSpec } from './replica-spec';

/** A replica whose engine says what it makes of a checkpoint while it loads it. */
export interface LoadingReplica extends ReplicaSpec {
  readonly engine: Engine;
}

/** A checkpoint unpacks beside what is already there, and a new revision lies beside the old one. Assumed. */
const ROOM = 1.2;

/** Room for what lies beside the checkpoint, GiB, of which twice as much is kept: a plan and the one before it may name others. */
const LEAST_ADDITIONS_GIB = 8;

/** Size of what is downloaded, with the drafter and room for the adapters, GiB; null where it is not known. */
export function checkpointGiB(replica: LoadingReplica): number | null {
  const [own, additions] = [baseGiB(replica), additionsGiB(replica)];
  return own === null || additions === null ? null : own + additions;
}

/** The checkpoint alone, GiB: as published, where the size was read; else what the format of the files takes. Null where neither is known. */
export function baseGiB(replica: LoadingReplica): number | null {
  const { model, checkpoint } = replica;
  const format = fileFormat(replica);
  const published =
    checkpoint !== undefined ? checkpointNamed(checkpoint) : format === 'checkpoint' ? undefined : checkpointIn(model.id, format);
  return published?.gib ?? filesGiB(model.facts, format);
}

/** Drafter and adapters, GiB; null where the size of the drafter is not known. */
export function additionsGiB(replica: LoadingReplica): number | null {
  const drafter = drafterGiB(replica);
  return drafter === null ? null : drafter + adapterGiB(replica.model.facts, replica.adapters, 1);
}

/** Room for the checkpoint alone and a fifth, whole GiB; null where its size is not known. */
export function baseRoomGiB(replica: LoadingReplica): number | null {
  const size = baseGiB(replica);
  return size === null ? null : Math.ceil(size * ROOM) + 1;
}

/** In steps that double, so that one more adapter hardly ever needs more; null where the size of the drafter is not known. */
export function additionsRoomGiB(replica: LoadingReplica): number | null {
  const size = additionsGiB(replica);
  return size === null ? null : Math.max(LEAST_ADDITIONS_GIB, 2 ** Math.ceil(Math.log2(2 * size)));
}

/** What every claim has that may hold drafters or adapters. */
export const leastAdditionsRoom = (roomGiB: number): boolean => roomGiB === LEAST_ADDITIONS_GIB;

/** Room for the checkpoint and a fifth, whole GiB; null where its size is not known. */
export function weightsRoomGiB(replica: LoadingReplica): number | null {
  const size = checkpointGiB(replica);
  return size === null ? null : Math.ceil(size * ROOM) + 1;
}

/** The replica loads the model's own files, or others that say which format they are in. */
export const knowsFiles = ({ checkpoint }: LoadingReplica): boolean => checkpoint === undefined || formatInName(checkpoint) !== undefined;

/** The drafter alone, GiB; null where its size is not known. */
export function drafterGiB({ drafter, tensorParallel }: LoadingReplica): number | null {
  if (drafter === undefined || drafter.kind === 'own-layers') return 0;
  return drafter.kind === 'sized' ? drafter.weightsGiB * tensorParallel : filesGiB(drafter.model.facts, 'checkpoint');
}

/**
 * Format of the files: what the name of the checkpoint says, else the planned one. 16-bit weights that the engine quantizes while it loads them, and a
 * model that is published quantized, lie there as they are.
 */
function fileFormat({ model, checkpoint, quantization, engine }: LoadingReplica): Quantization {
  const { nativeQuantization } = model.facts;
  const named = checkpoint === undefined ? undefined : formatInName(checkpoint);
  if (named !== undefined) return named === nativeQuantization ? 'checkpoint' : named;
  const asPublished = checkpoint === undefined && nativeQuantization !== null;
  return quantization === 'checkpoint' || asPublished || engine.quantizesAtLoad(quantization) ? 'checkpoint' : quantization;
}
