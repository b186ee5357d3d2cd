/** How large the files are that a replica loads. */
import { checkpointIn } from '../catalog/checkpoints';
import type { Engine } from '../catalog/engines/engine';
import type { Model } from '../catalog/model';
import { GIB } from '../core/units';
import { adapterGiB } from './model/adapters';
import type { ReplicaSpec } from './replica-spec';

/** A replica whose engine says what it makes of a checkpoint while it loads it. */
export interface LoadingReplica extends ReplicaSpec {
  readonly engine: Engine;
}

/** A checkpoint unpacks beside what is already there, and a new revision lies beside the old one. Assumed. */
const ROOM = 1.2;

/** Size of what is downloaded, with the drafter and room for the adapters, GiB; null where it is not known. */
export function checkpointGiB(replica: LoadingReplica): number | null {
  const [own, drafter] = [publishedGiB(replica) ?? sizeOf(replica.model), drafterGiB(replica)];
  return own === null || drafter === null ? null : own + drafter + adapterGiB(replica.model.facts, replica.adapters, 1);
}

/** Room for the checkpoint and a fifth, whole GiB; null where its size is not known. */
export function weightsRoomGiB(replica: LoadingReplica): number | null {
  const size = checkpointGiB(replica);
  return size === null ? null : Math.ceil(size * ROOM) + 1;
}

function drafterGiB({ drafter, tensorParallel }: LoadingReplica): number | null {
  if (drafter === undefined || drafter.kind === 'own-layers') return 0;
  return drafter.kind === 'sized' ? drafter.weightsGiB * tensorParallel : sizeOf(drafter.model);
}

/** A quantized checkpoint that is loaded in place of the model's own; null where its size, or the checkpoint, is not known. */
function publishedGiB({ model, quantization, engine }: LoadingReplica): number | null {
  if (quantization === 'checkpoint' || engine.quantizesAtLoad(quantization)) return null;
  return checkpointIn(model.id, quantization)?.gib ?? null;
}

/** As published, else by the parameters in 16 bit. */
function sizeOf({ facts: { checkpointGiB: known, paramsTotalB } }: Model): number | null {
  return known ?? (paramsTotalB === null ? null : (paramsTotalB * 1e9 * 2) / GIB);
}
