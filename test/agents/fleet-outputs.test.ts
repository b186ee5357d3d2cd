import { TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  FleetOutputs,
  type FleetOutputsProps,
  Gpu,
  InferencePool,
  isFleetError,
  Model,
  ObservabilityStack,
  Topology,
} from 'cdktf-agent-fleet';
import { templateOf } from '../setup/template-of';

function fleetIn(stack: TerraformStack, id: string, name?: string): AgentFleet {
  const cluster = Cluster.fromKubeconfig({ context: 'c' });
  const pool = new InferencePool(stack, `${id}-model`, {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    quantization: 'fp8',
    maxContextTokens: 8_192,
  });
  return new AgentFleet(stack, id, {
    ...{ cluster, topology: Topology.flat({ agents: ['writer'] }), concurrentWorkflows: 2, ...(name === undefined ? {} : { name }) },
    roles: { writer: { pool, contextTokens: 2_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
  });
}

function written(build: (stack: TerraformStack) => void): Record<string, { value: unknown; sensitive?: boolean }> {
  const app = Testing.app();
  build(new TerraformStack(app, 'team'));
  return (templateOf(app, 'team').json as unknown as { output?: Record<string, { value: unknown }> }).output ?? {};
}

test('a pipeline finds the router, its key, the models, the pools and the dashboard by name', () => {
  const outputs = written((stack) => {
    const fleet = fleetIn(stack, 'support-bot');
    const observability = new ObservabilityStack(stack, 'observability', { cluster: fleet.cluster, fleets: [fleet] });
    new FleetOutputs(stack, 'outputs', { fleet, observability });
  });
  expect(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))).toEqual({
    support_bot_router_url: 'http://support-bot-router.team.svc.cluster.local:4000/v1',
    support_bot_router_key: { namespace: 'team', secret: 'support-bot-router-key-support-bot-agents', key: 'password' },
    support_bot_namespace: 'team',
    support_bot_models: { writer: 'writer' },
    support_bot_pools: {
      'support-bot-model': { url: 'http://support-bot-model.team.svc.cluster.local:8000/v1', servedName: expect.any(String) },
    },
    support_bot_dashboard_uid: expect.stringMatching(/^agent-fleet-[0-9a-z]+$/),
  });
});

test('the uid is that of the dashboard', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'team');
  const fleet = fleetIn(stack, 'bot');
  const observability = new ObservabilityStack(stack, 'observability', { cluster: fleet.cluster, fleets: [fleet] });
  const { addresses } = new FleetOutputs(stack, 'outputs', { fleet, observability });
  expect(JSON.parse(observability.dashboardJson()).uid).toBe(addresses.dashboardUid);
});

test('without a dashboard none is named', () => {
  const outputs = written((stack) => {
    const fleet = fleetIn(stack, 'bot');
    const observability = new ObservabilityStack(stack, 'observability', { cluster: fleet.cluster, fleets: [fleet], dashboards: false });
    new FleetOutputs(stack, 'outputs', { fleet, observability });
    new FleetOutputs(stack, 'others', { fleet: fleetIn(stack, 'other') });
  });
  expect(Object.keys(outputs).filter((name) => name.endsWith('uid'))).toEqual([]);
  expect(Object.keys(outputs)).toHaveLength(10);
});

test('another stack uses the addresses without asking Terraform', () => {
  const app = Testing.app();
  const { addresses } = new FleetOutputs(new TerraformStack(app, 'a'), 'outputs', { fleet: fleetIn(new TerraformStack(app, 'b'), 'bot') });
  expect(addresses.routerUrl).toBe('http://bot-router.b.svc.cluster.local:4000/v1');
});

test('one name would be written out twice: refused', () => {
  const twice = () =>
    written((stack) => {
      const fleet = fleetIn(stack, 'bot');
      new FleetOutputs(stack, 'outputs', { fleet });
      new FleetOutputs(stack, 'again', { fleet });
    });
  expect(twice).toThrow(/bot/);
  expect(twice).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ prop: 'fleet' })] }));
});

test.each<[string, object, string]>([
  ['no fleet', {}, 'fleet'],
  ['the name of a fleet', { fleet: 'bot' }, 'fleet'],
  ['something that looks like one', { fleet: { name: 'bot', router: {}, pools: () => [] } }, 'fleet'],
  ['an observability stack of another kind', { observability: {} }, 'observability'],
  ['an unknown prop', { dashboards: true }, 'dashboards'],
])('%s is refused by name', (_, props, prop) => {
  const stack = new TerraformStack(Testing.app(), 's');
  const given = 'fleet' in props || prop === 'fleet' ? props : { fleet: fleetIn(stack, 'bot'), ...props };
  try {
    new FleetOutputs(stack, 'outputs', given as FleetOutputsProps);
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems.map((problem) => problem.prop)).toEqual([prop]);
    return;
  }
  throw new Error('accepted');
});
