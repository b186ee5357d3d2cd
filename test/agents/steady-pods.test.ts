/** Demand moves every day, and a share of a rollout is raised every hour: neither may replace pods that load a model for minutes, or agents at work. */
import { AgentFleet, Engine, Gpu, Topology } from 'cdktf-agent-fleet';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { App } from '../../lib/terraform/engine';
import type { FleetTemplate } from '../../lib/testing';
import { pool, research, type Setting } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { IS_LONG } from '../support/runs';

const OWNERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'LeaderWorkerSet', 'RayService'];

/** What a workload starts its pods from; how many there are is no part of it. */
function podsOf(template: FleetTemplate): Record<string, unknown> {
  const owners = template.manifests().filter(({ kind }) => OWNERS.includes(kind));
  return Object.fromEntries(
    owners.map((one) => {
      const { spec } = one as unknown as { spec: { template?: unknown } };
      return [one.metadata.name, spec.template ?? spec];
    }),
  );
}

/** Names of the workloads whose pods differ, those of one of the two alone included. */
function replacedIn(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

interface Crew {
  readonly workflows?: number;
  readonly share?: number;
  readonly end?: boolean;
  readonly rolls?: boolean;
  readonly pools?: Partial<InferencePoolProps>;
  readonly secondFleet?: boolean;
}

function crew(setting: Setting, { workflows = 40, share, end = false, rolls = true, pools = {}, secondFleet = false }: Crew): void {
  const { stack, cluster } = setting;
  const props = { gpu: Gpu.H100_SXM, maxContextTokens: 8_192, ...pools };
  const blue = pool(setting, 'blue', props);
  const green = rolls ? pool(setting, 'green', props) : blue;
  const moved = share === undefined ? {} : { rollout: { to: green, share } };
  const runtime = { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' } as const;
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: workflows,
    roles: {
      worker: {
        pool: end ? green : blue,
        contextTokens: 4_000,
        request: { inputTokens: 1_000, outputTokens: 200, perMinute: 1 },
        ...moved,
      },
    },
    runtime,
  });
  if (!secondFleet) return;
  new AgentFleet(stack, 'guests', {
    cluster,
    topology: Topology.flat({ agents: ['guest'] }),
    concurrentWorkflows: 10,
    roles: { guest: { pool: blue, contextTokens: 2_000 } },
    runtime,
  });
}

const crewPods = (of: Crew) => podsOf(research((setting) => crew(setting, of)));
const ROUTER = 'crew-router';

describe('a rollout', () => {
  const before = crewPods({});

  test.each(IS_LONG ? [0.05, 0.1, 0.25, 0.5, 0.9] : [0.05, 0.9])(
    'at share %p replaces the pods of the router alone, which it configures',
    (share) => {
      expect(replacedIn(before, crewPods({ share }))).toEqual([ROUTER]);
    },
  );

  test('ends without new pods of either pool', () => {
    expect(replacedIn(before, crewPods({ end: true }))).toEqual([ROUTER]);
  });
});

const ENGINES: readonly (readonly [string, Partial<InferencePoolProps>])[] = [
  ['vLLM', {}],
  ['SGLang', { engine: Engine.sglang() }],
  ['Ray Serve', { engine: Engine.rayServe() }],
  ['TensorRT-LLM', { engine: Engine.tensorRtLlm() }],
  ['TGI', { engine: Engine.textGenerationInference({ image: 'registry.example.com/tgi' }) }],
];

describe.each(ENGINES)('a fifth more or less demand of %s', (_, pools) => {
  const at = (workflows: number) => crewPods({ workflows, rolls: false, pools });
  const before = at(40);

  test('is asked of pods that are looked at', () => {
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['blue', 'crew-agents', ROUTER]));
  });

  test.each(IS_LONG ? [32, 36, 41, 44, 48] : [32, 48])(
    '%p workflows in place of 40 replace no pods of the pool and no agents',
    (workflows) => {
      expect(replacedIn(before, at(workflows)).filter((name) => name !== ROUTER)).toEqual([]);
    },
  );
});

test('another fleet on the pool does not start its engines anew', () => {
  const replaced = replacedIn(crewPods({ rolls: false }), crewPods({ rolls: false, secondFleet: true }));
  expect(replaced).not.toContain('blue');
});

test('the reference fleet grows and shrinks by a fifth with the pods that it has', () => {
  const at = (concurrentWorkflows: number) => {
    const app = new App({ outdir: temporaryOutdir() });
    referenceFleet(app, { concurrentWorkflows });
    return podsOf(templateOf(app, 'research'));
  };
  const before = at(25);
  // Keys admit what their fleet plans, and the router reads them at its start.
  for (const workflows of IS_LONG ? [20, 24, 26, 30] : [20, 30]) expect(replacedIn(before, at(workflows))).toEqual(['research-router']);
});
