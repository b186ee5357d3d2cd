/** Nodes that nobody takes away, and how many replicas of a pool they hold. */
import { gpusOfPod, nodesOf } from '../capacity/gpus-of-replica';
import type { NodePool } from '../platform/node-pool';
import type { PoolView } from './pool-view';

export const mayBeTaken = ({ purchase }: NodePool): boolean => purchase === 'spot';

/** Replicas of the floor that fit on nodes that are not spot nodes. */
export function replicasOnStayingNodes({ nodes: { floor }, replica }: Pick<PoolView, 'nodes' | 'replica'>): number {
  const pods = floor
    .filter((pool) => !mayBeTaken(pool))
    .reduce((sum, { nodes, gpusPerNode }) => sum + nodes * Math.floor(gpusPerNode / gpusOfPod(replica)), 0);
  return Math.floor(pods / nodesOf(replica));
}
