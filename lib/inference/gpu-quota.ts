/** GPUs that all pools of a cluster ask for, against what its nodes have. Reported once, at the first pool that competes for them. */
import type { UnplacedFinding } from '../core/finding';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { InferencePool } from './inference-pool';
import { gpusOfPod } from './pod-shape';
import { isInferencePool } from './pool-brand';

/** AF-CLU-001, for all nodes with the GPU of a pool and for the node pool that it is pinned to. */
export function quotaFindings(pool: InferencePool): UnplacedFinding[] {
  const { nodePool } = pool.spec;
  const rivals = rivalsOf(pool);
  const pinned =
    nodePool === undefined ? [] : overdrawn(pool, { nodePool, rivals: rivals.filter((rival) => rival.spec.nodePool === nodePool) });
  return [...pinned, ...overdrawn(pool, { rivals })];
}

const rivalsOf = (pool: InferencePool): InferencePool[] =>
  SynthesisRegistry.of(pool)
    .registered((construct): construct is InferencePool => isInferencePool(construct))
    .filter((other) => other.cluster === pool.cluster && other.spec.gpu.id === pool.spec.gpu.id);

/** Pools that compete for the same nodes. */
interface Competition {
  readonly nodePool?: string;
  readonly rivals: readonly InferencePool[];
}

function overdrawn(pool: InferencePool, competition: Competition): UnplacedFinding[] {
  const { rivals, nodePool } = competition;
  const quota = pool.cluster.gpuQuota(pool.spec.gpu, nodePool);
  if (quota === undefined || quota === 0 || rivals[0] !== pool) return [];
  const floor = gpus(rivals, (rival) => rival.minReplicas);
  const ceiling = gpus(rivals, (rival) => rival.maxReplicas);
  if (floor > quota) return [overQuota(pool, competition, floor, quota, 'error')];
  return ceiling > quota ? [overQuota(pool, competition, ceiling, quota, 'warning')] : [];
}

function gpus(pools: readonly InferencePool[], replicas: (pool: InferencePool) => number): number {
  return pools.reduce((sum, pool) => sum + replicas(pool) * gpusOfPod(pool.replica), 0);
}

function overQuota(
  pool: InferencePool,
  { rivals, nodePool }: Competition,
  asked: number,
  quota: number,
  severity: 'error' | 'warning',
): UnplacedFinding {
  const bound = severity === 'error' ? 'minReplicas' : 'maxReplicas';
  const gpu = pool.spec.gpu.name;
  const where = nodePool === undefined ? `of cluster ${pool.cluster.name}` : `on node pool "${nodePool}"`;
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
    details: rivals.map((rival) => ({
      label: rival.node.path,
      text: `${rival[bound]} × ${counted(gpusOfPod(rival.replica))}`,
    })),
    repairs: [`nodes for ${asked - quota} more ${gpu}`, `${asked - quota} GPU${asked - quota > 1 ? 's' : ''} less over these pools`],
  };
}

const counted = (gpus: number): string => (gpus === 1 ? '1 GPU' : `${gpus} GPUs`);
