/** AF-ELA-013: a query over a series that does not exist is an error of the autoscaler, and never goes away. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { unsaid } from '../signals';

export const signalSeen: Rule<ScalingView> = {
  id: 'signal-seen',
  code: 'AF-ELA-013',
  title: 'A scaling policy needs a metric that the workload does not write.',
  why: 'The replicas would never change.',
  fix: 'Take a fixed number of replicas, or a policy whose signal the workload writes.',
  severity: 'error',
  check({ policy, signals, target }) {
    const missing = unsaid(target, signals);
    if (missing.length === 0) return 'compliant';
    return [
      {
        prop: 'scaling',
        value: policy,
        allowed: 'a policy whose signal the workload writes',
        message: `${target.metricsSource} does not say ${missing.join(' and ')}, so nothing would scale ${target.name}`,
        repairs: ['a fixed number of replicas', 'another scaling policy', 'another engine, or the series in metrics of a GPU service'],
      },
    ];
  },
};
