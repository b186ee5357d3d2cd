/** AF-CPU-002: work that nobody waits for lies in a queue until somebody has time for it. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { QueuedWork } from '../queued-work';

export const backgroundQueued: Rule<QueuedWork> = {
  id: 'background-queued',
  code: 'AF-CPU-002',
  title: 'A role is background work, and no queue lies between those who ask and the agents.',
  why: 'Without a queue nothing holds the tasks while the agents or their pools are busy, restarted or scaled down, and there is no signal to scale by.',
  fix: 'Give the fleet a TaskQueue: runtime.consumes where the agents take their tasks from it, services where they put tasks into one.',
  severity: OPERATIONAL,
  check({ background, hasQueue }) {
    if (background.length === 0) return 'not-applicable';
    if (hasQueue) return 'compliant';
    return [
      {
        prop: `roles.${background[0]}.latency`,
        value: 'background',
        allowed: 'background work from a queue',
        message: `${background.join(', ')} ${background.length === 1 ? 'is' : 'are'} background work, and no queue holds the tasks while agents and pools are busy or down`,
        repairs: [
          "runtime.consumes: TaskQueue.redisStream(stack, 'tasks', { cluster, store })",
          'runtime.consumes: TaskQueue.fromExisting({ … })',
        ],
      },
    ];
  },
};
