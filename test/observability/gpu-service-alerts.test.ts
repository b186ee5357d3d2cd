/**
 * Which alerts a tool on GPUs of each kind has, that each has a fault, and whose tools are watched. `npm run e2e -- --only alerts` asks a real Prometheus that they are
 * silent on a healthy tool and loud on the fault.
 */
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  GpuService,
  McpServer,
  ObservabilityStack,
  type ObservabilityStackProps,
  ToolSandbox,
  Topology,
} from 'cdktf-agent-fleet';
import { groupsOfService, SERVICE_FAULTS, SERVICE_KINDS, type ServiceKind } from '../../e2e/alerts/gpu-service-kinds';
import { serviceFaultTests, serviceSilenceTests } from '../../e2e/alerts/gpu-service-tests';
import { alertsIn, keyOf } from '../../e2e/alerts/kinds';
import type { ClusterProps } from '../../lib/platform/cluster';
import { foundIn, pool, problemsOf, research, type Setting } from '../setup/research-stack';

const kinds = Object.entries(SERVICE_KINDS);
const alertsOf = (name: string) =>
  alertsIn(groupsOfService(SERVICE_KINDS[name] as ServiceKind))
    .filter(({ labels }) => 'gpu_service' in labels)
    .map((rule) => keyOf(rule).replace('GpuService', ''));

test('every alert of every kind has a fault, and every fault an alert', () => {
  const keys = kinds.flatMap(([, kind]) =>
    alertsIn(groupsOfService(kind))
      .filter(({ labels }) => 'gpu_service' in labels)
      .map(keyOf),
  );
  expect([...new Set(keys)].sort()).toEqual(Object.keys(SERVICE_FAULTS).sort());
});

test.each(kinds)('a tool (%s) is asked in health by all of its rules, and at each fault by the alert and what it reads', (_, kind) => {
  const rules = groupsOfService(kind).flatMap((group) => group.rules.map(({ expr }) => expr));
  for (const { groups, checks } of serviceSilenceTests(kind)) {
    expect(groups.flatMap((group) => group.rules.map(({ expr }) => expr))).toEqual(rules);
    expect(checks.length).toBeGreaterThan(15);
  }
  for (const { name, groups, checks } of serviceFaultTests(kind)) {
    expect(alertsIn(groups).map(keyOf)).toEqual([name.split(':')[0]]);
    expect(checks.map(({ value }) => value)).toEqual([0, 1, 0]);
  }
});

test('what a tool does not tell has no alert', () => {
  expect(alertsOf('without metrics')).toEqual(['Down critical', 'MemoryHigh warning', 'MemoryHigh critical', 'Idle info']);
  expect(alertsOf('with a queue alone')).toEqual([
    'Down critical',
    'QueueLong warning',
    'QueueLong critical',
    'Silent warning',
    'MemoryHigh warning',
    'MemoryHigh critical',
    'Idle info',
  ]);
  expect(alertsOf('with all metrics')).toEqual([
    'Down critical',
    'BelowFloor warning',
    'QueueLong warning',
    'QueueLong critical',
    'Slow warning',
    'Silent warning',
    'MemoryHigh warning',
    'MemoryHigh critical',
    'Idle info',
  ]);
});

test('what a card that others share, or that no exporter reports, does is held against nobody', () => {
  for (const name of ['on a shared card', 'on AMD']) expect(alertsOf(name).filter((key) => /Idle|Memory/.test(key))).toEqual([]);
  const rules = groupsOfService(SERVICE_KINDS['on a shared card'] as ServiceKind).flatMap((group) => [...group.rules]);
  expect(JSON.stringify(rules)).not.toContain('DCGM');
});

test('each alert says in a sentence what is wrong and in another what to do', () => {
  for (const { annotations } of kinds.flatMap(([, kind]) => alertsIn(groupsOfService(kind)))) {
    expect(annotations.summary).toMatch(/^[a-z0-9/-]+: \S/);
    expect(annotations.description.length).toBeGreaterThan(40);
  }
});

