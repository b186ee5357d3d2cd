/** KV blocks on a claim that two real replicas share: what one computed the other finds, and what answers are then. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { workloadsOf } from '../checks/workloads';
import { loopback } from '../machine/loopback';
import { must } from '../machine/must';
import { waitFor } from '../machine/wait';
import type { EngineAct, EnginePlay } from './engine-acts';
import { answers, replicaAt, servedName, startReplica } from './engine-replica';
import { type Answer, askPlainly, mustAgree } from './plain-answer';
import { type VllmOnCpu, writeModel } from './vllm-cpu';

const POOL = 'sharing';
const [ONE = '', OTHER = ''] = loopback(31, 2);
const WHOLE_BLOCKS = 0.9;
const MIB = 1024 ** 2;

const claimOf = ({ folder }: Pick<EnginePlay, 'folder'>): string => path.join(folder, 'kv-blocks');

/** @param vllm the program */
export const blockActs = (vllm: VllmOnCpu): readonly EngineAct[] => [
  { name: 'two replicas that share KV blocks start with the arguments of their pool', expect: (play) => started(vllm, play) },
  { name: 'what one of them computed the other finds in the claim, and it answers alike', expect: found },
  { name: 'a block that was cut short and one that is gone are computed again, with the same answer', expect: computedAgain },
  { name: 'one of two containers removes the oldest blocks, and both end when they are told to', expect: pruned },
];

async function started(vllm: VllmOnCpu, play: EnginePlay): Promise<string> {
  const { objects, processes, folder } = play;
  const model = path.join(folder, 'drawn');
  await writeModel(vllm, model, 1);
  fs.mkdirSync(claimOf(play), { recursive: true });
  const begun = Date.now();
  for (const address of [ONE, OTHER])
    startReplica(vllm, { objects, pool: POOL, address, home: path.join(folder, 'home') }, processes, {
      model: [model],
      values: { '--kv-transfer-config': (emitted) => onProcessors(emitted, claimOf(play), address) },
      env: { PYTHONPATH: __dirname, PYTHONDONTWRITEBYTECODE: '1' },
    });
  for (const address of [ONE, OTHER]) await answers(replicaAt(address), processes);
  return `${((Date.now() - begun) / 1000).toFixed(0)} s`;
}

/** Pods have a shared memory of their own each, and a GPU; the folder in the claim stays as it was emitted. */
function onProcessors(emitted: string, claim: string, address: string): string {
  const { kv_connector_extra_config: tiers, ...config } = JSON.parse(emitted) as {
    readonly engine_id: string;
    readonly kv_connector_extra_config: { readonly secondary_tiers: readonly { readonly type: string; readonly root_dir: string }[] };
  };
  const secondary_tiers = tiers.secondary_tiers.map((tier) => ({ ...tier, root_dir: tier.root_dir.replace('/kv-blocks', claim) }));
  return JSON.stringify({
    ...config,
    engine_id: `${config.engine_id}-${address}`,
    kv_connector_extra_config: {
      ...tiers,
      secondary_tiers,
      spec_name: 'TieringOnProcessors',
      spec_module_path: 'tiering_on_processors',
    },
  });
}

function filesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bin'))
    .map((file) => path.join(folder, file));
}

/** Blocks are written after the answer. */
async function written(play: EnginePlay, name: string): Promise<{ readonly answer: Answer; readonly files: readonly string[] }> {
  const before = new Set(filesOf(claimOf(play)));
  const answer = await askPlainly(replicaAt(ONE), servedName(play, POOL), name);
  const fresh = () => filesOf(claimOf(play)).filter((file) => !before.has(file));
  await waitFor('blocks in the claim', async () => (fresh().length >= Math.floor(answer.promptTokens / 128) ? true : undefined), {
    seconds: 60,
  });
  return { answer, files: fresh() };
}

async function found(play: EnginePlay): Promise<string> {
  const { answer, files } = await written(play, 'Ada');
  must(answer.computed === answer.promptTokens, `the first replica computed ${answer.computed} of ${answer.promptTokens}`);
  const other = await askPlainly(replicaAt(OTHER), servedName(play, POOL), 'Ada');
  must(other.fromClaim >= WHOLE_BLOCKS * other.promptTokens, `${other.fromClaim} of ${other.promptTokens} tokens came from the claim`);
  mustAgree(answer, other);
  must(new Set(answer.logprobs).size > 1, 'all tokens are equally likely, so that nothing was compared');
  return `${other.fromClaim} of ${other.promptTokens} tokens came from ${files.length} blocks`;
}

async function computedAgain(play: EnginePlay): Promise<string> {
  const { answer, files } = await written(play, 'Bob');
  const [cut = '', gone = ''] = files;
  const { size } = fs.statSync(cut);
  fs.truncateSync(cut, Math.floor(size / 2));
  fs.rmSync(gone);
  const other = await askPlainly(replicaAt(OTHER), servedName(play, POOL), 'Bob');
  mustAgree(answer, other);
  await waitFor('whole blocks', async () => (fs.existsSync(gone) && fs.statSync(cut).size === size ? true : undefined), { seconds: 60 });
  return `${other.computed} of ${other.promptTokens} tokens were computed`;
}

/** As in two pods, on a folder that has twice as much as it may. */
async function pruned(play: EnginePlay): Promise<string> {
  const { processes, folder, objects } = play;
  const claim = path.join(folder, 'full-claim');
  const files = Array.from({ length: 20 }, (_, index) =>
    path.join(claim, 'model_r0', String(index).padStart(3, '0'), 'aa_g0', `${index}.bin`),
  );
  files.forEach((file, index) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, Buffer.alloc(MIB));
    fs.utimesSync(file, 1_000 + index, 1_000 + index);
  });
  const [program = '', ...args] = commandOf(objects).map((word) =>
    word === '/kv-blocks' ? claim : /^\d+$/.test(word) ? String(10 * MIB) : word,
  );
  for (const name of ['pruner-1', 'pruner-2']) processes.start(name, program, args);
  await waitFor('room', async () => (filesOf(claim).length < 10 ? true : undefined), { seconds: 60 });
  const left = files.filter((file) => fs.existsSync(file));
  must(
    left.length >= 7 && left.join() === files.slice(-left.length).join(),
    `of 20 are left: ${left.map((file) => path.basename(file)).join(', ')}`,
  );
  const begun = Date.now();
  for (const name of ['pruner-1', 'pruner-2']) await processes.end(name);
  must(Date.now() - begun < 20_000, `they took ${Date.now() - begun} ms to end`);
  must(!fs.existsSync(path.join(claim, '.pruner')), 'the file of the one that looked is left');
  return `the newest ${left.length} of 20 are left`;
}

function commandOf(objects: EnginePlay['objects']): readonly string[] {
  const containers = workloadsOf(objects).find(({ object }) => object.metadata.name === POOL)?.containers ?? [];
  const pruner = containers.find(({ json }) => (json as { readonly name: string }).name === 'kv-blocks-pruner');
  return (pruner?.json as { readonly command?: readonly string[] } | undefined)?.command ?? [];
}
