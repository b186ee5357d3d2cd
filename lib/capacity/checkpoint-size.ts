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

/** Size of what is downloaded, with the drafter and room for the adapters, GiB; null where it is not known. */
export function checkpointGiB(replica: LoadingReplica): number | null {
  const [own, drafter] = [ownGiB(replica), drafterGiB(replica)];
  return own === null || drafter === null ? null : own + drafter + adapterGiB(replica.model.facts, replica.adapters, 1);
}

/** Room for the checkpoint and a fifth, whole GiB; null where its size is not known. */
export function weightsRoomGiB(replica: LoadingReplica): number | null {
  const size = checkpointGiB(replica);
  return size === null ? null : Math.ceil(size * ROOM) + 1;
}

/** The replica loads the model's own files, or others that say which format they are in. */
export const knowsFiles = ({ checkpoint }: LoadingReplica): boolean => checkpoint === undefined || formatInName(checkpoint) !== undefined;

function drafterGiB({ drafter, tensorParallel }: LoadingReplica): number | null {
  if (drafter === undefined || drafter.kind === 'own-layers') return 0;
  return drafter.kind === 'sized' ? drafter.weightsGiB * tensorParallel : filesGiB(drafter.model.facts, 'checkpoint');
}

/** As published, where the size was read; else what the format of the files takes. */
function ownGiB(replica: LoadingReplica): number | null {
  const { model, checkpoint } = replica;
  const format = fileFormat(replica);
  const published =
    checkpoint !== undefined ? checkpointNamed(checkpoint) : format === 'checkpoint' ? undefined : checkpointIn(model.id, format);
  return published?.gib ?? filesGiB(model.facts, format);
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
