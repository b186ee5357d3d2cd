/** CPU, memory and disk of nodes: pods on GPUs that find their GPU, and nothing beside it. */
import { GpuService } from '../../lib/agents/gpu-service';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';
import { Scaling } from '../../lib/elasticity/scaling';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Weights } from '../../lib/inference/weights';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import type { NodePoolProps } from '../../lib/platform/node-pool';
import { Nodes } from '../../lib/platform/nodes';
import { manifest, problemsOf, research, type Setting } from '../setup/research-stack';
import { repairTexts } from '../support/repairs';

const SMALL = { model: Model.QWEN3_8B, gpu: Gpu.L4, maxContextTokens: 8_192, quantization: 'fp8', weights: Weights.claim() } as const;
const CODES = /^AF-CLU-0(4|70|71|72)/;

type Pools = Readonly<Record<string, NodePoolProps>>;

/** What is found of CPU, memory and disk of the nodes of one pool. */
const found = (nodePools: Pools, props: Partial<InferencePoolProps> = {}, options: ClusterProps = {}): Finding[] =>
  all(({ stack }) => {
    const cluster = Cluster.fromKubeconfig({ context: 'nodes', nodePools, ...options });
    new InferencePool(stack, 'p', { cluster, ...SMALL, ...props });
  }).filter(({ code }) => CODES.test(code));

