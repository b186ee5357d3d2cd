import {
  Cluster,
  Engine,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  KarpenterNodePools,
  type KarpenterNodePoolsProps,
  Model,
  type NodePoolProps,
  Nodes,
  Weights,
} from '../../lib';
import { evaluateRules } from '../../lib/core/evaluate-rules';
import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';
import { STARTED_NODE_RULES } from '../../lib/inference/rules';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { errorsIn } from '../support/problems-in';

type Json = Record<string, unknown>;
const DISCOVERY = { 'karpenter.sh/discovery': 'prod' };
const NODE_CLASS = { role: 'KarpenterNodeRole-prod', ami: 'al2023@v20260810', subnets: DISCOVERY, securityGroups: DISCOVERY };
const L40S = Nodes.karpenter({
  gpu: Gpu.L40S,
  gpusPerNode: 4,
  minNodes: 0,
  nodes: 6,
  purchase: 'spot',
  zones: ['eu-north-1a', 'eu-north-1b'],
});

function app(nodePools: Record<string, NodePoolProps>, props: Partial<KarpenterNodePoolsProps> = {}, options: object = {}): App {
  const made = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools, ...options });
  new KarpenterNodePools(new TerraformStack(made, 'nodes'), 'gpu-nodes', { cluster, nodeClass: NODE_CLASS, ...props });
  return made;
}

interface NodePoolObject extends Json {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly metadata?: { readonly labels: Json };
      readonly spec: Json & { readonly requirements: Json[]; readonly taints: Json[] };
    };
    readonly disruption: Json;
    readonly limits: Json;
  };
}

const objects = (nodePools: Record<string, NodePoolProps>, props: Partial<KarpenterNodePoolsProps> = {}) =>
  FleetTemplate.synth(app(nodePools, props), 'nodes').manifests();
const nodePool = (nodePools: Record<string, NodePoolProps>, props: Partial<KarpenterNodePoolsProps> = {}) =>
  objects(nodePools, props).find(({ kind }) => kind === 'NodePool') as unknown as NodePoolObject;
const asked = ({ spec }: NodePoolObject) => Object.fromEntries(spec.template.spec.requirements.map(({ key, values }) => [key, values]));

const CUT = { gpu: Gpu.H100_SXM, gpusPerNode: 8, minNodes: 0, nodes: 2 } as const;

