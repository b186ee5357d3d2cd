/** AF-ELA-026: of a queue that nobody can ask there is no signal. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

export const queueAsked: Rule<ScalingView> = {
  id: 'queue-asked',
  code: 'AF-ELA-026',
  title: 'A pool scales on a queue that cannot be asked for its tasks.',
  why: 'The replicas would never change, and a sleeping pool would never wake.',
  fix: 'Take a queue that KEDA can count.',
  severity: 'error',
  check({ spec: { queue, tasksPerReplica = 1 } }) {
    if (queue === undefined) return 'not-applicable';
    if (queue.depth(tasksPerReplica) !== null) return 'compliant';
    return [
      {
        prop: 'scaling.queue',
        value: queue.name,
        allowed: 'a queue with a depth',
        message: `nobody can ask queue ${queue.name} how many tasks it has`,
        repairs: ['TaskQueue.redisStream', 'TaskQueue.fromExisting', 'a schedule of Scaling.queueDepth'],
      },
    ];
  },
};
