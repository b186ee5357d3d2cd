/** GPUs that all pools of a cluster ask for, against what its nodes have. Reported once, at the first pool that competes for them. */

import { gpusOfPod } from '../capacity/gpus-of-replica';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import type { PoolView } from './pool-view';

/** Pools that compete for the same nodes: all with a GPU, or all that one node pool holds. */
interface Competition {
  readonly first: PoolView;
  readonly rivals: readonly PoolView[];
  /** Undefined for all nodes with the GPU. */
  readonly nodePool: string | undefined;
}

/** AF-CLU-001, for all nodes with each GPU and for every node pool that somebody is pinned to. */
export function quotaFindings(pools: readonly PoolView[]): Finding[] {
  return competitions(pools).flatMap((competition) => overdrawn(competition).map((finding) => place(competition.first.path, finding)));
}

function competitions(pools: readonly PoolView[]): Competition[] {
  return pools.flatMap((first) => {
    const { gpu, nodePool } = first.spec;
    const rivals = pools.filter((other) => other.spec.gpu.id === gpu.id);
    const pinned = nodePool === undefined ? [] : [{ first, nodePool, rivals: rivals.filter((rival) => rival.spec.nodePool === nodePool) }];
    return [...pinned, { first, nodePool: undefined, rivals }].filter((competition) => competition.rivals[0] === first);
  });
}

function overdrawn(competition: Competition): UnplacedFinding[] {
  const { first, rivals, nodePool } = competition;
  // Two values of the same cluster need not both say what nodes it has.
  const quota = rivals.map(({ setting }) => setting.nodes.quota(first.spec.gpu, nodePool)).find((gpus) => gpus !== undefined);
  if (quota === undefined || quota === 0) return [];
  const floor = gpus(rivals, (rival) => rival.minReplicas);
  const ceiling = gpus(rivals, (rival) => rival.maxReplicas);
  if (floor > quota) return [overQuota(competition, floor, quota, 'error')];
  const scattered = unplaceable(competition, 'minReplicas', 'error');
  if (scattered.length > 0) return scattered;
  return ceiling > quota ? [overQuota(competition, ceiling, quota, 'warning')] : unplaceable(competition, 'maxReplicas', 'warning');
}

/**
 * Replicas do not reach over nodes: of those with at least so many GPUs, a node holds only as many as fit into it whole. A necessary condition, asked of
 * every size; what passes it may still be scattered by smaller replicas that came first.
 */
function unplaceable({ first, rivals, nodePool }: Competition, bound: Bound, severity: 'error' | 'warning'): UnplacedFinding[] {
  const nodes = rivals.map(({ setting }) => setting.nodes.poolsFor(first.spec.gpu, nodePool)).find((declared) => declared.length > 0) ?? [];
  const largest = Math.max(0, ...nodes.map(({ gpusPerNode }) => gpusPerNode));
  // A replica that no node holds is AF-CLU-004.
  const asking = rivals.filter(({ replica }) => gpusOfPod(replica) <= largest);
  const sizes = [...new Set(asking.map(({ replica }) => gpusOfPod(replica)))];
  return sizes.flatMap((size) => {
    const wanted = asking.filter(({ replica }) => gpusOfPod(replica) >= size).reduce((sum, rival) => sum + rival[bound], 0);
    const room = nodes.reduce((sum, { gpusPerNode, nodes: count }) => sum + count * Math.floor(gpusPerNode / size), 0);
    return wanted <= room ? [] : [scatteredFinding(first, { size, wanted, room, largest }, severity)];
  });
}

interface Scattered {
  readonly size: number;
  readonly wanted: number;
  readonly room: number;
  readonly largest: number;
}

function scatteredFinding(first: PoolView, { size, wanted, room, largest }: Scattered, severity: 'error' | 'warning'): UnplacedFinding {
  const gpu = first.spec.gpu.name;
  const moreNodes = Math.ceil((wanted - room) / Math.floor(largest / size));
  return {
    code: 'AF-CLU-001',
    severity,
    prop: severity === 'error' ? 'replicas' : 'scaling.max',
    value: wanted,
    allowed: `at most ${room} replicas of ${size} × ${gpu}, each whole within a node`,
    message: `${wanted} replicas of at least ${size} × ${gpu} are wanted, and the nodes of cluster ${first.cluster} hold ${room} of that size: a replica does not reach over nodes`,
    repairs: [
      `${moreNodes} more node${moreNodes > 1 ? 's' : ''} with ${largest} × ${gpu}`,
      `${wanted - room} replica${wanted - room > 1 ? 's' : ''} less`,
    ],
  };
}

type Bound = 'minReplicas' | 'maxReplicas';

function gpus(pools: readonly PoolView[], replicas: (pool: PoolView) => number): number {
  return pools.reduce((sum, pool) => sum + replicas(pool) * gpusOfPod(pool.replica), 0);
}

function overQuota({ first, rivals, nodePool }: Competition, asked: number, quota: number, severity: 'error' | 'warning'): UnplacedFinding {
  const bound: Bound = severity === 'error' ? 'minReplicas' : 'maxReplicas';
  const gpu = first.spec.gpu.name;
  const where = nodePool === undefined ? `of cluster ${first.cluster}` : `on node pool "${nodePool}"`;
  return {
    code: 'AF-CLU-001',
    severity,
    prop: severity === 'error' ? 'replicas' : 'scaling.max',
    value: asked,
    allowed: `at most ${quota} × ${gpu}`,
    message:
      severity === 'error'
        ? `the pools ${where} need ${asked} × ${gpu}, but its nodes have ${quota}`
        : `at their ceilings the pools ${where} want ${asked} × ${gpu}, but its nodes have ${quota}; the last replicas would stay pending`,
    details: rivals.map((rival) => ({ label: rival.path, text: `${rival[bound]} × ${counted(gpusOfPod(rival.replica))}` })),
    repairs: [`nodes for ${asked - quota} more ${gpu}`, `${asked - quota} GPU${asked - quota > 1 ? 's' : ''} less over these pools`],
  };
}

const counted = (gpus: number): string => (gpus === 1 ? '1 GPU' : `${gpus} GPUs`);
