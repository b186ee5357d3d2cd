/** The name on the cluster is the id of the construct unless `name` says otherwise; then the id matters to Terraform alone. */
import { TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  ObservabilityStack,
  Scaling,
  SessionStore,
  StateStore,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { problemsIn } from '../support/problems-in';

const IDS = ['workers', 'router', 'sessions', 'state', 'batch', 'research', 'watch'] as const;
type Name = (typeof IDS)[number];

const base = { model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
const image = 'registry.example.com/agents:1.0.0';

/** Every construct with a name, under ids of our choice. */
function fleet(idOf: (name: Name) => string, isNamed: boolean) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  const cluster = Cluster.inCluster();
  const as = (name: Name) => (isNamed ? { cluster, name } : { cluster });
  const pool = new InferencePool(stack, idOf('workers'), {
    ...as('workers'),
    ...base,
    weights: Weights.claim({ storageClass: 'rwx' }),
    scaling: Scaling.queueDepth({ min: 1, max: 2 }),
  });
  const sessionStore = new SessionStore(stack, idOf('sessions'), as('sessions'));
  const stateStore = new StateStore(stack, idOf('state'), { ...as('state'), vector: true });
  const router = new LiteLLMRouter(stack, idOf('router'), { ...as('router'), sessionStore });
  new AgentRuntime(stack, idOf('batch'), { ...as('batch'), framework: 'custom', image, services: [router, sessionStore, stateStore] });
  const research = new AgentFleet(stack, idOf('research'), {
    ...as('research'),
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image },
  });
  new ObservabilityStack(stack, idOf('watch'), { ...as('watch'), fleets: [research] });
  return FleetTemplate.synth(app, 's');
}

/** Without the path of a construct, which is what a renamed id changes. */
const withoutPaths = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part) => (['path', 'poolPath', 'usedBy'].includes(key) ? undefined : part))) as unknown;

describe('with names, another id changes nothing on the cluster', () => {
  const before = fleet((name) => name, false);
  const after = fleet((name) => `${name}-of-another-id`, true);

  test('the objects are the same', () => {
    expect(before.manifests().length).toBeGreaterThan(40);
    const sorted = (template: FleetTemplate) =>
      template
        .manifests()
        .map((object) => JSON.stringify(object))
        .sort();
    expect(sorted(after)).toEqual(sorted(before));
  });

  test('the plan is the same but for the paths', () => {
    expect(withoutPaths(after.plan())).toEqual(withoutPaths(before.plan()));
  });

  test('names that are the ids change nothing at all', () => {
    expect(fleet((name) => name, true).json).toEqual(before.json);
  });
});

const stackWith = (make: (stack: TerraformStack, cluster: Cluster) => void) => {
  const app = Testing.app();
  make(new TerraformStack(app, 's'), Cluster.inCluster());
  return app;
};
function problemsOf(make: (stack: TerraformStack, cluster: Cluster) => void) {
  return problemsIn(() => FleetTemplate.synth(stackWith(make), 's'));
}

test.each(['Planner', 'a_b', '1st', '', 'a.b', 'a-', 'x'.repeat(64), '${var.name}', 7, null])('%j is no name', (name) => {
  const make = (stack: TerraformStack, cluster: Cluster) => new InferencePool(stack, 'p', { ...base, cluster, name: name as string });
  expect(problemsOf(make)).toContainEqual(expect.objectContaining({ path: 's/p', prop: 'name', severity: 'error' }));
});

test.each<[string, number, (stack: TerraformStack, cluster: Cluster, name: string) => unknown]>([
  ['a pool', 54, (stack, cluster, name) => new InferencePool(stack, 'p', { ...base, cluster, name })],
  ['a session store', 52, (stack, cluster, name) => new SessionStore(stack, 'p', { cluster, name })],
  ['a state store', 50, (stack, cluster, name) => new StateStore(stack, 'p', { cluster, name })],
])('the name of %s has at most %d characters, and the repair is such a name', (_, most, make) => {
  const problems = (length: number) => problemsOf((stack, cluster) => make(stack, cluster, 'n'.repeat(length)));
  expect(problems(most)).toEqual([]);
  const [problem, ...others] = problems(most + 1);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'AF-SPEC-006', prop: 'name', value: 'n'.repeat(most + 1) });
  expect(String(problem?.repairs[0])).toMatch(new RegExp(`^name: '[a-z0-9-]{1,${most}}'$`));
});

