/** Pools whose engines share the cards of a node pool, and which of them may meet on one card. */
import type { NodePool } from '../platform/node-pool';
import type { NodeSharing } from '../platform/node-sharing';
import { type GpuTenant, shareOf } from './gpu-tenant';

/** A card of a node pool that engines share. */
export interface SharedCard {
  readonly cluster: string;
  readonly nodePool: string;
  readonly gpu: string;
  readonly sharing: NodeSharing;
  /** All pools that may run there, in the order in which they were made. */
  readonly sharers: readonly GpuTenant[];
  /** Engines of the most memory that Kubernetes and the device plugin may put on one card; a pool stands there once for each of its replicas. */
  readonly heaviest: readonly GpuTenant[];
  /** The node pool has one card: that the sharers meet on it is certain. */
  readonly isOnlyCard: boolean;
}

/** One for each node pool whose cards are shared and that some pool may run on. */
export function sharedCards(pools: readonly GpuTenant[]): SharedCard[] {
  const nodePools = new Map(pools.flatMap(({ nodes }) => nodes.nodePools).map((nodePool) => [nodePool.name, nodePool]));
  return [...nodePools.values()].flatMap((nodePool) =>
    nodePool.sharing === undefined ? [] : [sharedCard(nodePool, nodePool.sharing, pools)],
  );
}

function sharedCard(nodePool: NodePool, sharing: NodeSharing, pools: readonly GpuTenant[]): SharedCard {
  const sharers = pools.filter(({ nodes }) => nodes.nodePools.some(({ name }) => name === nodePool.name));
  const cards = nodePool.gpusPerNode / sharing.engines;
  return {
    cluster: sharers[0]?.cluster ?? '',
    nodePool: nodePool.name,
    gpu: nodePool.gpu?.name ?? '',
    sharing,
    sharers,
    heaviest: heaviest(sharers, sharing.engines),
    isOnlyCard: cards * nodePool.nodes === 1,
  };
}

/**
 * The device plugin takes the card of a node that has most parts free, whoever asks. Of a pool whose pods are kept on different nodes one engine may be
 * on a card, of another as many as it has replicas.
 */
function heaviest(sharers: readonly GpuTenant[], engines: number): GpuTenant[] {
  const all = sharers.flatMap((pool) => Array.from({ length: keptApart(pool) ? 1 : Math.min(engines, pool.maxReplicas) }, () => pool));
  return all.sort((a, b) => shareOf(b) - shareOf(a)).slice(0, engines);
}

/** Where every node has one card, pods of one pool go to different nodes, so that a card never holds two of them. */
export const keptApart = ({ nodes: { nodePools } }: GpuTenant): boolean =>
  nodePools.length > 0 && nodePools.every(({ sharing, gpusPerNode }) => sharing !== undefined && gpusPerNode === sharing.engines);
