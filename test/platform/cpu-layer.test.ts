/** Pods without GPUs beside the CPU nodes of their cluster. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import type { AgentRuntimeProps } from '../../lib/agents/agent-runtime-props';
import { ToolSandbox } from '../../lib/agents/tool-sandbox';
import { Gpu } from '../../lib/catalog/gpu';
import { reserveByLabels } from '../../lib/catalog/node-reserves';
import { spotNotice } from '../../lib/catalog/spot-notice';
import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import type { CpuPods } from '../../lib/platform/cpu-layer/cpu-pods';
import type { PlacedCpuPods } from '../../lib/platform/cpu-layer/placed-pods';
import {
  CHOSEN_NODE_RULES,
  CPU_LAYER_RULES,
  CPU_POD_PLACE_RULES,
  CPU_POD_ROOM_RULES,
  TAINTED_NODE_RULES,
} from '../../lib/platform/cpu-layer/rules';
import { type NodePoolProps, toNodePool } from '../../lib/platform/node-pool';
import type { NodeRoom } from '../../lib/platform/node-room';
import { DeploymentV1 } from '../../lib/terraform/kubernetes';
import { describeRules } from '../rules/cases';
import { research, type Setting } from '../setup/research-stack';

const CODES = /^AF-CLU-07/;
const CPU_NODES: NodePoolProps = { nodes: 3, cpuPerNode: 16, memoryGiBPerNode: 64, diskGiBPerNode: 100 };

/** Findings of CPU nodes, hints included; the errors of an app that is refused. */
function found(build: (setting: Setting) => void, nodePools: Readonly<Record<string, NodePoolProps>>, more: ClusterProps = {}): Finding[] {
  const all = () => {
    try {
      return research(({ stack }) => {
        build({ stack, cluster: Cluster.fromKubeconfig({ context: 'nodes', nodePools, ...more }) });
      }).plan().findings as readonly Finding[];
    } catch (error) {
      if (isFleetError(error)) return error.problems;
      throw error;
    }
  };
  return all().filter(({ code }) => CODES.test(code));
}

const runtime =
  (props: Partial<AgentRuntimeProps>) =>
  ({ stack, cluster }: Setting) =>
    void new AgentRuntime(stack, 'agents', { cluster, framework: 'langgraph', image: 'registry.example.com/agents:1.0.0', ...props });

