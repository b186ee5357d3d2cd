/**
 * KV blocks on the disk of the node, behind those in host memory: the tier `fs` of `TieringOffloadingSpec`. Blocks that leave the GPUs are written to both,
 * and come back through host memory. The engine never removes a file (vllm/v1/kv_offload/tiering/fs, releases 0.30.0 to 0.33.0), so a container beside it
 * does: a block that is gone is a block that was never there, and is computed again (FileSystemTierManager.get_finished_jobs). Each pod has a folder of its
 * own; why none is shared stands in docs/guides/engines.md.
 */
import type { ReplicaSpec } from '../../../capacity/replica-spec';
import { EngineVersion } from '../../../catalog/engines/engine-version';
import { presence } from '../../../catalog/engines/flag';
import { VLLM_READ_RELEASES } from '../../../catalog/engines/vllm/definition';
import type { PoolReplica } from '../../pool-replica';
import type { WritableFolder } from '../adapter';
import { flags } from '../engine-args';
import { absent, doubt, type EngineLimit } from '../limit';

const FOLDER = '/kv-blocks';
const SINCE = '0.30.0';
const GIB = 1024 ** 3;
/** What a fast disk takes between two looks at the folder, GiB: 7 GB/s for two seconds. */
const BETWEEN_LOOKS_GIB = 16;

/** Oldest files first, and a tenth more than needed; a folder of the engine that became empty goes with its last file. */
const PRUNE = `
import os, sys, time
folder, most = sys.argv[1], int(sys.argv[2])
while True:
    files = []
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            try:
                found = os.stat(path)
            except FileNotFoundError:
                continue
            if name != "config.json":
                files.append((found.st_mtime, found.st_blocks * 512, path))
    held = sum(size for _, size, _ in files)
    if held > most:
        for _, size, path in sorted(files):
            try:
                os.remove(path)
                held -= size
                os.rmdir(os.path.dirname(path))
            except OSError:
                pass
            if held <= 0.9 * most:
                break
    time.sleep(1)
`.trim();

const diskGiB = ({ kvOffload }: ReplicaSpec): number => kvOffload?.nvmeGiB ?? 0;

export function kvDiskFolders(replica: ReplicaSpec): WritableFolder[] {
  const gib = diskGiB(replica);
  if (gib === 0) return [];
  return [
    {
      name: 'kv-blocks',
      path: FOLDER,
      sizeGiB: Math.ceil(gib) + BETWEEN_LOOKS_GIB,
      prunedBy: ['python3', '-c', PRUNE, FOLDER, String(Math.floor(gib * GIB))],
    },
  ];
}

/**
 * The connector itself follows from `--kv-offloading-size`. Its region of shared memory has the name of the engine: with one that stays, a server that was
 * killed leaves nothing behind in the pod that the next one could not use.
 */
export function kvDiskFlags(replica: ReplicaSpec): string[] {
  if (diskGiB(replica) === 0) return [];
  const tiers = { spec_name: 'TieringOffloadingSpec', secondary_tiers: [{ type: 'fs', root_dir: FOLDER }] };
  return flags({ '--kv-transfer-config': JSON.stringify({ engine_id: 'pool', kv_connector_extra_config: tiers }) });
}

export function kvDiskLimits(replica: PoolReplica): EngineLimit[] {
  const { engine, enginesPerCard = 1 } = replica;
  const gib = diskGiB(replica);
  if (gib === 0) return [];
  const has = presence(EngineVersion.of(engine.version), SINCE, undefined, VLLM_READ_RELEASES);
  const older: EngineLimit = {
    prop: 'offload.kvCacheDiskGiB',
    value: gib,
    allowed: `a release with tiers of KV blocks (${SINCE} and newer)`,
    message: `${engine.name} ${has === 'uncertain' ? 'is not known to keep' : 'does not keep'} KV blocks on disks`,
    repairs: [`engine: Engine.${engine.id}()`, 'leave offload.kvCacheDiskGiB out'],
  };
  return [
    ...(has === 'present' ? [] : [has === 'uncertain' ? doubt(older) : older]),
    ...(enginesPerCard > 1
      ? [absent(replica, 'offload.kvCacheDiskGiB', gib, 'engines on one card may share the memory that its blocks pass through')]
      : []),
  ];
}
