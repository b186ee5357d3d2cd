/** The part of a node that belongs to the GPUs of one pod: what its CPUs and memory are by default, where nodes say what they have. */
import type { MigLayout } from '../catalog/mig-layout';
import type { NodePool } from '../platform/node-pool';
import { nodeRoom } from '../platform/node-room';

/** CPUs and GiB, whole; null where a node pool does not say what its nodes have. */
export interface NodeShare {
  readonly cpu: number | null;
  readonly memoryGiB: number | null;
}

/** On the smallest of the node pools that a pod may go to. */
export function nodeShare(nodePools: readonly NodePool[], gpusOfPod: number): NodeShare {
  const parts = nodePools.map((nodePool) => {
    const { cpu, memoryGiB } = nodeRoom(nodePool, 'assured');
    const share = Math.min(1, gpusOfPod / partsOf(nodePool));
    return { cpu: part(cpu, share), memoryGiB: part(memoryGiB, share) };
  });
  return { cpu: least(parts.map(({ cpu }) => cpu)), memoryGiB: least(parts.map(({ memoryGiB }) => memoryGiB)) };
}

/** What a node hands out, whole or in parts: all slices of its cards, whatever their size. */
function partsOf({ gpusPerNode, mig, gpu }: NodePool): number {
  const profile = gpu?.facts.sliceOf?.profile;
  if (mig === undefined || profile === undefined) return gpusPerNode;
  return (gpusPerNode / (mig.layout[profile] ?? 1)) * slicesOf(mig.layout);
}

const slicesOf = (layout: MigLayout): number => Object.values(layout).reduce((sum, count) => sum + count, 0);

const part = (whole: number | null, share: number): number | null => (whole === null ? null : Math.floor(whole * share));

/** Of those that are known: a pod fits where its node has room, and a default should fit wherever that can be known. */
const least = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((most, value) => (value === null || (most !== null && most <= value) ? most : value), null);