test('a name that a sibling has, as name or as id, is refused at the second', () => {
  const twice = (first: { id: string; name?: string }, second: { id: string; name?: string }) =>
    problemsOf((stack, cluster) => {
      for (const { id, ...props } of [first, second]) new SessionStore(stack, id, { cluster, ...props });
    }).find(({ code, path }) => code === 'AF-SPEC-021' && path === `s/${second.id}`);
  expect(twice({ id: 'a', name: 'same' }, { id: 'b', name: 'same' })).toMatchObject({
    prop: 'name',
    value: 'same',
    repairs: ["name: 'same-2'", 'give each its own name'],
  });
  expect(twice({ id: 'same' }, { id: 'b', name: 'same' })).toMatchObject({ prop: 'name', value: 'same' });
  expect(twice({ id: 'a', name: 'same' }, { id: 'same' })).toMatchObject({ prop: 'id', value: 'same' });
  expect(twice({ id: 'a', name: 'one' }, { id: 'b', name: 'two' })).toBeUndefined();
});

test('a pool with a name that its engine reads as a variable gets another name as a repair', () => {
  const [problem] = problemsOf((stack, cluster) => new InferencePool(stack, 'p', { ...base, cluster, name: 'vllm' }));
  expect(problem).toMatchObject({ code: 'AF-SPEC-006', prop: 'name', value: 'vllm', repairs: ["name: 'vllm-model'"] });
  const [byId] = problemsOf((stack, cluster) => new InferencePool(stack, 'vllm', { ...base, cluster }));
  expect(byId).toMatchObject({ code: 'AF-SPEC-006', prop: 'id', value: 'vllm', repairs: ["new InferencePool(stack, 'vllm-model', …)"] });
  for (const one of [problem, byId]) expect(one?.message).toMatch(/"vllm" cannot be that of a Service here: .*VLLM_PORT/);
});

test('the runtime of a fleet may have a name of its own; the other parts follow that of the fleet', () => {
  const app = stackWith((stack, cluster) => {
    const pool = new InferencePool(stack, 'p', { ...base, cluster });
    new AgentFleet(stack, 'crew', {
      cluster,
      name: 'research',
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 2,
      roles: { writer: { pool, contextTokens: 4_000 } },
      runtime: { framework: 'langgraph', image, name: 'brain' },
    });
  });
  const names = FleetTemplate.synth(app, 's')
    .manifests()
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Cluster'].includes(kind))
    .map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual(['brain', 'p', 'research-router', 'research-sessions', 'research-state']);
});

test.each([
  ['a name', 'n'.repeat(63), undefined],
  ['an id', 'research', 'r'.repeat(63)],
])('%s of 63 letters is enough for a fleet: the names of its parts are cut, and none is the other', (_, id, name) => {
  const app = stackWith((stack, cluster) => {
    const pool = new InferencePool(stack, 'p', { ...base, cluster });
    new AgentFleet(stack, id, {
      cluster,
      ...(name === undefined ? {} : { name }),
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 2,
      roles: { writer: { pool, contextTokens: 4_000 } },
      runtime: { framework: 'langgraph', image },
    });
  });
  const names = FleetTemplate.synth(app, 's')
    .manifests()
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Cluster'].includes(kind))
    .map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(5);
  for (const one of names) expect(one.length).toBeLessThanOrEqual(63);
});

test('an id that is not a valid name is reported by the parts that would have it, for the id', () => {
  const problems = problemsOf((stack, cluster) => {
    const pool = new InferencePool(stack, 'p', { ...base, cluster });
    new AgentFleet(stack, 'Crew', {
      cluster,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 2,
      roles: { writer: { pool, contextTokens: 4_000 } },
      runtime: { framework: 'langgraph', image },
    });
  });
  expect(problems.map(({ code, prop }) => `${code} ${prop}`)).toEqual(Array(4).fill('AF-SPEC-006 id'));
});