const NODES: ClusterProps = {
  nodePools: {
    l40s: { gpu: Gpu.L40S, gpusPerNode: 8, nodes: 2, usdPerGpuHour: 1, priceAsOf: '2026-11-01' },
    cpu: { nodes: 3 },
    sandboxes: { nodes: 2, runtimeClasses: ['gvisor'] },
  },
};
const tool = ({ stack, cluster }: Setting, name: string) =>
  new GpuService(stack, name, {
    cluster,
    image: 'registry.example.com/tool:1.0.0',
    port: 8000,
    gpu: Gpu.L40S,
    memoryGiBPerGpu: 20,
    metrics: { requestsWaiting: 'queue' },
  });

/** Agents that draw themselves, and hear and run code through others; `elsewhere` belongs to nobody of theirs. */
function watched(setting: Setting, props: Pick<ObservabilityStackProps, 'budget'> = {}): ObservabilityStack {
  const { stack, cluster } = setting;
  const [images, speech, numbers, elsewhere] = ['images', 'speech', 'numbers', 'elsewhere'].map((name) => tool(setting, name)) as [
    GpuService,
    GpuService,
    GpuService,
    GpuService,
  ];
  new AgentRuntime(stack, 'others', { cluster, framework: 'custom', image: 'registry.example.com/others:1.0.0', services: [elsewhere] });
  const sandbox = new ToolSandbox(stack, 'sandbox', {
    cluster,
    image: 'registry.example.com/sandbox:1.0.0',
    port: 8080,
    runtimeClass: 'gvisor',
    services: [numbers],
  });
  const hearing = new McpServer(stack, 'hearing', {
    cluster,
    image: 'registry.example.com/hearing:1.0.0',
    port: 8000,
    services: [speech, images, sandbox],
  });
  const fleet = new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 4,
    roles: { worker: { pool: pool(setting, 'writers', { gpu: Gpu.L40S, maxContextTokens: 8_192 }), contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
    services: [images, hearing],
  });
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], ...props });
}

describe('a fleet', () => {
  test('has the tools watched that its agents use, themselves and through MCP servers and sandboxes, each once', () => {
    let stack: ObservabilityStack | undefined;
    const template = research((setting) => {
      stack = watched(setting);
    }, NODES);
    const named = stack?.ruleGroups().map(({ name }) => name) ?? [];
    expect(named.filter((name) => name.endsWith('gpu-service-alerts')).sort()).toEqual(
      ['images', 'numbers', 'speech'].map((name) => `${name}-gpu-service-alerts`),
    );
    expect(foundIn(template).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test("of the user's own names its tools, and what is none is told", () => {
    const watch = (gpuServices: unknown) => (setting: Setting) => {
      const fleet = { name: 'others', pools: () => [], latencyOf: () => 'background', gpuServices };
      new ObservabilityStack(setting.stack, 'observability', { cluster: setting.cluster, fleets: [fleet as never] });
    };
    for (const wrong of ['images', ['images'], [{ name: 'images' }], [{ observed: { name: 'images' } }]])
      expect(problemsOf(watch(wrong))[0]).toMatchObject({ code: 'AF-SPEC-001', prop: 'fleets.0' });
    const found = problemsOf((setting) => watch([tool(setting, 'images')])(setting));
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('pays for them out of the budget that is watched', () => {
    const cluster = () => Cluster.fromKubeconfig({ context: 'prod-eu', ...NODES });
    const floor = (budget: number) =>
      problemsOf((setting) => void watched({ ...setting, cluster: cluster() }, { budget: { usdPerHour: budget } }));
    const [found] = floor(3).filter(({ code }) => code === 'AF-COST-010');
    expect(found?.message).toContain('$4.00');
    expect(floor(4).filter(({ code }) => code === 'AF-COST-010')).toEqual([]);
  });
});
