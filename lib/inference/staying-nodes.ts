/** Nodes that nobody takes away, and how many replicas of a pool they hold. */
import { gpusOfPod, nodesOf } from '../capacity/gpus-of-replica';
import type { NodePool } from '../platform/node-pool';
import type { PoolView } from './pool-view';

export const mayBeTaken = ({ purchase }: NodePool): boolean => purchase === 'spot';

/** Replicas that fit on the nodes of a pool that are not spot nodes. */
export function replicasOnStayingNodes({ nodes: { nodePools }, replica }: Pick<PoolView, 'nodes' | 'replica'>): number {
  const pods = nodePools
    .filter((pool) => !mayBeTaken(pool))
    .reduce((sum, { nodes, gpusPerNode }) => sum + nodes * Math.floor(gpusPerNode / gpusOfPod(replica)), 0);
  return Math.floor(pods / nodesOf(replica));
}
