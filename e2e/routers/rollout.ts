/** A role moves from one pool to another: a tenth of its requests, nine tenths, all; each step is a change of the program, and each configuration is that of the real LiteLLM. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Engine, Gpu, InferencePool, LiteLLMRouter, Model, Topology } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import type { KubeObject } from '../cluster/kube-object';
import type { Results } from '../report/results';
import { emittedRouters } from './emitted-routers';
import { Play, type Setting } from './play';

const SUBJECT = 'routers';
const ROLE = 'worker';
const REQUESTS = 400;
/** Standard deviations by which chance may differ from a share. */
const CHANCE = 4;

interface Step {
  readonly name: string;
  /** Part of the new pool; undefined where the role has left the old one. */
  readonly share: number | undefined;
}

const STEPS: readonly Step[] = [
  { name: 'a role is rolled out: 10 % of its requests go to the new pool', share: 0.1 },
  { name: 'a role is rolled out: the share is 90 % after a change', share: 0.9 },
  { name: 'a role is rolled out: all requests go to the new pool, and the old one can go', share: undefined },
];
const RETURNS = 'a role is rolled out: the new pool fails, and no request does';
export const ROLLOUT_NAMES: readonly string[] = [...STEPS.map(({ name }) => name), RETURNS];

export async function playRollout(results: Results, setting: Setting, outdir: string): Promise<void> {
  for (const step of STEPS) {
    const start = Date.now();
    const play = playOf(step, setting, outdir);
    try {
      await play.start();
      const { problems, note } = await counted(play, step.share ?? 1);
      results.judge(SUBJECT, step.name, problems, (Date.now() - start) / 1000, note);
      if (step.share === 0.1) results.judge(SUBJECT, RETURNS, await failing(play));
    } finally {
      await play.end();
    }
  }
}

function playOf({ share }: Step, setting: Setting, outdir: string): Play {
  const app = new App({ outdir });
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(app, 'crew');
  const pool = (id: string, version: string) =>
    new InferencePool(stack, id, {
      cluster,
      model: Model.QWEN3_8B,
      gpu: Gpu.H100_SXM,
      maxContextTokens: 8_192,
      engine: Engine.vllm({ version }),
    });
  const [blue, green] = [pool('blue', '0.29.0'), pool('green', '0.30.0')];
  const moved = share === undefined ? { pool: green } : { pool: blue, rollout: { to: green, share } };
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: [ROLE] }),
    concurrentWorkflows: 10,
    sessionStore: false,
    roles: { [ROLE]: { ...moved, contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
    router: new LiteLLMRouter(stack, 'router', { cluster }),
  });
  const objects = FleetTemplate.synth(app, 'crew').manifests() as unknown as KubeObject[];
  const [router] = emittedRouters([{ name: `rollout-${share ?? 'done'}`, stacks: [{ manifests: () => objects }] }]);
  if (router === undefined) throw new Error('the fleet has no router');
  return new Play(router, setting);
}

async function counted(play: Play, share: number) {
  const before = play.pools.answered.length;
  const failed: string[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const { status, text } = await play.ask(ROLE);
    if (status !== 200) failed.push(`${status}: ${text.slice(0, 200)}`);
  }
  const answered = play.pools.answered.slice(before);
  const green = answered.filter((id) => idsOf(play, 'green').includes(id)).length;
  const bound = Math.sqrt(REQUESTS * share * (1 - share)) * CHANCE;
  const expected = REQUESTS * share;
  return {
    problems: [
      ...(failed.length === 0 ? [] : [`${failed.length} of ${REQUESTS} fail: ${failed[0]}`]),
      ...(Math.abs(green - expected) <= bound ? [] : [`${green} of ${REQUESTS} at the new pool, its share is ${share}`]),
    ],
    note: `${green} of ${REQUESTS} at the new pool (${expected} ± ${bound.toFixed(0)})`,
  };
}

/** Whoever is answered by a pool that fails is answered by the other one. */
async function failing(play: Play): Promise<string[]> {
  for (const id of idsOf(play, 'green')) play.pools.down.add(id);
  const failed: string[] = [];
  for (let request = 0; request < 60; request++) {
    const { status, by = 'nobody' } = await play.ask(ROLE);
    if (status !== 200 || !idsOf(play, 'blue').includes(by)) failed.push(`${status} by ${by}`);
  }
  play.pools.down.clear();
  return failed.length === 0 ? [] : [`${failed.length} of 60: ${failed[0]}`];
}

const idsOf = (play: Play, pool: string): string[] =>
  play.deployments
    .filter(({ litellm_params: { api_base = '' } }) => api_base.includes(`//${pool}.`))
    .map(({ model_info }) => play.idOf(model_info.id));
