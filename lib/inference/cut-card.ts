/** Pools that run on slices of the cards of a node pool, and how much of the cards that they need is used. */

import { gpusInAll } from '../capacity/gpus-of-replica';
import { computeOf } from '../catalog/mig-layout';
import type { NodeMig } from '../platform/node-mig';
import type { NodePool } from '../platform/node-pool';
import type { GpuTenant } from './gpu-tenant';

/** A card of a node pool that is cut into slices. */
export interface CutCard {
  readonly nodePool: string;
  readonly mig: NodeMig;
  /** All pools that may run there, in the order in which they were made. */
  readonly pools: readonly GpuTenant[];
  /** Slices of each profile that are always taken. */
  readonly used: Readonly<Record<string, number>>;
  /** Cards on which these lie at best. */
  readonly cards: number;
  /** Part of the compute slices of these cards that no pool takes, 0 to 1. */
  readonly idleShare: number;
}

/** One for each node pool whose cards are cut and that some pool runs on. */
export function cutCards(pools: readonly GpuTenant[]): CutCard[] {
  const nodePools = new Map(pools.flatMap(({ nodes }) => nodes.nodePools).map((nodePool) => [nodePool.name, nodePool]));
  return [...nodePools.values()].flatMap((nodePool) => (nodePool.mig === undefined ? [] : [cutCard(nodePool, nodePool.mig, pools)]));
}

/** A pool that may run in several node pools counts in the first of them. */
function cutCard({ name }: NodePool, mig: NodeMig, all: readonly GpuTenant[]): CutCard {
  const pools = all.filter(({ nodes }) => nodes.nodePools[0]?.name === name);
  const used = Object.fromEntries(Object.keys(mig.layout).map((profile) => [profile, takenOf(profile, pools)]));
  const cards = Math.max(0, ...Object.entries(mig.layout).map(([profile, count]) => Math.ceil((used[profile] ?? 0) / count)));
  const paid = cards * computeOf(mig.layout);
  return { nodePool: name, mig, pools, used, cards, idleShare: paid === 0 ? 0 : 1 - computeOf(used) / paid };
}

const takenOf = (profile: string, pools: readonly GpuTenant[]): number =>
  pools
    .filter(({ spec }) => spec.gpu.facts.sliceOf?.profile === profile)
    .reduce((sum, { idleReplicas, replica }) => sum + idleReplicas * gpusInAll(replica), 0);
