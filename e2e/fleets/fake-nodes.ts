/** Nodes of a node pool as a real cluster would show them: labels of GPU feature discovery, the taint of GPU nodes, allocatable resources. */
import type { NodeTaint } from 'cdktf-agent-fleet';
import type { KubeObject } from '../cluster/kube-object';
import type { NodePoolFacts } from './side-facts';

/** Label by which the checks know which GPU a node has, whatever the vendor calls it. */
export const GPU_LABEL = 'e2e/gpu';

/** Sizes in the middle of what clouds rent: a GPU comes with about 24 cores, 240 GiB and 1 TiB of disk. */
const PER_GPU = { cpu: 24, memoryGiB: 240, diskGiB: 1024 };
const CPU_NODE = { cpu: 32, memoryGiB: 128, diskGiB: 512 };

export function fakeNodes(pools: readonly NodePoolFacts[]): KubeObject[] {
  return pools.flatMap((pool) => Array.from({ length: pool.nodes }, (_, index) => fakeNode(pool, index)));
}

function fakeNode(pool: NodePoolFacts, index: number): KubeObject {
  const name = `${pool.name}-${index}`;
  const capacity = capacityOf(pool);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { ...commonLabels(name, zoneOf(pool.zones, index)), ...gpuLabels(pool), ...pool.labels },
      annotations: { 'kwok.x-k8s.io/node': 'fake', 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: { taints: pool.gpu === undefined ? pool.taints : taintsOf(pool.gpu.resourceName, pool.taints) },
    status: { capacity, allocatable: capacity, nodeInfo: NODE_INFO },
  };
}

/** A node has one taint for a key and an effect: a declared one stands for the vendor's. */
function taintsOf(vendorKey: string, declared: readonly NodeTaint[]): readonly NodeTaint[] {
  const ownOfVendor = declared.some(({ key, effect }) => key === vendorKey && effect === 'NoSchedule');
  return ownOfVendor ? declared : [{ key: vendorKey, value: 'present', effect: 'NoSchedule' }, ...declared];
}

const NODE_INFO = {
  kubeletVersion: 'v1.34.1',
  containerRuntimeVersion: 'containerd://2.1.4',
  osImage: 'Ubuntu 24.04',
  kernelVersion: '6.8.0',
  operatingSystem: 'linux',
  architecture: 'amd64',
  machineID: '',
  systemUUID: '',
  bootID: '',
  kubeProxyVersion: '',
};

const ZONES = ['e2e-a', 'e2e-b', 'e2e-c'];

/** Nodes take turns in the zones of their pool. */
function zoneOf(declared: readonly string[], index: number): string {
  const zones = declared.length === 0 ? ZONES : declared;
  return zones[index % zones.length] ?? '';
}

function commonLabels(name: string, zone: string): Record<string, string> {
  return {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/region': 'e2e',
    'topology.kubernetes.io/zone': zone,
  };
}

function gpuLabels({ gpu, gpusPerNode, mig, sharing }: NodePoolFacts): Record<string, string> {
  if (gpu === undefined) return {};
  const product = gpu.productLabels[0];
  const vendor = gpu.resourceName.split('/')[0];
  return {
    [GPU_LABEL]: gpu.id,
    [`${vendor}/gpu.present`]: 'true',
    [`${vendor}/gpu.count`]: String(gpusPerNode),
    ...(product === undefined ? {} : { [gpu.productLabelKey]: `${product}${productSuffix(mig)}` }),
    ...(mig === undefined ? {} : { 'nvidia.com/mig.config': mig.config, 'nvidia.com/mig.strategy': mig.strategy ?? 'mixed' }),
    ...(sharing === undefined
      ? {}
      : {
          'nvidia.com/device-plugin.config': sharing.config,
          'nvidia.com/gpu.sharing-strategy': sharing.strategy ?? 'time-slicing',
          'nvidia.com/gpu.replicas': String(sharing.engines),
        }),
    ...(gpu.driverMemoryMiB === null ? {} : { [`${vendor}/gpu.memory`]: String(gpu.driverMemoryMiB) }),
  };
}

/** Where slices appear as GPUs the product is that of the slice. */
const productSuffix = (mig: NodePoolFacts['mig']) =>
  mig?.strategy === 'single' ? `-MIG-${Object.keys(mig.layout)[0]?.replaceAll('+', '.')}` : '';

/** Cards, the parts of those that are shared, or the slices of all cards: a card that is cut is no GPU any more. */
function gpuCapacity(
  { resourceName }: NonNullable<NodePoolFacts['gpu']>,
  { gpusPerNode, mig, sharing }: NodePoolFacts,
): Record<string, string> {
  if (sharing !== undefined) return { [resourceName]: '0', 'nvidia.com/gpu.shared': String(sharing.engines * gpusPerNode) };
  if (mig === undefined) return { [resourceName]: String(gpusPerNode) };
  const slices = Object.entries(mig.layout).map(([profile, count]) => [profile.replaceAll('+', '.'), String(count * gpusPerNode)] as const);
  if (mig.strategy === 'single') return { [resourceName]: slices[0]?.[1] ?? '0' };
  return { [resourceName]: '0', ...Object.fromEntries(slices.map(([profile, count]) => [`nvidia.com/mig-${profile}`, count])) };
}

function capacityOf(pool: NodePoolFacts): Record<string, string> {
  const { gpu, gpusPerNode, adapters } = pool;
  const size = gpu === undefined ? CPU_NODE : PER_GPU;
  const units = gpu === undefined ? 1 : gpusPerNode;
  return {
    cpu: String(pool.cpuPerNode ?? size.cpu * units),
    memory: `${pool.memoryGiBPerNode ?? size.memoryGiB * units}Gi`,
    'ephemeral-storage': `${pool.diskGiBPerNode ?? size.diskGiB * units}Gi`,
    pods: '110',
    ...Object.fromEntries(Object.entries(adapters ?? {}).map(([resource, count]) => [resource, String(count)])),
    ...(gpu === undefined ? {} : gpuCapacity(gpu, pool)),
  };
}
