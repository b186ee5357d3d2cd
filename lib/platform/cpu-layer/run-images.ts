/** Images of pods without GPUs beside the CPUs of the nodes that they may go to. */
import type { CpuArchitecture } from '../../catalog/cpu-architecture';
import type { ImageArchitectures } from '../image-architectures';
import type { NodePool } from '../node-pool';
import type { RunImages } from '../rules/image-built-for-cpu';
import type { CpuPods } from './cpu-pods';

export interface ImagesOfCluster {
  readonly architectures: ImageArchitectures;
  /** Published names by what pods pull. */
  readonly sources: ReadonlyMap<string, string>;
  /** All node pools without GPUs. */
  readonly declared: readonly NodePool[];
}

export function runImages({ workload, images, nodePools }: CpuPods, { architectures, sources, declared }: ImagesOfCluster): RunImages {
  const published = images.map((image) => sources.get(image) ?? image);
  return {
    workload,
    prop: 'cpuNodePools',
    images: [...new Set(published)].map((image) => ({ image, architectures: architectures.of(image) })),
    nodes: nodePools.map(({ name, cpuArchitecture }) => ({ name: `node pool "${name}"`, cpuArchitecture })),
    repairs: (_images, architecture) => otherNodes(declared, architecture),
  };
}

function otherNodes(declared: readonly NodePool[], architecture: CpuArchitecture): string[] {
  const others = declared.filter(
    ({ cpuArchitecture, runtimeClasses = [] }) => cpuArchitecture !== architecture && runtimeClasses.length === 0,
  );
  const names = others.map(({ name }) => `'${name}'`).join(', ');
  const needed = architecture === 'arm64' ? 'amd64' : 'arm64';
  return [
    names === ''
      ? `a node pool with ${needed} CPUs: nodePools: { cpu: { nodes: 2, labels: { 'kubernetes.io/arch': '${needed}' } } }`
      : `cpuNodePools: [${names}] on it, or on the cluster for all`,
  ];
}
