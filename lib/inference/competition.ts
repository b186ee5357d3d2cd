/** Pools that compete for the GPUs of the same nodes. */
import { gpusInAll } from '../capacity/gpus-of-replica';
import type { PoolView } from './pool-view';

/** Pools that compete for the same nodes: all with a GPU, or all that one node pool holds. */
export interface Competition {
  readonly first: PoolView;
  readonly rivals: readonly PoolView[];
  /** Undefined for all nodes with the GPU. */
  readonly nodePool: string | undefined;
}

/** For all nodes with each GPU, and for every node pool that a pool is pinned to. */
export function competitions(pools: readonly PoolView[]): Competition[] {
  return pools.flatMap((first) => {
    const { gpu, nodePool } = first.spec;
    const rivals = pools.filter((other) => other.spec.gpu.id === gpu.id);
    const pinned = nodePool === undefined ? [] : [{ first, nodePool, rivals: rivals.filter((rival) => rival.spec.nodePool === nodePool) }];
    return [...pinned, { first, nodePool: undefined, rivals }].filter((competition) => competition.rivals[0] === first);
  });
}

/** GPUs that the nodes have; undefined where it is not given, or where there are none of the kind. */
export function quotaOf({ first, rivals, nodePool }: Competition): number | undefined {
  // Two values of the same cluster need not both say what nodes it has.
  const quota = rivals.map(({ setting }) => setting.nodes.quota(first.spec.gpu, nodePool)).find((gpus) => gpus !== undefined);
  return quota === 0 ? undefined : quota;
}

export type Bound = 'minReplicas' | 'maxReplicas';

/** GPUs that all pools ask for. */
export const gpusAsked = ({ rivals }: Competition, bound: Bound): number =>
  rivals.reduce((sum, pool) => sum + pool[bound] * gpusInAll(pool.replica), 0);

/** Prop that a bound is written in, and how serious it is to exceed it. */
export const OF_BOUND = {
  minReplicas: { severity: 'error', prop: 'replicas' },
  maxReplicas: { severity: 'warning', prop: 'scaling.max' },
} as const;
