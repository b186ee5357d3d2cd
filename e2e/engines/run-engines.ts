/** The real vLLM of the release that pools run, on processors, with the arguments, the proxy and the router that we emit. */
import * as path from 'node:path';
import { buildTools, NotAvailable } from '../control-plane/build';
import { PROMETHEUS_TOOLS } from '../control-plane/tools';
import { synthesizeFile } from '../fleets/example';
import { loopback } from '../machine/loopback';
import { litellmProgram } from '../sessions/litellm-program';
import { installPython } from '../sessions/python-tools';
import { ENVOY } from '../sessions/run-sessions';
import { Stage } from '../sessions/stage';
import type { World } from '../world';
import { blockActs } from './block-acts';
import { type EngineAct, type EnginePlay, engineActs } from './engine-acts';
import { type StartedReplica, startReplica } from './engine-replica';
import { scalingActs } from './scaling-acts';
import { installStreamTools, type StreamTools, streamActs } from './stream-acts';
import { installVllm, type VllmOnCpu } from './vllm-cpu';

const SUBJECT = 'engines';
const POOL = 'tiny';
const [HOME = '', OTHER = ''] = loopback(21, 2);

export async function runEngines(world: World): Promise<void> {
  const { plane, results } = world;
  try {
    if (plane === undefined) throw new NotAvailable('the engines run beside an own control plane');
    const folder = path.join(world.folder, SUBJECT);
    const [vllm, envoy, litellm] = [await installVllm(folder), await installPython('envoy', ENVOY), await litellmProgram()];
    if (litellm instanceof NotAvailable) throw litellm;
    const prometheus = path.join(await buildTools(PROMETHEUS_TOOLS), 'prometheus');
    const example = await synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
    const objects = example.stacks[0]?.manifests() ?? [];
    const processes = plane.processes.scoped(SUBJECT);
    const start = (address: string): StartedReplica =>
      startReplica(vllm, { objects, pool: POOL, address, home: path.join(folder, 'home') }, processes);
    const replicas = [start(HOME), start(OTHER)] as const;
    const stage = await Stage.open(path.join(envoy, 'envoy'), objects, replicas, { processes, folder });
    try {
      const play = { stage, processes, folder, objects, pool: POOL, replicas };
      await perform(world, play, actsOf(litellm, prometheus, vllm));
      await stream(world, play, vllm);
    } finally {
      await processes.endAll();
      stage.stop();
    }
  } catch (error) {
    if (!(error instanceof NotAvailable)) throw error;
    for (const { name } of [...actsOf('litellm', 'prometheus', NOTHING), ...streamActs(NOTHING, NO_TOOLS)])
      results.notRun(SUBJECT, name, error.message);
  }
}

/** Names of acts follow from none of their programs. */
const NOTHING: VllmOnCpu = { program: '', model: '' };
const NO_TOOLS: StreamTools = { packages: '', store: '' };

const actsOf = (litellm: string, prometheus: string, vllm: VllmOnCpu): readonly EngineAct[] => [
  ...engineActs(litellm),
  ...scalingActs(prometheus),
  ...blockActs(vllm),
];

/** With packages of their own, which may be missing where all others are there. */
async function stream(world: World, play: EnginePlay, vllm: VllmOnCpu): Promise<void> {
  const tools = await installStreamTools().catch((error: unknown) => {
    if (error instanceof NotAvailable) return error;
    throw error;
  });
  if (!(tools instanceof NotAvailable)) return perform(world, play, streamActs(vllm, tools));
  for (const { name } of streamActs(vllm, NO_TOOLS)) world.results.notRun(SUBJECT, name, tools.message);
}

async function perform({ results }: World, play: EnginePlay, acts: readonly EngineAct[]): Promise<void> {
  for (const { name, expect } of acts) {
    const start = Date.now();
    const [problems, note] = await expect(play).then(
      (figure) => [[], figure] as const,
      (error: unknown) => [[error instanceof Error ? error.message : String(error)], ''] as const,
    );
    results.judge(SUBJECT, name, problems, (Date.now() - start) / 1000, note);
  }
}