const said = (findings: readonly Finding[]) => findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`);

test.each<[string, Partial<AgentRuntimeProps>, readonly string[]]>([
  [
    '100 pods of 64 CPUs and 2 TiB',
    { replicas: 100, resources: { cpu: '64', memory: '2Ti' } },
    ['error AF-CLU-073 research/agents', 'error AF-CLU-073 research/agents'],
  ],
  ['pods of which a node takes one', { replicas: 4, resources: { cpu: '9', memory: '1Gi' } }, ['error AF-CLU-074 research/agents']],
  [
    'more than all nodes have',
    { replicas: 50, resources: { cpu: '1', memory: '1Gi' } },
    ['error AF-CLU-074 research/agents', 'error AF-CLU-074 research/agents'],
  ],
  ['what fits', { replicas: 6, resources: { cpu: '4', memory: '8Gi' } }, []],
])('%s', (_, props, expected) => {
  expect(said(found(runtime(props), { cpu: CPU_NODES }))).toEqual(expected);
});

test('a message names the workload, what it asks and what a node has', () => {
  const [finding] = found(runtime({ resources: { cpu: '1', memory: '80Gi' } }), { cpu: CPU_NODES });
  expect(finding?.message).toBe(
    'a pod of Deployment agents asks for 80 GiB of memory, and of the 64 GiB of memory of a node of "cpu" pods get 63.9 GiB of memory',
  );
});

test('what the cloud of the GPU nodes keeps is kept of the CPU nodes as well', () => {
  const whole = runtime({ replicas: 1, resources: { cpu: '16', memory: '1Gi' } });
  expect(said(found(whole, { cpu: CPU_NODES }))).toEqual(['warning AF-CLU-073 research/agents']);
  const onGke = { ...CPU_NODES, labels: { 'cloud.google.com/gke-nodepool': 'cpu' } };
  expect(said(found(whole, { cpu: onGke }))).toEqual(['error AF-CLU-073 research/agents']);
});

test('nodes of which nobody says what they have are a hint, and on a strict cluster an error', () => {
  const [hint, ...others] = found(runtime({ resources: { cpu: '2', memory: '3Gi' } }), { cpu: { nodes: 1 } });
  expect(others).toEqual([]);
  expect([hint?.code, hint?.severity, hint?.prop]).toEqual(['AF-CLU-072', 'info', 'cluster.nodePools.cpu.cpuPerNode']);
  expect(hint?.message).toContain('the largest there ask for 2 CPUs, 3 GiB of memory, 2 GiB of disk');
  expect(said(found(runtime({ replicas: 100, resources: { cpu: '64', memory: '2Ti' } }), { cpu: { nodes: 1 } }, { strict: true }))).toEqual(
    ['error AF-CLU-072 research/agents'],
  );
});

test('pods of a sandbox go to nodes with its runtime class alone', () => {
  const sandbox = ({ stack, cluster }: Setting) =>
    void new ToolSandbox(stack, 'python', {
      cluster,
      image: 'registry.example.com/python:1.0.0',
      port: 8_080,
      runtimeClass: 'gvisor',
      resources: { cpu: '8', memory: '8Gi' },
    });
  const small: NodePoolProps = {
    ...CPU_NODES,
    cpuPerNode: 4,
    runtimeClasses: ['gvisor'],
    labels: { pool: 'gvisor' },
    taints: [{ key: 'sandbox', effect: 'NoSchedule' }],
  };
  expect(said(found(sandbox, { cpu: CPU_NODES, sandboxes: small }))).toEqual(['error AF-CLU-073 research/python']);
  expect(found(sandbox, { cpu: CPU_NODES, sandboxes: { ...small, cpuPerNode: 16 } })).toEqual([]);
});

const nodePool = (facts: Partial<NodePoolProps> = {}) => toNodePool('cpu', { nodes: 2, ...facts });
const sized = nodePool({ cpuPerNode: 16, memoryGiBPerNode: 64, diskGiBPerNode: 100 });
const reserve = reserveByLabels([]);
const pods = (asks: Partial<NodeRoom>, count: Partial<Pick<CpuPods, 'floor' | 'ceiling'>> = {}, nodes = sized): CpuPods => ({
  workload: 'Deployment agents',
  path: 'research/agents',
  asks: { cpu: 1, memoryGiB: 1, diskGiB: 1, ...asks },
  nodePools: [nodes],
  floor: 1,
  ceiling: 1,
  graceSeconds: 60,
  holdsData: false,
  images: [],
  ...count,
});
const layer = (one: CpuPods, nodePools = [sized]) => ({ cluster: 'prod', pods: [one], nodePools, reserve });

const placed = (one: CpuPods, more: Partial<PlacedCpuPods> = {}): PlacedCpuPods => ({
  ...one,
  reserve,
  declared: [sized],
  notice: undefined,
  environment: 'production',
  ...more,
});

describeRules('rules of one pod without GPUs', CPU_POD_ROOM_RULES, {
  'cpu-pod-fits-node': {
    violated: [placed(pods({ cpu: 17 })), placed(pods({ cpu: 16 }))],
    compliant: placed(pods({ cpu: 15 })),
    notApplicable: placed(pods({ cpu: 17 }, {}, nodePool())),
  },
});

const spot = nodePool({ purchase: 'spot', labels: { pool: 'spot' } });
const notice = spotNotice(['kubernetes.azure.com/agentpool']);

describeRules('rules of where pods without GPUs are placed', CPU_POD_PLACE_RULES, {
  'cpu-pod-has-nodes': {
    violated: [placed({ ...pods({}), nodePools: [] })],
    compliant: placed(pods({})),
    notApplicable: placed({ ...pods({}), nodePools: [] }, { declared: [nodePool({ runtimeClasses: ['gvisor'] })] }),
  },
  'data-on-staying-nodes': {
    violated: [
      placed({ ...pods({}, {}, spot), holdsData: true }),
      placed({ ...pods({}, {}, spot), nodePools: [spot, sized], holdsData: true }, { declared: [spot, sized] }),
    ],
    compliant: placed({ ...pods({}), holdsData: true }),
    notApplicable: placed(pods({}, {}, spot)),
  },
  'grace-within-spot-notice': {
    violated: [placed({ ...pods({}, {}, spot), graceSeconds: 31 }, { notice })],
    compliant: placed({ ...pods({}, {}, spot), graceSeconds: 30 }, { notice }),
    notApplicable: placed({ ...pods({}), graceSeconds: 600 }, { notice }),
  },
});

const chosen = (names: readonly string[], labels?: Readonly<Record<string, string>>) => ({
  cluster: 'prod',
  prop: 'cpuNodePools',
  names,
  nodePools: [
    toNodePool('agents', { nodes: 1, ...(labels === undefined ? {} : { labels }) }),
    toNodePool('gpu', { gpu: Gpu.L40S, nodes: 1 }),
  ],
});

describeRules('rules of node pools that are named', CHOSEN_NODE_RULES, {
  'chosen-nodes-there': { violated: [chosen(['agnets'])], compliant: chosen(['agents']), notApplicable: 'always' },
  'chosen-nodes-selected': {
    violated: [chosen(['agents'])],
    compliant: chosen(['agents'], { pool: 'agents' }),
    notApplicable: chosen(['gpu']),
  },
});

const tainted = { nodePool: 'agents', taints: [{ key: 'dedicated', effect: 'NoSchedule' as const }], users: [] };

describeRules('rules of taints', TAINTED_NODE_RULES, {
  'taint-tolerated': {
    violated: [tainted],
    compliant: { ...tainted, users: ['Deployment agents'] },
    notApplicable: { ...tainted, taints: [] },
  },
});

describeRules('rules of all pods without GPUs', CPU_LAYER_RULES, {
  'cpu-layer-fits-nodes': {
    violated: [layer(pods({ cpu: 2 }, { floor: 17, ceiling: 17 })), layer(pods({ cpu: 2 }, { floor: 2, ceiling: 17 }))],
    compliant: layer(pods({ cpu: 2 }, { floor: 2, ceiling: 10 })),
    notApplicable: layer(pods({ cpu: 2 }, { floor: 17 }), [nodePool()]),
  },
});

test('each resource is read as often in a stack of many namespaces as in a stack of two', () => {
  const writtenPerNamespace = (namespaces: number) => {
    const written = jest.spyOn(DeploymentV1.prototype, 'toTerraform');
    const inEach = ({ stack, cluster }: Setting) => {
      for (let index = 0; index < namespaces; index += 1) {
        const runtimeOf = { cluster, framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' } as const;
        new AgentRuntime(stack, `agents-${index}`, { ...runtimeOf, namespace: `team-${index}` });
      }
    };
    try {
      found(inEach, { cpu: CPU_NODES });
      return written.mock.calls.length / namespaces;
    } finally {
      written.mockRestore();
    }
  };
  const ofTwo = writtenPerNamespace(2);
  expect(ofTwo).toBeGreaterThan(0);
  expect(writtenPerNamespace(6)).toBe(ofTwo);
});
