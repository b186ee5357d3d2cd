/**
 * KV blocks in host memory and on the disk of the node (HiCache). Read in the wheels 0.5.20 to 0.5.23: every rank keeps `--hicache-size` GB of its own
 * (mem_cache/pool_host/base.py) and its own files, which it removes, those first that nobody read for longest (mem_cache/storage/file/lru_file_evictor.py).
 */
import { nodesOf } from '../../../capacity/gpus-of-replica';
import type { ReplicaSpec } from '../../../capacity/replica-spec';
import type { PoolReplica } from '../../pool-replica';
import type { WritableFolder } from '../adapter';
import { flags } from '../engine-args';
import { absent, type EngineLimit } from '../limit';

export const KV_TIER_FLAGS = ['--enable-hierarchical-cache', '--hicache-size', '--hicache-storage-backend'];
export const KV_TIER_VARIABLES = ['SGLANG_HICACHE_FILE_BACKEND_STORAGE_DIR', 'SGLANG_HICACHE_FILE_BACKEND_MAX_SIZE'] as const;

const FOLDER = '/kv-blocks';
/** Each evictor knows what it wrote, read, or found at its start, and bounds that alone. */
const UNCOUNTED = 'each replica counts the files that it knows, and nobody those of all';
const GIB = 1024 ** 3;
/** Files are written before the oldest go, and the file system rounds them up. */
const SPARE_GIB = 2;

/** Whole GB; with 0 the engine would take twice the cache of the GPU. */
const gigabytesOfRank = ({ kvOffloadGiB = 0, tensorParallel }: ReplicaSpec): number =>
  Math.floor((kvOffloadGiB * GIB) / tensorParallel / 1e9);

const diskGiB = ({ kvOffload }: ReplicaSpec): number => kvOffload?.nvmeGiB ?? 0;

export function kvTierFlags(replica: ReplicaSpec): string[] {
  if ((replica.kvOffloadGiB ?? 0) === 0) return [];
  return [
    '--enable-hierarchical-cache',
    ...flags({
      '--hicache-size': String(gigabytesOfRank(replica)),
      ...(diskGiB(replica) === 0 ? {} : { '--hicache-storage-backend': 'file' }),
    }),
  ];
}

export function kvTierVariables(replica: ReplicaSpec): Record<string, string> {
  const [folder, most] = KV_TIER_VARIABLES;
  const gib = diskGiB(replica);
  return gib === 0 ? {} : { [folder]: FOLDER, [most]: String(Math.floor((gib * GIB) / replica.tensorParallel)) };
}

export function kvTierFolders(replica: ReplicaSpec): WritableFolder[] {
  const gib = diskGiB(replica);
  return gib === 0 ? [] : [{ name: 'kv-blocks', path: FOLDER, sizeGiB: Math.ceil(gib) + SPARE_GIB }];
}

export function kvTierLimits(replica: PoolReplica): EngineLimit[] {
  const { engine, tensorParallel, kvOffloadGiB = 0, kvOffload: { sharedGiB } = {} } = replica;
  if (kvOffloadGiB === 0) return [];
  if (sharedGiB !== undefined) return [absent(replica, 'offload.kvCacheShared', sharedGiB, UNCOUNTED)];
  if (nodesOf(replica) > 1) {
    return [absent(replica, 'offload.kvCacheGiB', kvOffloadGiB, 'how much of it lies on which node is not in the plan')];
  }
  if (gigabytesOfRank(replica) > 0) return [];
  return [
    {
      prop: 'offload.kvCacheGiB',
      value: kvOffloadGiB,
      allowed: `≥ ${tensorParallel}`,
      message: `${engine.name} counts host memory in whole GB of each GPU`,
      repairs: [`offload: { kvCacheGiB: ${Math.max(tensorParallel, Math.ceil(kvOffloadGiB))} }`],
    },
  ];
}