describe('the NodePool of a node pool', () => {
  test('has its nodes cut their cards, where slices look like cards', () => {
    const cut = Nodes.karpenter({ ...CUT, mig: { layout: { '1g.10gb': 7 }, strategy: 'single' } });
    expect(nodePool({ cut }).spec.template.metadata?.labels).toEqual({ 'nvidia.com/mig.config': 'agent-fleet-7x1g.10gb' });
  });

  test('promises every label that pods select by, and the zones', () => {
    expect(asked(nodePool({ l40s: L40S }))).toEqual({
      'karpenter.k8s.aws/instance-gpu-name': ['l40s'],
      'karpenter.k8s.aws/instance-gpu-count': ['4'],
      'karpenter.sh/capacity-type': ['spot'],
      'kubernetes.io/os': ['linux'],
      'kubernetes.io/arch': ['amd64'],
      'topology.kubernetes.io/zone': ['eu-north-1a', 'eu-north-1b'],
    });
  });

  test.each([
    [Gpu.L40S, { cpuArchitecture: 'arm64' }, 'arm64'],
    [Gpu.GB200, {}, 'arm64'],
    [Gpu.L40S, {}, 'amd64'],
  ] as const)('asks for the CPU of its nodes', (gpu, said, architecture) => {
    const labels = { 'karpenter.k8s.aws/instance-gpu-name': 'named' };
    expect(asked(nodePool({ gpu: { gpu, nodes: 1, minNodes: 0, labels, ...said } }))['kubernetes.io/arch']).toEqual([architecture]);
  });

  test('sets labels of your own on its nodes, and asks for none that Karpenter gives', () => {
    const pool = nodePool({ gpu: Nodes.karpenter({ gpu: Gpu.L40S, minNodes: 0, nodes: 1, labels: { 'acme.com/team': 'search' } }) });
    expect(pool.spec.template.metadata?.labels).toEqual({ 'acme.com/team': 'search' });
    expect(asked(pool)).not.toHaveProperty('acme.com/team');
  });

  test('buys on demand where nothing else is said', () => {
    expect(asked(nodePool({ gpu: Nodes.karpenter({ gpu: Gpu.L40S, minNodes: 0, nodes: 1 }) }))['karpenter.sh/capacity-type']).toEqual([
      'on-demand',
    ]);
  });

  test('starts as many cards as the cluster may have, and no more', () => {
    expect(nodePool({ l40s: L40S }).spec.limits).toEqual({ 'nvidia.com/gpu': '24' });
  });

  test('taints its nodes, so that pods without a GPU start none, beside the taints that are declared', () => {
    const team = { key: 'team', value: 'search', effect: 'NoSchedule' } as const;
    const vendor = { key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' };
    expect(nodePool({ l40s: L40S }).spec.template.spec.taints).toEqual([vendor]);
    expect(nodePool({ l40s: { ...L40S, taints: [team] } }).spec.template.spec.taints).toEqual([team, vendor]);
    const own = { key: 'nvidia.com/gpu', effect: 'NoSchedule' } as const;
    expect(nodePool({ l40s: { ...L40S, taints: [own] } }).spec.template.spec.taints).toEqual([own]);
  });

  test('ends a node only when it is empty, and an old one with a bound for its pods', () => {
    const { spec } = nodePool({ l40s: L40S }, { expireAfterHours: 336, drainMinutes: 30, emptySeconds: 60 });
    expect(spec.disruption).toEqual({ consolidationPolicy: 'WhenEmpty', consolidateAfter: '60s', budgets: [{ nodes: '1' }] });
    expect(spec.template.spec).toMatchObject({ expireAfter: '336h', terminationGracePeriod: '30m' });
  });

  test('is one for each node pool of Karpenter, of those that are named', () => {
    const pools = { l40s: L40S, h100: Nodes.karpenter({ gpu: Gpu.H100_SXM, gpusPerNode: 8, minNodes: 0, nodes: 1 }), cpu: { nodes: 3 } };
    const names = (props: object) =>
      objects(pools, props)
        .filter(({ kind }) => kind === 'NodePool')
        .map(({ metadata }) => metadata.name);
    expect(names({})).toEqual(['l40s', 'h100']);
    expect(names({ nodePools: ['h100'] })).toEqual(['h100']);
  });
});

describe('the EC2NodeClass', () => {
  const nodeClass = (more: object = {}) =>
    objects({ l40s: L40S }, { nodeClass: { ...NODE_CLASS, ...more } }).find(({ kind }) => kind === 'EC2NodeClass')?.['spec'] as Json;

  test('has the image, the role, and a disk on which images of engines find room', () => {
    expect(nodeClass()).toMatchObject({
      role: 'KarpenterNodeRole-prod',
      amiSelectorTerms: [{ alias: 'al2023@v20260810' }],
      subnetSelectorTerms: [{ tags: DISCOVERY }],
      securityGroupSelectorTerms: [{ tags: DISCOVERY }],
      blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: '300Gi', encrypted: true } }],
    });
    expect(nodeClass({ ami: 'bottlerocket@1.50.0', diskGiB: 500, localDisks: true })).toMatchObject({
      blockDeviceMappings: [{ deviceName: '/dev/xvdb', ebs: { volumeSize: '500Gi' } }],
      instanceStorePolicy: 'RAID0',
    });
  });

  test('keeps the metadata of instances, with the role of the node, from pods', () => {
    expect(nodeClass()['metadataOptions']).toMatchObject({ httpPutResponseHopLimit: 1, httpTokens: 'required' });
  });

  test('is referred to by its NodePools, and not made where it exists', () => {
    const ref = (props: object) => nodePool({ l40s: L40S }, props).spec.template.spec['nodeClassRef'];
    expect(ref({})).toEqual({ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpu-nodes' });
    expect(ref({ nodeClass: 'gpu' })).toMatchObject({ name: 'gpu' });
    expect(objects({ l40s: L40S }, { nodeClass: 'gpu' }).filter(({ kind }) => kind === 'EC2NodeClass')).toEqual([]);
  });
});

describe('pods on nodes that start and end', () => {
  const annotations = (gpuNodes: NodePoolProps) => {
    const made = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { gpu: gpuNodes } });
    const pool = { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
    new InferencePool(new TerraformStack(made, 'chat'), 'chat', pool);
    const [deployment] = FleetTemplate.synth(made, 'chat')
      .manifests()
      .filter(({ kind }) => kind === 'Deployment');
    return (deployment as unknown as { spec: { template: { metadata: Json } } }).spec.template.metadata['annotations'];
  };
  const kept = { 'karpenter.sh/do-not-disrupt': 'true', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' };

  test('are not moved to save nodes: their sessions would load anew', () => {
    expect(annotations(L40S)).toEqual(kept);
    expect(annotations(Nodes.eksManaged({ gpu: Gpu.L40S, nodes: 4, nodeGroup: 'l40s' }))).toBeUndefined();
    expect(annotations({ gpu: Gpu.L40S, nodes: 4, minNodes: 1 })).toEqual(kept);
  });

  test('may be moved where you say so, and have no annotation where no node ever ends', () => {
    expect(annotations({ ...L40S, protectPods: false })).toBeUndefined();
    expect(annotations({ gpu: Gpu.L40S, nodes: 4 })).toBeUndefined();
    expect(annotations({ gpu: Gpu.L40S, nodes: 4, protectPods: true })).toEqual(kept);
  });
});

