/** AF-ELA-025: requests per GPU, of a workload without GPUs. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { waitingAllowed } from '../signals/queue';

export const gpusKnown: Rule<ScalingView> = {
  id: 'gpus-known',
  code: 'AF-ELA-025',
  title: 'A policy counts waiting requests by GPU, and the workload does not say how many GPUs a replica has.',
  why: 'There is no number of requests at which a replica is missing.',
  fix: 'Count by replica: Scaling.queueDepth.',
  severity: 'error',
  check({ spec, target }) {
    if (spec.waitingPerGpu === undefined) return 'not-applicable';
    if (waitingAllowed(target, spec) !== null) return 'compliant';
    return [
      {
        prop: 'scaling.waitingPerGpu',
        value: spec.waitingPerGpu,
        allowed: 'a policy that counts by replica',
        message: `${target.name} does not say how many GPUs a replica has`,
        repairs: ['Scaling.queueDepth({ waitingPerReplica })'],
      },
    ];
  },
};
