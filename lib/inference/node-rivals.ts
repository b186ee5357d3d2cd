/** Pools and tools on GPUs whose pods may need the same nodes, and which of them gives way. */
import { type GpuTenant, isPool } from './gpu-tenant';
import { isAwaited } from './pool-priority';
import type { PoolView } from './pool-view';

/** Pods of both may run on the same nodes. Where a cluster declares none, those with the GPU. */
export function shareNodes(one: GpuTenant, other: GpuTenant): boolean {
  if (one.path === other.path || one.cluster !== other.cluster || one.spec.gpu.id !== other.spec.gpu.id) return false;
  const [own, others] = [one.nodes.nodePools, other.nodes.nodePools];
  if (own.length > 0 && others.length > 0) return own.some(({ name }) => others.some((node) => node.name === name));
  return one.spec.nodePool === undefined || other.spec.nodePool === undefined || one.spec.nodePool === other.spec.nodePool;
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