describe('refused', () => {
  test.each([
    ['AF-CLU-017', 'a node pool that the cluster has not', { l40s: L40S }, { nodePools: ['h100'] }],
    ['AF-CLU-017', 'a node pool without labels of instances', { l40s: { gpu: Gpu.L40S, nodes: 2 } }, { nodePools: ['l40s'] }],
    ['AF-CLU-017', 'a cluster without any such pool', { l40s: Nodes.eksAutoMode({ gpu: Gpu.H100_SXM, nodes: 1, minNodes: 0 }) }, {}],
    ['AF-CLU-065', 'cards that are cut', { h100: Nodes.karpenter({ ...CUT, mig: { layout: { '3g.40gb': 2 } } }) }, {}],
    ['AF-CLU-065', 'cards that are shared', { h100: Nodes.karpenter({ ...CUT, sharing: { engines: 2 } }) }, {}],
    ['AF-CLU-018', 'nodes that always run', { l40s: { ...L40S, minNodes: 2 } }, {}],
    ['AF-CLU-018', 'nodes of which nothing is said', { l40s: Nodes.karpenter({ gpu: Gpu.L40S, nodes: 2 }) }, {}],
    [
      'AF-CLU-019',
      'reservations that nobody named',
      { l40s: Nodes.karpenter({ gpu: Gpu.L40S, nodes: 2, minNodes: 0, purchase: 'reserved' }) },
      {},
    ],
  ] as const)('%s: %s', (code, _, nodePools, props) => {
    const [problem] = errorsIn(() => app(nodePools, props as never).synth());
    expect(problem?.code).toBe(code);
  });

  test('a NodePool that two constructs make', () => {
    const made = app({ l40s: L40S });
    const stack = made.node.findChild('nodes') as TerraformStack;
    const { cluster } = stack.node.findChild('gpu-nodes') as KarpenterNodePools;
    new KarpenterNodePools(stack, 'again', { cluster, nodeClass: 'gpu' });
    expect(errorsIn(() => made.synth()).map(({ code }) => code)).toContain('AF-SPEC-021');
  });

  test.each([
    ['no role', { role: undefined }],
    ['a role and a profile', { instanceProfile: 'nodes' }],
    ['an ARN for a role', { role: 'arn:aws:iam::123456789012:role/nodes' }],
    ['an image without a version', { ami: 'al2023' }],
    ['an image of Windows', { ami: 'windows2022@latest' }],
    ['an image by its id', { ami: 'ami-0123456789abcdef0' }],
    ['subnets without tags', { subnets: {} }],
    ['an empty tag', { subnets: { '': 'prod' } }],
    ['a disk that holds no image of an engine', { diskGiB: 8 }],
    ['half a disk', { diskGiB: 100.5 }],
    ['an unknown prop', { disk: 100 }],
  ])('%s', (_, more) => {
    const [problem] = errorsIn(() => app({ l40s: L40S }, { nodeClass: { ...NODE_CLASS, ...more } as never }));
    expect(problem?.code).toMatch(/^AF-SPEC-00[1-5]$/);
    expect(problem?.prop).toMatch(/^nodeClass/);
  });

  test.each([
    [{ nodePools: [] }],
    [{ nodePools: 'l40s' }],
    [{ expireAfterHours: 0 }],
    [{ drainMinutes: -1 }],
    [{ emptySeconds: 0.5 }],
    [{ nodeClass: 'Not A Name' }],
    [{ nodeClass: null }],
  ])('%j', (props) => {
    expect(errorsIn(() => app({ l40s: L40S }, props as never))[0]?.code).toMatch(/^AF-SPEC-001$/);
  });
});

test('the newest image is a warning, where somebody depends on it', () => {
  const plan = (options: object) =>
    FleetTemplate.synth(app({ l40s: L40S }, { nodeClass: { ...NODE_CLASS, ami: 'al2023@latest' } }, options), 'nodes').plan().findings;
  expect(plan({})).toEqual([expect.objectContaining({ code: 'AF-CLU-020', severity: 'warning' })]);
  expect(plan({ environment: 'development' })).toEqual([expect.objectContaining({ code: 'AF-CLU-020', severity: 'info' })]);
});

