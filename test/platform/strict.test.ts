/** On a strict cluster whatever nobody knows is refused, whichever construct says it. */
import type { Release } from '@cdktf/provider-helm/lib/release';
import type { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import {
  AgentFleet,
  AgentRuntime,
  FleetPlatform,
  Gpu,
  InferencePool,
  isFleetError,
  Model,
  Namespace,
  ObservabilityStack,
  StateStore,
  ToolSandbox,
  Topology,
} from 'cdktf-agent-fleet';
import type { ClusterProps } from '../../lib/platform/cluster';
import { pool, research, type Setting } from '../setup/research-stack';

const runtime = { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' } as const;

function crew(setting: Setting): AgentFleet {
  const embeddings = new InferencePool(setting.stack, 'embedder', {
    cluster: setting.cluster,
    model: Model.BGE_M3,
    gpu: Gpu.L4,
    maxContextTokens: 8_192,
  });
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: pool(setting, 'small'), contextTokens: 4_000 } },
    embeddings,
    runtime,
  });
}

const cases: [string, (setting: Setting) => void, ClusterProps?][] = [
  [
    'AF-CPU-023',
    ({ stack, cluster }) =>
      void new ToolSandbox(stack, 'python', { cluster, image: 'registry.example.com/python:1.0.0', port: 8_080, runtimeClass: 'gvisor' }),
  ],
  [
    'AF-PLT-011',
    (setting) => {
      new FleetPlatform(setting.stack, 'operators', { cluster: setting.cluster, prometheus: 'existing' });
      new ObservabilityStack(setting.stack, 'watch', { cluster: setting.cluster, fleets: [crew(setting)] });
    },
  ],
  [
    'AF-SEC-012',
    ({ stack, cluster }) => void new AgentRuntime(stack, 'agents', { cluster, namespace: Namespace.existing('theirs'), ...runtime }),
    { mesh: 'istio-ambient' },
  ],
  ['AF-SPEC-024', (setting) => (pool(setting, 'part').node.findChild('deployment') as DeploymentV1).addOverride('spec.replicas', 9)],
  [
    'AF-SPEC-024',
    ({ stack, cluster }) => {
      new StateStore(stack, 'state', { cluster });
      const release = stack.node.findChild('custom-objects-research').node.findChild('Resource') as Release;
      release.values = ['objects: []'];
    },
  ],
  ['AF-ENG-052', (setting) => void crew(setting)],
  [
    'AF-LAT-002',
    (setting) =>
      void new AgentFleet(setting.stack, 'crew', {
        cluster: setting.cluster,
        topology: Topology.flat({ agents: ['writer'] }),
        concurrentWorkflows: 2,
        roles: {
          writer: {
            pool: pool(setting, 'small'),
            contextTokens: 8_000,
            latency: 'chat',
            request: { inputTokens: 7_500, outputTokens: 200 },
          },
        },
        runtime,
      }),
  ],
];

test.each(cases)('%s', (code, build, options = {}) => {
  const found = research(build, options)
    .plan()
    .findings.filter((finding) => finding.code === code);
  expect(found).not.toEqual([]);
  for (const { severity } of found) expect(severity).not.toBe('error');
  const told = refusedOn({ ...options, strict: true }, build).filter((problem) => problem.code === code);
  expect(told).toHaveLength(found.length);
  for (const problem of told) {
    expect(problem).toMatchObject({ severity: 'error', message: expect.stringContaining('the cluster is strict') });
    expect(problem.repairs.length).toBeGreaterThan(1);
  }
});

test('what is judged on a cluster is judged for what that cluster is for, also where no pool and no fleet is', () => {
  const template = research(({ stack, cluster }) => void new AgentRuntime(stack, 'agents', { cluster, ...runtime }), {
    environment: 'development',
  });
  expect(template.plan().checks?.environment).toBe('development');
});

function refusedOn(options: ClusterProps, build: (setting: Setting) => void) {
  try {
    research(build, options);
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
  throw new Error('the app was synthesized');
}
