/**
 * KV blocks on the disk of the node, behind those in host memory: the tier `fs` of `TieringOffloadingSpec`. Blocks that leave the GPUs are written to both,
 * and come back through host memory. A container beside the engine removes files (kv-pruner.ts). Each pod has a folder of its own; the one that all pods of a
 * pool share is kv-shared.ts.
 */
import type { ReplicaSpec } from '../../../capacity/replica-spec';
import { EngineVersion } from '../../../catalog/engines/engine-version';
import { presence } from '../../../catalog/engines/flag';
import { VLLM_READ_RELEASES } from '../../../catalog/engines/vllm/definition';
import type { PoolReplica } from '../../pool-replica';
import type { WritableFolder } from '../adapter';
import { flags } from '../engine-args';
import { absent, doubt, type EngineLimit } from '../limit';
import { pruner } from './kv-pruner';

const FOLDER = '/kv-blocks';
const SINCE = '0.30.0';
/** What a fast disk takes between two looks at the folder, GiB: 7 GB/s for two seconds. */
const BETWEEN_LOOKS_GIB = 16;

const diskGiB = ({ kvOffload }: ReplicaSpec): number => kvOffload?.nvmeGiB ?? 0;

export function kvDiskFolders(replica: ReplicaSpec): WritableFolder[] {
  const gib = diskGiB(replica);
  if (gib === 0) return [];
  return [
    {
      name: 'kv-blocks',
      path: FOLDER,
      sizeGiB: Math.ceil(gib) + BETWEEN_LOOKS_GIB,
      prunedBy: pruner(FOLDER, gib, 'own'),
    },
  ];
}

export const kvDiskFlags = (replica: ReplicaSpec): string[] => (diskGiB(replica) === 0 ? [] : fileTierFlags(FOLDER));

/**
 * The connector itself follows from `--kv-offloading-size`. Its region of shared memory has the name of the engine: with one that stays, a server that was
 * killed leaves nothing behind in the pod that the next one could not use.
 */
export function fileTierFlags(folder: string): string[] {
  const tiers = { spec_name: 'TieringOffloadingSpec', secondary_tiers: [{ type: 'fs', root_dir: folder }] };
  return flags({ '--kv-transfer-config': JSON.stringify({ engine_id: 'pool', kv_connector_extra_config: tiers }) });
}

export function kvDiskLimits(replica: PoolReplica): EngineLimit[] {
  const gib = diskGiB(replica);
  return gib === 0 ? [] : fileTierLimits(replica, 'offload.kvCacheDiskGiB', gib);
}

export function fileTierLimits(replica: PoolReplica, prop: string, gib: number): EngineLimit[] {
  const { engine, enginesPerCard = 1 } = replica;
  const has = presence(EngineVersion.of(engine.version), SINCE, undefined, VLLM_READ_RELEASES);
  const older: EngineLimit = {
    prop,
    value: gib,
    allowed: `a release with tiers of KV blocks (${SINCE} and newer)`,
    message: `${engine.name} ${has === 'uncertain' ? 'is not known to keep' : 'does not keep'} KV blocks in files`,
    repairs: [`engine: Engine.${engine.id}()`, `leave ${prop} out`],
  };
  return [
    ...(has === 'present' ? [] : [has === 'uncertain' ? doubt(older) : older]),
    ...(enginesPerCard > 1 ? [absent(replica, prop, gib, 'engines on one card may share the memory that its blocks pass through')] : []),
  ];
}
