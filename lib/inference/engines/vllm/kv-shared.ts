/**
 * KV blocks that all replicas of a pool share: the tier `fs` of kv-disk.ts on a claim. Read in release 0.30.0 (vllm/v1/kv_offload/tiering/fs, file_mapper.py,
 * v1/core/kv_cache_utils.py, 2026-11) and tried with two servers on one folder (`npm run e2e -- --only engines`):
 *
 * - A block is written to a file of a name of its own and renamed; whoever has the name has the whole block. One that is there is not written again. A file that is
 *   shorter than a block, missing or removed while it is read is a block that was never there. A full disk fails the writing alone.
 * - Its name is a hash of all tokens before it, the name of the adapter and the salt of the request: the same in all pods with a hash that is no secret of a process.
 * - The engine names the folder by the model, the format and the groups of layers; the commit, the release, the kernels and the layout are missing there. So the
 *   folder around it is named by all that the container starts with, but for what changes no byte of a block.
 */
import { createHash } from 'node:crypto';
import type { ReplicaSpec } from '../../../capacity/replica-spec';
import { parseArgs } from '../../../catalog/engines/parse-args';
import { isToken } from '../../../core/token';
import type { ServingBase, WritableFolder } from '../adapter';
import { flags } from '../engine-args';
import { doubt, type EngineLimit } from '../limit';
import { vllmRepositories } from './download';
import { fileTierFlags, fileTierLimits } from './kv-disk';
import { pruner } from './kv-pruner';

/** Flags of pools that share blocks. */
export const SHARED_BLOCK_FLAGS = ['--prefix-caching-hash-algo'];
const FOLDER = '/kv-blocks';
const PROP = 'offload.kvCacheShared';

/** How many requests run, who calls, what is told of it: of the bytes of a block they change none. */
const OF_NO_BLOCK: ReadonlySet<string> = new Set([
  '--host',
  '--port',
  '--served-model-name',
  '--max-num-seqs',
  '--max-num-batched-tokens',
  '--gpu-memory-utilization',
  '--kv-cache-memory-bytes',
  '--kv-offloading-size',
  '--scheduling-policy',
  '--shutdown-timeout',
  '--disable-access-log-for-endpoints',
  '--chat-template',
  '--enable-auto-tool-choice',
  '--tool-call-parser',
  '--reasoning-parser',
  '--structured-outputs-config',
  '--otlp-traces-endpoint',
]);

const sharedGiB = ({ kvOffload }: ReplicaSpec): number => kvOffload?.sharedGiB ?? 0;

export function sharedBlockFolders(replica: ReplicaSpec): WritableFolder[] {
  const gib = sharedGiB(replica);
  return gib === 0
    ? []
    : [{ name: 'kv-blocks', path: FOLDER, sizeGiB: Math.ceil(gib), sharedByReplicas: true, prunedBy: pruner(FOLDER, gib, 'shared') }];
}

/** @param args all others of the server */
export function sharedBlockFlags(base: ServingBase, args: readonly string[]): string[] {
  if (sharedGiB(base.replica) === 0) return [];
  return [...flags({ '--prefix-caching-hash-algo': 'sha256_cbor' }), ...fileTierFlags(`${FOLDER}/${digestOf(base, args)}`)];
}

function digestOf({ replica, revisions, adapters, startsWith }: ServingBase, args: readonly string[]): string {
  const { stray, flags: given } = parseArgs(args);
  const ofBlocks = given.filter(({ name }) => !OF_NO_BLOCK.has(name)).map(({ written, values }) => [written, values]);
  const { model, gpu, engine } = replica;
  // How cdktf numbers a value that is known later says nothing of it.
  const variables = Object.fromEntries(Object.entries(startsWith?.env ?? {}).map(([name, value]) => [name, isToken(value) ? null : value]));
  const all = [
    model.id,
    gpu.id,
    engine.version,
    stray,
    ofBlocks,
    revisions ?? {},
    adapters ?? [],
    startsWith?.image,
    Object.entries(variables),
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
}

export function sharedBlockLimits(base: ServingBase): EngineLimit[] {
  const gib = sharedGiB(base.replica);
  return gib === 0 ? [] : [...fileTierLimits(base.replica, PROP, gib), ...contentLimits(base)];
}

/** Blocks of other weights under the same name would be taken for those of these. */
function contentLimits(base: ServingBase): EngineLimit[] {
  const { checkpoint, revisions = {}, adapters = [], replica, startsWith } = base;
  const repositories = vllmRepositories(base);
  const loose = repositories.filter((repository) => revisions[repository] === undefined);
  const paths = [checkpoint, ...adapters.map(({ source }) => source)].filter((source) => !repositories.includes(source));
  return [
    ...(loose.length === 0
      ? []
      : [
          {
            prop: PROP,
            value: loose.join(', '),
            allowed: 'repositories whose commit is pinned',
            message: `replicas of different days may load different weights of ${loose.join(' and ')}, and ${replica.engine.name} would take the KV blocks of one for those of the other`,
            repairs: [`revisions: { ${loose.map((repository) => `'${repository}': '<commit>'`).join(', ')} }`, `leave ${PROP} out`],
          },
        ]),
    ...(paths.length === 0
      ? []
      : [
          doubt({
            prop: PROP,
            value: paths.join(', '),
            allowed: 'weights from the hub, with their commit',
            message: `whether ${paths.join(' and ')} always holds the same weights is not known; blocks of others would be taken for theirs`,
            repairs: ['a path that changes with what lies there', `leave ${PROP} out`],
          }),
        ]),
    ...(replica.engine.ownImage === null || startsWith === undefined || startsWith.image.includes('@sha256:')
      ? []
      : [unknown(startsWith.image, 'an image by its digest', `whether ${startsWith.image} is always the same program is not known`)]),
    ...Object.entries(startsWith?.env ?? {})
      .filter(([name, value]) => name.startsWith('VLLM_') && isToken(value))
      .map(([name]) => unknown(`env.${name}`, 'a value that is known when the stack is written', `what env.${name} will be is not known`)),
  ];
}

const unknown = (value: string, allowed: string, why: string): EngineLimit =>
  doubt({
    prop: PROP,
    value,
    allowed,
    message: `${why}; blocks of another layout would be taken for its own`,
    repairs: [allowed, `leave ${PROP} out`],
  });
