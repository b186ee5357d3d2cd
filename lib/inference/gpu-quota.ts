/** GPUs that all pools of a cluster ask for, against what its nodes have. Reported once, at the first pool that competes for them. */
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { gpusOfPod } from './pod-shape';
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
  return ceiling > quota ? [overQuota(competition, ceiling, quota, 'warning')] : [];
}

function gpus(pools: readonly PoolView[], replicas: (pool: PoolView) => number): number {
  return pools.reduce((sum, pool) => sum + replicas(pool) * gpusOfPod(pool.replica), 0);
}

function overQuota({ first, rivals, nodePool }: Competition, asked: number, quota: number, severity: 'error' | 'warning'): UnplacedFinding {
  const bound = severity === 'error' ? 'minReplicas' : 'maxReplicas';
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
