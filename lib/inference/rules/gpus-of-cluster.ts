/** AF-CLU-001: GPUs that all pools of a cluster ask for, against what its nodes have. */
import { gpusInAll } from '../../capacity/gpus-of-replica';
import type { Rule, Violation } from '../../core/rule';
import { type Bound, type Competition, competing, gpusAsked, OF_BOUND, quotaOf, unitOf } from '../competition';
import { isPool } from '../gpu-tenant';

export const gpusOfCluster: Rule<Competition> = {
  id: 'gpus-of-cluster',
  code: 'AF-CLU-001',
  title: 'The pools of a cluster ask for more GPUs than its nodes have.',
  why: 'The last replicas stay pending.',
  fix: 'Add nodes, or ask for fewer GPUs.',
  severity: ['error', 'warning'],
  check(competition) {
    const quota = quotaOf(competition);
    if (quota === undefined) return 'not-applicable';
    if (gpusAsked(competition, 'minReplicas') > quota) return [overQuota(competition, quota, 'minReplicas')];
    return gpusAsked(competition, 'maxReplicas') > quota ? [overQuota(competition, quota, 'maxReplicas')] : 'compliant';
  },
};

function overQuota(competition: Competition, quota: number, bound: Bound): Violation {
  const { first, rivals, nodePool } = competition;
  const asked = gpusAsked(competition, bound);
  const gpu = unitOf(competition);
  const who = rivals.every(isPool) ? 'pools' : 'pools and GPU services';
  const where = nodePool === undefined ? `of cluster ${first.cluster}` : `on node pool "${nodePool}"`;
  return {
    ...OF_BOUND[bound],
    value: asked,
    allowed: `at most ${quota} × ${gpu}`,
    message:
      bound === 'minReplicas'
        ? `the ${who} ${where} need ${asked} × ${gpu}, but its nodes have ${quota}`
        : `at their ceilings the ${who} ${where} want ${asked} × ${gpu}, but its nodes have ${quota}; the last replicas would stay pending`,
    details: rivals.map((rival) => ({
      label: rival.path,
      text: `${competing(rival, bound, nodePool)} × ${counted(gpusInAll(rival.replica))}`,
    })),
    repairs: [`nodes for ${asked - quota} more ${gpu}`, `${asked - quota} GPU${asked - quota > 1 ? 's' : ''} less over these ${who}`],
  };
}

const counted = (gpus: number): string => (gpus === 1 ? '1 GPU' : `${gpus} GPUs`);
