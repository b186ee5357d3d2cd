import { Testing } from 'cdktf';
import { Cluster, type FleetError, Gpu, InferencePool, isFleetError, Model, type NodePoolProps, Nodes } from 'cdktf-agent-fleet';
import { toNodePool } from '../../lib/platform/node-pool';
import { gpuPlacement } from '../../lib/platform/placement';
import { TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { checkedAlone } from '../setup/checked-alone';

type Any = Record<string, unknown>;

/** What pods on a node pool select, and what they tolerate beside the vendor's taint. */
function placed(props: NodePoolProps) {
  const { affinity, toleration } = gpuPlacement(props.gpu ?? Gpu.L4, [toNodePool('gpu', props)]);
  const text = JSON.stringify(affinity);
  const expressions = [...text.matchAll(/"key":"([^"]+)","operator":"In","values":(\[[^\]]*\])/g)];
  return {
    labels: Object.fromEntries(expressions.map(([, key, values]) => [key, (JSON.parse(values ?? '[]') as string[]).join(' ')])),
    tolerated: toleration.slice(1).map(({ key, value }) => `${key}=${value}`),
  };
}

const GPU = { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 4 };

test.each<[string, NodePoolProps, Any, string[]]>([
  [
    'Karpenter tells sizes of an instance family apart by the number of GPUs',
    Nodes.karpenter(GPU),
    { 'karpenter.k8s.aws/instance-gpu-name': 'h100', 'karpenter.k8s.aws/instance-gpu-count': '8' },
    [],
  ],
  [
    'Karpenter tells two A100s apart by their memory',
    Nodes.karpenter({ ...GPU, gpu: Gpu.A100_40GB_SXM }),
    {
      'karpenter.k8s.aws/instance-gpu-name': 'a100',
      'karpenter.k8s.aws/instance-gpu-memory': '40960',
      'karpenter.k8s.aws/instance-gpu-count': '8',
    },
    [],
  ],
  [
    'Karpenter starts nodes of an instance type and a capacity type where they are said',
    Nodes.karpenter({ ...GPU, instanceType: 'p5.48xlarge', purchase: 'spot' }),
    {
      'karpenter.k8s.aws/instance-gpu-name': 'h100',
      'karpenter.k8s.aws/instance-gpu-count': '8',
      'node.kubernetes.io/instance-type': 'p5.48xlarge',
      'karpenter.sh/capacity-type': 'spot',
    },
    [],
  ],
  [
    'EKS Auto Mode has labels of its own',
    Nodes.eksAutoMode({ gpu: Gpu.L4, nodes: 2 }),
    { 'eks.amazonaws.com/instance-gpu-name': 'l4', 'eks.amazonaws.com/instance-gpu-count': '1' },
    [],
  ],
  [
    'a managed node group is found by its name',
    Nodes.eksManaged({ ...GPU, nodeGroup: 'h100' }),
    { 'eks.amazonaws.com/nodegroup': 'h100' },
    [],
  ],
  ['GKE labels the accelerator', Nodes.gke(GPU), { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb' }, []],
  [
    'GKE labels node pools and spot nodes',
    Nodes.gke({ ...GPU, nodePool: 'a3', purchase: 'spot' }),
    { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb', 'cloud.google.com/gke-nodepool': 'a3', 'cloud.google.com/gke-spot': 'true' },
    [],
  ],
  [
    'GKE starts nodes of a machine type where it is said',
    Nodes.gke({ ...GPU, machineType: 'a3-highgpu-8g' }),
    { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb', 'node.kubernetes.io/instance-type': 'a3-highgpu-8g' },
    [],
  ],
  [
    'the H100s of A3 Mega are another accelerator',
    Nodes.gke({ ...GPU, machineType: 'a3-megagpu-8g' }),
    { 'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb', 'node.kubernetes.io/instance-type': 'a3-megagpu-8g' },
    [],
  ],
  [
    'AKS knows sizes of virtual machines',
    Nodes.aks({ ...GPU, agentPool: 'h100', vmSize: 'Standard_ND96isr_H100_v5' }),
    { 'kubernetes.azure.com/agentpool': 'h100', 'node.kubernetes.io/instance-type': 'Standard_ND96isr_H100_v5' },
    ['sku=gpu'],
  ],
  ['AKS knows agent pools', Nodes.aks({ ...GPU, agentPool: 'h100' }), { 'kubernetes.azure.com/agentpool': 'h100' }, ['sku=gpu']],
  [
    'AKS taints spot nodes',
    Nodes.aks({ ...GPU, agentPool: 'h100', purchase: 'spot' }),
    { 'kubernetes.azure.com/agentpool': 'h100' },
    ['sku=gpu', 'kubernetes.azure.com/scalesetpriority=spot'],
  ],
  ['OKE names shapes', Nodes.oke(GPU), { 'node.kubernetes.io/instance-type': 'BM.GPU.H100.8' }, []],
  [
    'own labels and taints stand beside those of the cloud, and win',
    Nodes.gke({
      ...GPU,
      labels: { 'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb', team: 'a' },
      taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }],
    }),
    { 'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb', team: 'a' },
    ['team=a'],
  ],
  [
    'zones are selected beside labels',
    Nodes.gke({ ...GPU, zones: ['europe-west4-b', 'europe-west4-c'] }),
    { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb', 'topology.kubernetes.io/zone': 'europe-west4-b europe-west4-c' },
    [],
  ],
  [
    'zones are selected beside the product label',
    { ...GPU, zones: ['rack-1'] },
    { 'nvidia.com/gpu.product': Gpu.H100_SXM.facts.productLabels.join(' '), 'topology.kubernetes.io/zone': 'rack-1' },
    [],
  ],
])('%s', (_, props, labels, tolerated) => {
  expect(placed(props)).toEqual({ labels, tolerated });
});

/** The first problem of what is refused: prop and text. */
function refused(make: () => unknown): [string | undefined, string] {
  try {
    make();
  } catch (error) {
    if (!isFleetError(error)) throw error;
    const [problem] = (error as FleetError).problems;
    return [problem?.prop, `${problem?.message} ${problem?.allowed ?? ''}`];
  }
  throw new Error('accepted');
}
const onCluster = (nodePools: Record<string, unknown>) => () => Cluster.fromKubeconfig({ context: 'c', nodePools: nodePools as never });
const wrong = (props: object) => props as never;

test.each<[string, () => unknown, string, RegExp]>([
  ['a GPU that AWS does not sell', () => Nodes.karpenter({ gpu: Gpu.L40, nodes: 1 }), 'gpu', /l40s/],
  ['an H100 PCIe, which no cloud of the list has', () => Nodes.eksAutoMode({ gpu: Gpu.H100_PCIE, nodes: 1 }), 'gpu', /h100-sxm-80/],
  ['a GPU that Google does not sell', () => Nodes.gke({ gpu: Gpu.L40S, nodes: 1 }), 'gpu', /nvidia|l4/],
  ['no GPU at all', () => Nodes.karpenter(wrong({ nodes: 1 })), 'gpu', /Gpu/],
  ['CPU nodes of GKE without the name of their node pool', () => Nodes.gke({ nodes: 1 }), 'nodePool', /node pool/],
  ['a name instead of a GPU', () => Nodes.karpenter(wrong({ gpu: 'h100', nodes: 1 })), 'gpu', /Gpu/],
  ['an agent pool without a name', () => Nodes.aks(wrong({ ...GPU })), 'agentPool', /agentPool|string|label/],
  ['an empty agent pool', () => Nodes.aks({ ...GPU, agentPool: '' }), 'agentPool', /agent pool/],
  ['an empty node group', () => Nodes.eksManaged({ ...GPU, nodeGroup: '' }), 'nodeGroup', /node group/],
  ['a number of GPUs that no shape has', () => Nodes.oke({ ...GPU, gpusPerNode: 4 }), 'gpusPerNode', /8 \(BM\.GPU\.H100\.8\)/],
  ['a misspelt prop', () => Nodes.karpenter(wrong({ ...GPU, instancetype: 'p5' })), 'instancetype', /instanceType/],
  ['an instance type that is no label', () => Nodes.karpenter({ ...GPU, instanceType: 'p5 48xlarge' }), 'instanceType', /label/],
  [
    'an instance type with other GPUs',
    () => Nodes.karpenter({ ...GPU, instanceType: 'g6.xlarge' }),
    'instanceType',
    /8 × H100.*g6\.xlarge has 1 × l4/,
  ],
  ['a machine type with other GPUs', () => Nodes.gke({ ...GPU, machineType: 'a3-highgpu-4g' }), 'machineType', /8 × H100.*has 4 × h100/],
  [
    'a size of virtual machines with other GPUs',
    () => Nodes.aks({ ...GPU, agentPool: 'h100', vmSize: 'Standard_NC80adis_H100_v5' }),
    'vmSize',
    /8 × H100.*has 2 × h100-nvl-94/,
  ],
  ['more nodes that always run than there may be', onCluster({ a: { ...GPU, minNodes: 5 } }), 'nodePools.a.minNodes', /nodes/],
  ['half a node', onCluster({ a: { ...GPU, minNodes: 0.5 } }), 'nodePools.a.minNodes', /whole|int/],
  ['fewer than no nodes', onCluster({ a: { ...GPU, minNodes: -1 } }), 'nodePools.a.minNodes', /0/],
  ['a node that starts in no time', onCluster({ a: { ...GPU, provisioningSeconds: 0 } }), 'nodePools.a.provisioningSeconds', /0/],
  ['a node that takes days', onCluster({ a: { ...GPU, provisioningSeconds: 1e6 } }), 'nodePools.a.provisioningSeconds', /86/],
  ['no zone', onCluster({ a: { ...GPU, zones: [] } }), 'nodePools.a.zones', /zone/],
  ['a zone that is no label', onCluster({ a: { ...GPU, zones: ['eu north'] } }), 'nodePools.a.zones.0', /label/],
  ['CPU nodes from zero', onCluster({ a: { nodes: 3, minNodes: 0 } }), 'nodePools.a.minNodes', /without gpu/],
  ['a start of CPU nodes', onCluster({ a: { nodes: 3, provisioningSeconds: 60 } }), 'nodePools.a.provisioningSeconds', /without gpu/],
])('%s is refused', (_, make, prop, text) => {
  const [named, said] = refused(make);
  expect(named).toBe(prop);
  expect(said).toMatch(text);
});

test('a plan names the nodes that have to start first', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  const nodePools = { l4: Nodes.gke({ gpu: Gpu.L4, minNodes: 0, nodes: 4, provisioningSeconds: 240 }), cpu: { nodes: 3 } };
  new InferencePool(stack, 'p', {
    cluster: Cluster.fromKubeconfig({ context: 'c', nodePools }),
    ...{ model: Model.QWEN3_8B, gpu: Gpu.L4, quantization: 'fp8', maxContextTokens: 8_192 },
  });
  const [pool] = FleetTemplate.synth(checkedAlone(app), 's').plan().pools;
  expect(pool?.autoscaledNodes).toEqual([{ nodePool: 'l4', minNodes: 0, maxNodes: 4, provisioningSeconds: 240 }]);
});

describe('pods that may run on spot nodes and on others', () => {
  const steady: NodePoolProps = { ...GPU, labels: { capacity: 'on-demand' } };
  const cheap: NodePoolProps = { ...GPU, purchase: 'spot', labels: { capacity: 'spot' } };
  const preferred = (pools: Readonly<Record<string, NodePoolProps>>) => {
    const named = Object.entries(pools).map(([name, pool]) => toNodePool(name, pool));
    return gpuPlacement(Gpu.H100_SXM, named).affinity.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  };
  const wants = (value: string) => ({
    weight: 100,
    preference: { matchExpressions: [{ key: 'capacity', operator: 'In', values: [value] }] },
  });

  test('take those that stay first', () => {
    expect(preferred({ cheap, steady })).toEqual([wants('on-demand')]);
    expect(preferred({ cheap, kept: { ...steady, purchase: 'reserved' } })).toEqual([wants('on-demand')]);
  });
  test('prefer nothing where all nodes are alike', () => {
    expect(preferred({ cheap })).toBeUndefined();
    expect(preferred({ steady, other: { ...steady, labels: { capacity: 'reserved' } } })).toBeUndefined();
  });
  test('prefer nothing that their labels do not tell apart', () => {
    expect(preferred({ cheap: { ...GPU, purchase: 'spot' }, steady: GPU })).toBeUndefined();
  });
});