/** Findings of an app that is accepted, hints included; the errors of another. */
function all(build: (setting: Setting) => void): readonly Finding[] {
  try {
    return research(build).plan().findings as Finding[];
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
}

const said = (findings: readonly Finding[]) => findings.map(({ code, severity, prop }) => `${severity} ${code} ${prop}`);

/** CPU and memory that the container of the pool asks for. */
const asked = (nodePools: Pools, props: Partial<InferencePoolProps> = {}) => {
  const template = research(({ stack }) => {
    const cluster = Cluster.fromKubeconfig({ context: 'nodes', nodePools });
    new InferencePool(stack, 'p', { cluster, ...SMALL, ...props });
  });
  const { spec } = manifest<{ spec: { template: { spec: { containers: { resources: { requests: Record<string, string> } }[] } } } }>(
    template,
    'Deployment',
    'p',
  );
  const { cpu, memory } = spec.template.spec.containers[0]?.resources.requests ?? {};
  return [cpu, memory];
};

const WORKSTATION: NodePoolProps = { gpu: Gpu.L4, nodes: 1, cpuPerNode: 16, memoryGiBPerNode: 32, diskGiBPerNode: 500 };
const G2_STANDARD_8 = Nodes.gke({ gpu: Gpu.L4, nodes: 2, cpuPerNode: 8, memoryGiBPerNode: 32, diskGiBPerNode: 200 });
const G6_XLARGE = Nodes.eksManaged({ gpu: Gpu.L4, nodes: 2, nodeGroup: 'l4', cpuPerNode: 4, memoryGiBPerNode: 16, diskGiBPerNode: 200 });
const EIGHT: NodePoolProps = { gpu: Gpu.L4, gpusPerNode: 8, nodes: 1, cpuPerNode: 192, memoryGiBPerNode: 768, diskGiBPerNode: 2_000 };

describe('what a pod asks for by default', () => {
  test.each<[string, Pools, readonly [string, string]]>([
    ['nobody says what the node has', { l4: { gpu: Gpu.L4, nodes: 1 } }, ['4', '32Gi']],
    ['the node is large', { l4: EIGHT }, ['4', '32Gi']],
    ['a workstation of 32 GiB', { l4: WORKSTATION }, ['4', '29Gi']],
    ['g2-standard-8', { l4: G2_STANDARD_8 }, ['4', '25Gi']],
    [
      'the instance type is known',
      { l4: Nodes.karpenter({ gpu: Gpu.L4, minNodes: 0, nodes: 2, instanceType: 'g6.xlarge' }) },
      ['3', '13Gi'],
    ],
    ['g6.xlarge', { l4: G6_XLARGE }, ['3', '13Gi']],
    ['g2-standard-4, which is known', { l4: Nodes.gke({ gpu: Gpu.L4, nodes: 2, machineType: 'g2-standard-4' }) }, ['3', '11Gi']],
    ['a part of a small node', { l4: { ...EIGHT, cpuPerNode: 16, memoryGiBPerNode: 128 } }, ['1', '14Gi']],
    ['the smallest of several', { large: EIGHT, small: { ...WORKSTATION, cpuPerNode: 3 } }, ['2', '29Gi']],
  ])('where %s', (_, nodePools, expected) => {
    expect(asked(nodePools)).toEqual(expected);
    expect(found(nodePools).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('leaves room for what is kept in host memory, and what is given stays', () => {
    expect(asked({ l4: WORKSTATION }, { offload: { kvCacheGiB: 10 } })).toEqual(['4', '29Gi']);
    expect(asked({ l4: EIGHT }, { resources: { cpu: '6', memory: '40Gi' } })).toEqual(['6', '40Gi']);
  });

  test('is the part of a node that a slice of a card, or a part of it, is', () => {
    const slice = Gpu.mig('1g.12gb', Gpu.H100_NVL);
    const cut: NodePoolProps = {
      gpu: Gpu.H100_NVL,
      gpusPerNode: 2,
      nodes: 1,
      cpuPerNode: 32,
      memoryGiBPerNode: 256,
      mig: { layout: { '1g.12gb': 7 } },
    };
    const small = { model: Model.LLAMA_3_2_1B_INSTRUCT };
    expect(asked({ cut }, { ...small, gpu: slice })).toEqual(['2', '16Gi']);
    expect(asked({ l4: { ...WORKSTATION, sharing: { engines: 2 } } }, small)).toEqual(['4', '14Gi']);
  });

  test('a GPU service takes its part of the node as well', () => {
    const template = research(({ stack }) => {
      const cluster = Cluster.fromKubeconfig({ context: 'nodes', nodePools: { l4: G6_XLARGE } });
      new GpuService(stack, 'reader', { cluster, gpu: Gpu.L4, image: 'registry.example.com/reader:1.0.0', port: 8_080 });
    });
    expect(JSON.stringify(template.manifests())).toContain('"requests":{"cpu":"3","ephemeral-storage":"21Gi","memory":"13Gi"');
  });
});

describe('a pod that no node can take', () => {
  test.each<[string, Pools, Partial<InferencePoolProps>, readonly string[]]>([
    ['memory', { l4: EIGHT }, { resources: { memory: '2Ti' } }, ['error AF-CLU-070 resources.memory']],
    ['KV blocks in host memory', { l4: EIGHT }, { offload: { kvCacheGiB: 5_000 } }, ['error AF-CLU-070 offload']],
    ['CPUs', { l4: WORKSTATION }, { resources: { cpu: '64' } }, ['error AF-CLU-070 resources.cpu']],
    ['4 CPUs of g6.xlarge', { l4: G6_XLARGE }, { resources: { cpu: '4' } }, ['error AF-CLU-070 resources.cpu']],
    ['32 GiB of g2-standard-8', { l4: G2_STANDARD_8 }, { resources: { memory: '32Gi' } }, ['error AF-CLU-070 resources.memory']],
    ['32 GiB of a workstation', { l4: WORKSTATION }, { resources: { memory: '32Gi' } }, ['error AF-CLU-070 resources.memory']],
    ['disk', { l4: { ...WORKSTATION, diskGiBPerNode: 20 } }, { weights: Weights.ephemeral() }, ['error AF-CLU-070 weights']],
    ['what only one of two node pools has', { small: WORKSTATION, large: EIGHT }, { resources: { cpu: '64', memory: '100Gi' } }, []],
    [
      'what nobody says of the other node pool',
      { small: WORKSTATION, other: { gpu: Gpu.L4, nodes: 1 } },
      { resources: { cpu: '64' } },
      ['info AF-CLU-072 cluster.nodePools.other.cpuPerNode'],
    ],
  ])('%s', (_, nodePools, props, expected) => {
    expect(said(found(nodePools, props))).toEqual(expected);
  });

  test('the repairs hold', () => {
    const [finding] = found({ l4: EIGHT }, { offload: { kvCacheGiB: 5_000 } });
    expect(repairTexts(finding)[0]).toMatch(/^offload\.kvCacheGiB ≤ \d+/);
    const [memory] = found({ l4: WORKSTATION }, { resources: { memory: '32Gi' } });
    expect(repairTexts(memory)[0]).toBe("resources.memory: '29Gi'");
    expect(found({ l4: WORKSTATION }, { resources: { memory: '29Gi' } })).toEqual([]);
  });

  test('between what is certain and what is assumed it is a warning, and an error where the cluster is strict', () => {
    const near = { resources: { memory: '30Gi' } };
    expect(said(found({ l4: WORKSTATION }, near))).toEqual(['warning AF-CLU-070 resources.memory']);
    expect(said(found({ l4: WORKSTATION }, near, { strict: true }))).toEqual(['error AF-CLU-070 resources.memory']);
  });
});

describe('pods that the GPUs of one node take', () => {
  test('8 pods of 100 GiB do not find room on 8 GPUs with 768 GiB', () => {
    const [finding] = found({ l4: EIGHT }, { replicas: 8, resources: { memory: '100Gi' } });
    expect(said(found({ l4: EIGHT }, { replicas: 8, resources: { memory: '100Gi' } }))).toEqual(['error AF-CLU-071 replicas']);
    expect(finding?.message).toMatch(/8 pods of pool p are wanted, and the nodes hold 7: each asks for 100 GiB of memory/);
    expect(repairTexts(finding)[0]).toBe("resources.memory: '88Gi'");
    expect(found({ l4: EIGHT }, { replicas: 8, resources: { memory: '88Gi' } })).toEqual([]);
  });

  test('pools that share the nodes are added up', () => {
    const findings = problemsOf(({ stack }) => {
      const cluster = Cluster.fromKubeconfig({ context: 'nodes', nodePools: { l4: EIGHT } });
      for (const id of ['one', 'two'])
        new InferencePool(stack, id, { cluster, ...SMALL, aliases: [id], replicas: 4, resources: { memory: '100Gi' } });
    }).filter(({ code }) => CODES.test(code));
    expect(said(findings)).toEqual(['error AF-CLU-071 replicas']);
    expect(findings[0]?.message).toMatch(/ask for 800 GiB of memory together, and its nodes have 767\.9 GiB/);
  });

  test('of replicas that only scaling starts it is a warning', () => {
    const scaling = Scaling.queueDepth({ min: 1, max: 8 });
    expect(said(found({ l4: EIGHT }, { scaling, resources: { memory: '100Gi' } }))).toEqual(['warning AF-CLU-071 scaling.max']);
  });
});

describe('nodes of which nobody says what they have', () => {
  const GPUS = { l4: Nodes.gke({ gpu: Gpu.L4, nodes: 2 }), cpu: { nodes: 1 } };

  test('one hint for each node pool names what the largest pods ask for', () => {
    const findings = found(GPUS, { resources: { memory: '40Gi' } });
    expect(said(findings)).toEqual(['info AF-CLU-072 cluster.nodePools.l4.cpuPerNode']);
    expect(findings[0]?.message).toMatch(/the largest there ask for 4 CPUs, 40 GiB of memory, \d+ GiB of disk$/);
  });

  test('a strict cluster refuses what is not known, also 5,000 GiB in host memory', () => {
    expect(said(found(GPUS, { offload: { kvCacheGiB: 5_000 } }, { strict: true }))).toEqual([
      'error AF-CLU-072 cluster.nodePools.l4.cpuPerNode',
    ]);
    expect(found({ l4: EIGHT }, {}, { strict: true })).toEqual([]);
  });
});

test.each([
  ['no CPU', { cpuPerNode: 0 }],
  ['half a CPU', { cpuPerNode: 7.5 }],
  ['memory in bytes', { memoryGiBPerNode: 34_359_738_368 }],
  ['a quantity', { diskGiBPerNode: '100Gi' as unknown as number }],
])('%s is refused', (_, facts) => {
  const [{ code, prop } = { code: '', prop: '' }] = problemsOf(
    () => void Cluster.fromKubeconfig({ context: 'c', nodePools: { l4: { ...WORKSTATION, ...facts } } }),
  );
  expect([code, prop]).toEqual(['AF-SPEC-001', `nodePools.l4.${Object.keys(facts)[0]}`]);
});
