/** Whose pods keep their GPU where nodes are short: what the user says of a pool, or what its roles are beside those of others on the same nodes. */
import { PodPriority } from '../platform/pod-priority';
import { isBackground } from './background-pool';
import { type GpuTenant, isPool } from './gpu-tenant';
import type { PoolDemand } from './pool-demand';
import type { PoolView } from './pool-view';

/** Users wait for a role on the pool. */
export const isAwaited = ({ classes }: PoolDemand): boolean => classes.some(({ latency }) => latency !== 'background');

/** Pods of both may run on the same nodes. Where a cluster declares none, those with the GPU. */
export function shareNodes(one: GpuTenant, other: GpuTenant): boolean {
  if (one.path === other.path || one.cluster !== other.cluster || one.spec.gpu.id !== other.spec.gpu.id) return false;
  const [own, others] = [one.nodes.nodePools, other.nodes.nodePools];
  if (own.length > 0 && others.length > 0) return own.some(({ name }) => others.some((node) => node.name === name));
  return one.spec.nodePool === undefined || other.spec.nodePool === undefined || one.spec.nodePool === other.spec.nodePool;
}

type Prioritized = Pick<PoolView, 'spec' | 'demand'>;

/**
 * The priority of a pool: what its props say, else that of the background where all its roles are, can be interrupted, and users wait for a pool that may need its nodes.
 * Null for none: alone, a pool of the background keeps its place among the other pods of the cluster.
 */
export function poolPriority({ spec, demand }: Prioritized, competesWithAwaited: () => boolean): PodPriority | null {
  if (spec.podPriority !== undefined) return spec.podPriority;
  return isBackground(demand) && demand.interruptible === true && competesWithAwaited() ? PodPriority.BACKGROUND : null;
}

/** Pools that users wait for on the nodes of a pool. */
export const awaitedRivals = (pool: GpuTenant, tenants: readonly GpuTenant[]): PoolView[] =>
  tenants.filter(isPool).filter((other) => isAwaited(other.demand) && shareNodes(pool, other));

/** What pods without a class have, unless the cluster has a class that is its default. */
const WITHOUT_CLASS = { value: 0, preempts: true };

export const priorityValue = ({ priority }: Pick<GpuTenant, 'priority'>): number => (priority ?? WITHOUT_CLASS).value;

export const preempts = ({ priority }: GpuTenant): boolean => (priority ?? WITHOUT_CLASS).preempts;

/** Pods of the other take the place of its pods where no node has room for them. */
export const givesWayTo = (pool: GpuTenant, other: GpuTenant): boolean =>
  shareNodes(pool, other) && preempts(other) && priorityValue(other) > priorityValue(pool);
