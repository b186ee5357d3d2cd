/** Alerts that follow from the plan: little used is what an API would do for less, and an overload is ten waiting requests for each GPU. */
import { TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  ObservabilityStack,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';

const API = { name: 'small', input: 0.4, output: 0.4, asOf: '2026-03-24' };
const REQUEST = { inputTokens: 600, outputTokens: 350, perMinute: 0.2 };

function alertsOf(name: string, { roles, pool = {} }: { roles: Readonly<Record<string, object>>; pool?: Partial<InferencePoolProps> }) {
  const stack = new TerraformStack(Testing.app(), 's');
  const h100 = { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 1, usdPerGpuHour: 2.4, priceAsOf: '2026-03-24' };
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { h100, cpu: { nodes: 2 } } });
  const model = new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    ...pool,
  });
  const fleet = new AgentFleet(stack, 'f', {
    cluster,
    topology: Topology.flat({ agents: Object.keys(roles) }),
    concurrentWorkflows: 10,
    roles: Object.fromEntries(Object.entries(roles).map(([role, props]) => [role, { pool: model, contextTokens: 4_000, ...props }])),
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
    sessionStore: false,
    stateStore: false,
  });
  const rules = new ObservabilityStack(stack, 'o', { cluster, fleets: [fleet] }).ruleGroups().flatMap((group) => group.rules);
  return rules.flatMap((rule) => ('alert' in rule && rule.alert === `AgentFleet${name}` && rule.labels['pool'] === 'model' ? [rule] : []));
}

describe('a pool that is little used', () => {
  test('is one whose tokens an API would make for less: the cost of a day against its price', () => {
    const [rule] = alertsOf('PoolUnderused', { roles: { writer: { request: REQUEST, apiAlternative: API } } });
    expect(rule?.expr).toMatch(/^sum\(sum_over_time\(agent_fleet:cost_usd_per_hour:sum\{.*\}\[1d\]\)\) \/ clamp_min\(0\.00144 \* \(/);
    expect(rule?.annotations.description).toContain('times what small takes for the same tokens, $0.4 a million');
  });

  test('has the price of its own mix of tokens', () => {
    const apiAlternative = { ...API, input: 1, output: 5 };
    const [rule] = alertsOf('PoolUnderused', { roles: { writer: { request: REQUEST, apiAlternative } } });
    expect(rule?.annotations.description).toContain(`$${Number(((600 * 1 + 350 * 5) / 950).toFixed(4))} a million`);
  });

  test.each([
    ['no API is named', { writer: { request: REQUEST } }],
    ['nobody says how often the role asks', { writer: { apiAlternative: API } }],
    ['several roles share it', { writer: { request: REQUEST, apiAlternative: API }, editor: {} }],
  ])('is one whose GPUs idle where %s', (_, roles) => {
    const [rule] = alertsOf('PoolUnderused', { roles });
    expect(rule?.expr).toMatch(/^avg_over_time\(agent_fleet:gpu_engine_active:avg\{.*\}\[1d\]\) < 0\.3 and /);
  });
});

describe('a queue in overload', () => {
  test.each([
    [1, 10],
    [2, 20],
    [4, 40],
  ])('on %d GPUs a replica is at %d waiting requests', (gpusPerReplica, waiting) => {
    const alerts = alertsOf('QueueLong', { roles: { writer: {} }, pool: { gpusPerReplica } });
    expect(alerts.map(({ expr }) => expr.split(' > ')[1])).toEqual(['5', String(waiting)]);
  });

  test('is never told before a warm floor has begun to grow', () => {
    const scaling = Scaling.warmFloor({ min: 2, max: 4 });
    const [, critical] = alertsOf('QueueLong', { roles: { writer: {} }, pool: { gpusPerReplica: 2, scaling } });
    const perReplica = 2 * 10; // waitingPerGpu of the floor, whose default is 10
    expect(Number(critical?.expr.split(' > ')[1])).toBe(perReplica);
  });
});
