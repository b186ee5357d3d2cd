/** GPUs that all pools of a cluster ask for, against what its nodes have. Reported once, at the first pool of a GPU. */
import type { UnplacedFinding } from '../core/finding';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { InferencePool } from './inference-pool';
import { gpusOfPod } from './pod-shape';
import { isInferencePool } from './pool-brand';

export function quotaFindings(pool: InferencePool): UnplacedFinding[] {
  const quota = pool.cluster.gpuQuota(pool.spec.gpu);
  const rivals = SynthesisRegistry.of(pool)
    .registered((construct): construct is InferencePool => isInferencePool(construct))
    .filter((other) => other.cluster === pool.cluster && other.spec.gpu.id === pool.spec.gpu.id);
  if (quota === undefined || quota === 0 || rivals[0] !== pool) return [];
  const floor = gpus(rivals, (rival) => rival.minReplicas);
  const ceiling = gpus(rivals, (rival) => rival.maxReplicas);
  if (floor > quota) return [overQuota(pool, rivals, floor, quota, 'error')];
  return ceiling > quota ? [overQuota(pool, rivals, ceiling, quota, 'warning')] : [];
}

function gpus(pools: readonly InferencePool[], replicas: (pool: InferencePool) => number): number {
  return pools.reduce((sum, pool) => sum + replicas(pool) * gpusOfPod(pool.replica), 0);
}

function overQuota(
  pool: InferencePool,
  rivals: readonly InferencePool[],
  asked: number,
  quota: number,
  severity: 'error' | 'warning',
): UnplacedFinding {
  const bound = severity === 'error' ? 'minReplicas' : 'maxReplicas';
  const gpu = pool.spec.gpu.name;
  return {
    code: 'AF-CLU-001',
    severity,
    prop: severity === 'error' ? 'replicas' : 'scaling.max',
    value: asked,
    allowed: `at most ${quota} × ${gpu}`,
    message:
      severity === 'error'
        ? `the pools of cluster ${pool.cluster.name} need ${asked} × ${gpu}, but its nodes have ${quota}`
        : `at their ceilings the pools of cluster ${pool.cluster.name} want ${asked} × ${gpu}, but its nodes have ${quota}; the last replicas would stay pending`,
    details: rivals.map((rival) => ({
      label: rival.node.path,
      text: `${rival[bound]} × ${counted(gpusOfPod(rival.replica))}`,
    })),
    repairs: [`nodes for ${asked - quota} more ${gpu}`, `${asked - quota} GPU${asked - quota > 1 ? 's' : ''} less over these pools`],
  };
}

const counted = (gpus: number): string => (gpus === 1 ? '1 GPU' : `${gpus} GPUs`);