describe('the disk of its nodes', () => {
  /** A pool on nodes that Karpenter starts; what is refused of it. */
  const held = (diskGiB: number | undefined, pool: Partial<InferencePoolProps> = {}, more: Partial<KarpenterNodePoolsProps> = {}) =>
    errorsIn(() => {
      const made = new App({ outdir: temporaryOutdir() });
      const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { l40s: L40S } });
      const nodeClass = { ...NODE_CLASS, ...(diskGiB === undefined ? {} : { diskGiB }) };
      new KarpenterNodePools(new TerraformStack(made, 'nodes'), 'gpu-nodes', { cluster, nodeClass, ...more });
      const small = { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
      new InferencePool(new TerraformStack(made, 'research'), 'p', { ...small, ...pool });
      made.synth();
    }).map(({ code, message }) => `${code} ${message}`);
  const LARGE = { model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 4, maxContextTokens: 8_192 };

  test.each<[string, number | undefined, Partial<InferencePoolProps>]>([
    ['the smallest', 20, {}],
    ['one that the weights would fill to the last GiB', 40, {}],
    ['one for a larger model', 150, LARGE],
  ])('%s holds no weights', (_, diskGiB, pool) => {
    expect(held(diskGiB, pool)).toEqual([expect.stringMatching(/^AF-CLU-040 a pod of p asks for \d+ GiB of disk/)]);
  });

  test.each<[string, number | undefined, Partial<InferencePoolProps>, Partial<KarpenterNodePoolsProps>]>([
    ['as it is by default', undefined, {}, {}],
    ['a small one beside a claim', 20, { weights: Weights.claim() }, {}],
    ['local disks', 20, {}, { nodeClass: { ...NODE_CLASS, diskGiB: 20, localDisks: true } }],
    ['of a class that is made elsewhere', 20, {}, { nodeClass: 'gpu' }],
    ['one for weights that are published in 4 bit', 45, { model: Model.GPT_OSS_20B, toolCalling: false }, {}],
  ])('%s is accepted', (_, diskGiB, pool, more) => {
    expect(held(diskGiB, pool, more)).toEqual([]);
  });

  test('the repair holds, and not much less does', () => {
    const found = (diskGiB: number) => evaluateRules(STARTED_NODE_RULES, { pool: 'p', nodePool: 'l40s', asksGiB: 36, diskGiB });
    const offered = Number(/^nodeClass\.diskGiB: (\d+) /.exec(String(found(20)[0]?.repairs[0]))?.[1]);
    expect(found(offered)).toEqual([]);
    expect(found(offered - 3)).toHaveLength(1);
  });
});

describe('how long nodes stay', () => {
  const POOLS = { l40s: L40S, small: Nodes.karpenter({ gpu: Gpu.L40S, minNodes: 0, nodes: 2 }) };
  const small = { model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, maxContextTokens: 8_192 };
  /** Findings of a pool on one of two node pools, of which the first alone, or both, are started with these props. */
  const said = (props: Partial<KarpenterNodePoolsProps>, pool: Partial<InferencePoolProps> = {}) => {
    const made = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: POOLS });
    new KarpenterNodePools(new TerraformStack(made, 'nodes'), 'gpu-nodes', { cluster, nodeClass: NODE_CLASS, ...props });
    new InferencePool(new TerraformStack(made, 'research'), 'p', { cluster, ...small, ...pool });
    const all = findingsOf(() => FleetTemplate.synth(made, 'research').plan().findings as Finding[]);
    return all
      .filter(({ code }) => code === 'AF-CLU-060')
      .map(({ severity, prop, repairs = [] }) => `${severity} ${prop}: ${String(repairs[0])}`);
  };
  const DRAIN = 'error drainMinutes of KarpenterNodePools: drainMinutes: 3 of KarpenterNodePools';
  const ONE = { nodePools: ['l40s'] };

  test.each([1, 2])('%d minutes are less than a pod of vLLM has for what is in flight', (drainMinutes) =>
    expect(said({ ...ONE, drainMinutes })).toEqual([DRAIN]),
  );
  test('every node pool that a replica may be on is looked at', () => expect(said({ drainMinutes: 1 })).toEqual([DRAIN, DRAIN]));
  test('a pool of an engine that drains sooner needs less', () =>
    expect(said({ ...ONE, drainMinutes: 1 }, { engine: Engine.ollama(), quantization: 'q4_k_m' })).toEqual([]));
  test('a life of an hour is short where a replica takes minutes of it', () =>
    expect(said({ ...ONE, expireAfterHours: 1 })).toEqual([
      expect.stringMatching(/^(warning|error) expireAfterHours of KarpenterNodePools/),
    ]));
  test('the defaults are long enough, and so is a pool on other nodes', () => {
    expect(said({})).toEqual([]);
    expect(said({ ...ONE, drainMinutes: 1 }, { nodePool: 'small' })).toEqual([]);
  });
});

function findingsOf(build: () => readonly Finding[]): readonly Finding[] {
  try {
    return build();
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
}
