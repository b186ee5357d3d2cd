/** What pods get of a node: its CPUs, memory and disk without what the node keeps for itself. */
import { type NodeReserve, reserveByLabels } from '../catalog/node-reserves';
import type { NodePool } from './node-pool';

/** CPUs, and GiB of memory and disk; null where nobody says what a node has. */
export interface NodeRoom {
  readonly cpu: number | null;
  readonly memoryGiB: number | null;
  readonly diskGiB: number | null;
}

export type NodeResource = keyof NodeRoom;

/** Props that say it. */
export const FACT_OF = { cpu: 'cpuPerNode', memoryGiB: 'memoryGiBPerNode', diskGiB: 'diskGiBPerNode' } as const satisfies Record<
  NodeResource,
  keyof NodePool
>;

export const NODE_RESOURCES: readonly NodeResource[] = ['cpu', 'memoryGiB', 'diskGiB'];

/** Pods that run on every node beside those that are planned: network, storage, metrics, the plugins of the GPUs. Assumed. */
const ON_EVERY_NODE = { cpu: 0.25, memoryGiB: 0.5 };
/**
 * Part of the nominal memory that the machine itself keeps, so that a node shows less: what Karpenter assumes of any instance (`settings.vmMemoryOverheadPercent`,
 * karpenter-provider-aws 1.14, read 2026-08).
 */
const MACHINE_SHARE = 0.075;

/** What kept room is taken off: what is documented, or also what is only assumed. */
export type Certainty = 'at most' | 'assured';

/**
 * @param certainty `at most`: nothing beyond it can be placed on the node. `assured`: what is assumed of the machine and of what runs on every node is taken off, too
 * @param reserve what the node keeps; by default that of the cloud whose labels it has
 */
export function nodeRoom(pool: NodePool, certainty: Certainty, reserve: NodeReserve = reserveOf([pool])): NodeRoom {
  const { cpuPerNode, memoryGiBPerNode, diskGiBPerNode } = pool;
  const assured = certainty === 'assured';
  return {
    cpu: left(cpuPerNode, (cpus) => reserve.cpu(cpus) + (assured ? ON_EVERY_NODE.cpu : 0)),
    memoryGiB: left(memoryGiBPerNode, (gib) => reserve.memoryGiB(gib) + (assured ? MACHINE_SHARE * gib + ON_EVERY_NODE.memoryGiB : 0)),
    diskGiB: left(diskGiBPerNode, (gib) => reserve.diskGiB(gib) + (assured ? (reserve.moreDiskGiB?.(gib) ?? 0) : 0)),
  };
}

/** Rules of the cloud that node pools are in, by the labels of any of them. */
export const reserveOf = (pools: readonly NodePool[]): NodeReserve =>
  reserveByLabels(pools.flatMap(({ labels = {} }) => Object.keys(labels)));

const left = (has: number | undefined, kept: (has: number) => number): number | null =>
  has === undefined ? null : Math.max(0, has - kept(has));
