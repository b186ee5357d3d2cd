/** AF-ELA-013: a query over a series that does not exist is an error of the autoscaler, and never goes away. */
import type { Rule } from '../../core/rule';
import type { QueueDepthView } from '../queue-depth-view';
import { waitingSeries } from '../scaled-object';

export const queueSeen: Rule<QueueDepthView> = {
  id: 'queue-seen',
  code: 'AF-ELA-013',
  title: 'A scaling policy needs a metric that the workload does not write.',
  why: 'The replicas would never change.',
  fix: 'Take a fixed number of replicas, or a policy whose signal the workload writes.',
  severity: 'error',
  check({ target }) {
    if (waitingSeries(target) !== null) return 'compliant';
    return [
      {
        prop: 'scaling',
        value: 'queueDepth',
        allowed: 'a policy whose signal the workload writes',
        message: `${target.metricsSource} does not say how many requests wait, so nothing would scale ${target.name}`,
        repairs: ['a fixed number of replicas', 'another scaling policy', 'another engine'],
      },
    ];
  },
};
