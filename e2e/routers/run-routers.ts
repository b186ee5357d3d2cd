/** The router of every example: the real LiteLLM on the configuration that the example emits, as its pod starts it, before pools that are played. */
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { OPEN_SETTINGS } from '../../lib/routing/litellm/extra-config/open-settings';
import { NotAvailable } from '../control-plane/build';
import type { Example } from '../fleets/example';
import { freePorts } from '../machine/free-ports';
import { startRedis } from '../queues/servers';
import { litellmProgram } from '../sessions/litellm-program';
import type { World } from '../world';
import { type EmittedRouter, emittedRouters } from './emitted-routers';
import { FakePools } from './fake-pools';
import { Play, type Setting } from './play';
import { providerProblems } from './provider-calls';
import { playRollout, ROLLOUT_NAMES } from './rollout';
import { ROUTER_ACTS } from './router-acts';

const SUBJECT = 'routers';
const PROVIDERS =
  'external models of every provider are asked at the hosts that are open, with their key or identity, whatever region a client names';
const KEYS = 'the release knows every key of every configuration and every setting that a user may write, and a misspelled one is found';

export async function runRouters(world: World, examples: readonly Example[]): Promise<void> {
  const { plane, results } = world;
  const litellm = plane === undefined ? new NotAvailable('the routers run beside an own control plane') : await litellmProgram();
  if (plane === undefined || litellm instanceof NotAvailable) {
    for (const name of [KEYS, PROVIDERS, ...ROUTER_ACTS.map((act) => act.name), ...ROLLOUT_NAMES])
      results.notRun(SUBJECT, name, String(litellm));
    return;
  }
  const folder = path.join(world.folder, SUBJECT);
  const processes = plane.processes.scoped(SUBJECT);
  const [pools, router, redis] = await freePorts(3);
  const setting: Setting = { litellm, pools: await FakePools.start(pools), processes, folder, ports: { router, redis } };
  const routers = emittedRouters(examples);
  try {
    await startRedis(processes, path.join(folder, 'redis'), redis);
    results.judge(SUBJECT, KEYS, await keyProblems(litellm, routers));
    const [problems, note] = await providerProblems(path.join(path.dirname(litellm), 'python'), path.join(folder, 'providers'));
    results.judge(SUBJECT, PROVIDERS, problems, undefined, note);
    for (const emitted of routers) await perform(world, new Play(emitted, setting));
    await playRollout(results, setting, path.join(folder, 'rollout'));
  } finally {
    await processes.endAll();
    setting.pools.stop();
  }
}

async function perform({ results }: World, play: Play): Promise<void> {
  try {
    for (const { name, expect } of ROUTER_ACTS) {
      const start = Date.now();
      const [problems, note] = await expect(play).then(
        (figure) => [[], figure] as const,
        (error: unknown) => [[error instanceof Error ? error.message : String(error)], ''] as const,
      );
      if (note !== undefined) results.judge(play.router.example, name, problems, (Date.now() - start) / 1000, note);
    }
  } finally {
    await play.end();
  }
}

/** A misspelled key of every part stands beside them: it must be found, and nothing else. */
async function keyProblems(litellm: string, routers: readonly EmittedRouter[]): Promise<string[]> {
  const configs = routers.map(({ config }) => config);
  const [first] = configs;
  if (first === undefined) return ['no example has a router'];
  const [model, ...models] = first.model_list;
  const wrong = {
    ...first,
    router_setings: {},
    router_settings: { ...first.router_settings, num_retrys: 1 },
    model_list: [{ ...model, litellm_params: { ...model?.litellm_params, max_paralel_requests: 1 } }, ...models],
  };
  const open = { ...OPEN_SETTINGS, model_list: [] };
  const [ofUsers = [], ...unknown] = await unknownKeys(path.join(path.dirname(litellm), 'python'), [open, ...configs, wrong]);
  const missed = ['.router_setings', 'litellm_params.max_paralel_requests', 'router_settings.num_retrys'].filter(
    (key) => unknown.at(-1)?.includes(key) !== true,
  );
  return [
    ...ofUsers.map((key) => `LiteLLM knows no ${key}, which a user may write`),
    ...routers.flatMap(({ example, name }, index) => (unknown[index] ?? []).map((key) => `${example}, ${name}: LiteLLM knows no ${key}`)),
    ...missed.map((key) => `${key} is taken for a key`),
  ];
}

function unknownKeys(python: string, configs: readonly object[]): Promise<string[][]> {
  const env = { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True' };
  const child = spawn(python, [path.join(__dirname, 'unknown_keys.py')], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(JSON.stringify(configs));
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(text) as string[][]) : reject(new Error(`unknown_keys.py: ${code}`))));
  });
}
