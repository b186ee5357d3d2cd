/** Budgets of fleets and clusters, as programs write them. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, type AgentFleetProps, type Budget, Cluster, Gpu, InferencePool, Model, Scaling, Topology } from 'cdktf-agent-fleet';
import { refusalOf, synthesize } from '../examples/support';

interface Given {
  readonly fleet?: unknown;
  readonly cluster?: unknown;
  readonly usdPerGpuHour?: number;
  readonly strict?: boolean;
  readonly max?: number;
  readonly gpu?: Gpu;
}

/** Two replicas on two GPUs. */
const app =
  ({ fleet, cluster: ofCluster, usdPerGpuHour = 2, strict = false, max = 2, gpu = Gpu.H100_SXM }: Given) =>
  (root: App) => {
    const price = usdPerGpuHour > 0 ? { usdPerGpuHour, priceAsOf: '2026-11-01' } : {};
    const cluster = Cluster.fromKubeconfig({
      context: 'prod',
      strict,
      nodePools: { gpus: { gpu, nodes: 8, ...price }, cpu: { nodes: 2 } },
      ...(ofCluster === undefined ? {} : { budget: ofCluster as Budget }),
    });
    const stack = new TerraformStack(root, 's');
    const pool = new InferencePool(stack, 'p', {
      cluster,
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      gpu,
      maxContextTokens: 8_192,
      ...(max > 2 ? { scaling: Scaling.queueDepth({ min: 2, max }) } : { replicas: 2 }),
    });
    const props: AgentFleetProps = {
      cluster,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 4,
      roles: { writer: { pool, contextTokens: 4_000 } },
      sessionStore: false,
      stateStore: false,
      runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0', replicas: 2 },
      ...(fleet === undefined ? {} : { budget: fleet as Budget }),
    };
    new AgentFleet(stack, 'f', props);
  };

const found = (given: Given) =>
  synthesize(app(given), 's')
    .plan()
    .findings.filter(({ code }) => /^AF-COST-00[78]$/.test(code))
    .map(({ code, severity, path }) => `${code} ${severity} ${path}`);

const refused = (given: Given) => refusalOf(app(given)).problems.map(({ code, path, prop }) => `${code} ${path} ${prop}`);

test.each<[string, Given]>([
  ['of a fleet, by the hour', { fleet: { usdPerHour: 4 } }],
  ['of a fleet, by the month', { fleet: { usdPerMonth: 2_880 } }],
  ['of a cluster', { cluster: { usdPerHour: 4, usdPerMonth: 2_880 } }],
])('a budget %s that is met is kept', (_, given) => {
  expect(found(given)).toEqual([]);
});

test.each<[string, Given, string]>([
  ['a fleet by the hour', { fleet: { usdPerHour: 3.99 } }, 'AF-COST-007 s/f budget.usdPerHour'],
  ['a fleet by the month', { fleet: { usdPerMonth: 2_879 } }, 'AF-COST-007 s/f budget.usdPerMonth'],
  ['a cluster by the hour', { cluster: { usdPerHour: 3.99 } }, 'AF-COST-007 s/p budget.usdPerHour'],
])('%s that costs more is refused', (_, given, problem) => {
  expect(refused(given)).toEqual([problem]);
});

test('the refusal says the cost, the budget, the part, and what to do', () => {
  const { message } = refusalOf(app({ fleet: { usdPerHour: 3 } }));
  expect(message).toContain('fleet f costs $4.00/h with what must always fit; its budget is $3.00/h');
  expect(message).toContain('role writer $4.00/h');
  expect(message).toContain('budget.usdPerHour: 4');
});

test('scaling beyond the budget is a warning', () => {
  expect(found({ fleet: { usdPerHour: 4 }, max: 4 })).toEqual(['AF-COST-007 warning s/f']);
  expect(found({ cluster: { usdPerHour: 4 }, max: 4 })).toEqual(['AF-COST-007 warning s/p']);
});

test('an unknown price is a warning, and refused where the cluster is strict', () => {
  const gpu = Gpu.custom({ ...Gpu.H100_SXM.facts, id: 'unpriced-card', name: 'Unpriced card' });
  const given = { fleet: { usdPerHour: 1 }, cluster: { usdPerMonth: 1 }, gpu, usdPerGpuHour: 0 };
  expect(found(given)).toEqual(['AF-COST-008 warning s/f', 'AF-COST-008 warning s/p']);
  expect(refused({ ...given, strict: true })).toEqual(
    expect.arrayContaining(['AF-COST-008 s/f budget.usdPerHour', 'AF-COST-008 s/p budget.usdPerMonth']),
  );
});

test('the plan says the budget of a fleet', () => {
  const { fleets } = synthesize(app({ fleet: { usdPerHour: 5 } }), 's').plan();
  expect(fleets[0]?.budget).toEqual({ usdPerHour: 5 });
});

test.each([
  {},
  { usdPerHour: 0 },
  { usdPerHour: -1 },
  { usdPerHour: '5' },
  { usdPerHour: Number.NaN },
  { usdPerHour: Number.POSITIVE_INFINITY },
  { perDay: 5 },
  { usdPerHour: 5, perYear: 1 },
  5,
  null,
  [],
])('a budget of %j is refused, of a fleet and of a cluster', (budget) => {
  for (const given of [{ fleet: budget }, { cluster: budget }])
    expect(() => synthesize(app(given), 's')).toThrow(/AF-SPEC-00[12]\].*budget/s);
});
