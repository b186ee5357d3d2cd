/** Pools and tools that compete for the GPUs of the same nodes. */
import { gpusInAll } from '../capacity/gpus-of-replica';
import type { NodePool } from '../platform/node-pool';
import type { GpuTenant } from './gpu-tenant';

/** Pools that compete for the same nodes: all with a GPU, or all that one node pool holds. */
export interface Competition {
  readonly first: GpuTenant;
  readonly rivals: readonly GpuTenant[];
  /** Undefined for all nodes with the GPU. */
  readonly nodePool: string | undefined;
}

/** For all nodes with each GPU, whole or in parts, and for every node pool that a pool is pinned to. */
export function competitions(pools: readonly GpuTenant[]): Competition[] {
  return pools.flatMap((first) => {
    const { gpu, nodePool } = first.spec;
    const rivals = pools.filter((other) => other.spec.gpu.id === gpu.id && isInParts(other) === isInParts(first));
    const pinned = nodePool === undefined ? [] : [nodePool, ...onlyBurst(first)];
    const named = pinned.map((name) => ({ first, nodePool: name, rivals: rivals.filter((rival) => isOn(rival, name)) }));
    // Where each has a node pool of its own choice, the node pools say all.
    const areAllPinned = rivals.every(({ spec, nodes }) => spec.nodePool !== undefined && (nodes.burst?.nodePools.length ?? 1) === 1);
    const anywhere = areAllPinned ? [] : [{ first, nodePool: undefined, rivals }];
    return [...named, ...anywhere].filter((competition) => competition.rivals[0] === first);
  });
}

const isInParts = ({ nodes }: GpuTenant): boolean => nodes.sharing !== null;

/** The node pool of the burst, where it has no choice. */
const onlyBurst = ({ spec: { nodePool, burstNodePools = [] } }: GpuTenant): readonly string[] =>
  burstNodePools.length === 1 && burstNodePools[0] !== nodePool ? burstNodePools : [];

const isOn = (pool: GpuTenant, name: string): boolean => pool.spec.nodePool === name || onlyBurst(pool).includes(name);

/** Node pools that the rivals may run on, each once; empty where none are declared. Two values of the same cluster need not both say what nodes it has. */
export function contested({ rivals, nodePool: name }: Competition): NodePool[] {
  const all = rivals.flatMap(({ nodes }) => nodes.nodePools).filter((nodePool) => name === undefined || nodePool.name === name);
  return [...new Map(all.map((nodePool) => [nodePool.name, nodePool])).values()];
}

/** Replicas of a pool that compete: all of them, or those of its floor or of its burst that only this node pool takes. */
export function competing(pool: GpuTenant, bound: Bound, name: string | undefined): number {
  const { spec, minReplicas, maxReplicas } = pool;
  if (name === undefined || spec.burstNodePools === undefined) return pool[bound];
  if (spec.nodePool === name) return minReplicas;
  return bound === 'minReplicas' ? 0 : Math.max(0, maxReplicas - minReplicas);
}

/** GPUs, or parts of them, that the nodes have; undefined where it is not given, or where there are none of the kind. */
export function quotaOf(competition: Competition): number | undefined {
  const gpus = contested(competition).reduce((sum, { nodes, gpusPerNode }) => sum + nodes * gpusPerNode, 0);
  return gpus === 0 ? undefined : gpus;
}

/** What is counted: GPUs, or the parts of those that engines share. */
export const unitOf = ({ first }: Competition): string => (isInParts(first) ? `part of ${first.spec.gpu.name}` : first.spec.gpu.name);

export type Bound = 'minReplicas' | 'maxReplicas';

/** GPUs that all pools ask for. */
export const gpusAsked = ({ rivals, nodePool }: Competition, bound: Bound): number =>
  rivals.reduce((sum, pool) => sum + competing(pool, bound, nodePool) * gpusInAll(pool.replica), 0);

/** Prop that a bound is written in, and how serious it is to exceed it. */
export const OF_BOUND = {
  minReplicas: { severity: 'error', prop: 'replicas' },
  maxReplicas: { severity: 'warning', prop: 'scaling.max' },
} as const;
