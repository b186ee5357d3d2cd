/** What replicas cost: those of the floor and those above it may run on nodes that are bought in different ways. */
import { gpusInAll } from '../capacity/gpus-of-replica';
import type { PoolNodes } from './pool-nodes';
import type { PoolReplica } from './pool-replica';

/** What the cost of replicas follows from: a part of the view of a pool. */
export interface PricedReplicas {
  readonly nodes: Pick<PoolNodes, 'price' | 'burst'>;
  readonly replica: PoolReplica;
  readonly minReplicas: number;
}

/** USD per hour of so many replicas, not rounded; null where a price is not known. */
export function usdOfReplicas({ nodes: { price, burst }, replica, minReplicas }: PricedReplicas, replicas: number): number | null {
  const above = burst === null ? 0 : Math.max(0, replicas - minReplicas);
  const ofBurst = above === 0 ? 0 : (burst?.price?.usdPerGpuHour ?? null);
  if (price === null || ofBurst === null) return null;
  return gpusInAll(replica) * ((replicas - above) * price.usdPerGpuHour + above * ofBurst);
}
