/** AF-CPU-017: somebody who waits for an answer does not wait for a first worker, too. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { QueuedWork } from '../queued-work';

export const workersAwake: Rule<QueuedWork> = {
  id: 'workers-awake',
  code: 'AF-CPU-017',
  title: 'A user waits for a role whose workers are all stopped while the queue is empty.',
  why: 'The first task waits until the queue is looked at, a pod is placed and its image is there.',
  fix: 'Keep a worker (workers.min), or make the role background work.',
  severity: OPERATIONAL,
  check({ workers, isWaitedFor }) {
    if (workers === null || !isWaitedFor) return 'not-applicable';
    if (workers.min > 0) return 'compliant';
    return [
      {
        prop: 'runtime.workers.min',
        value: workers.min,
        allowed: '1 or more',
        message: `users wait for roles of this fleet, and no worker runs while the queue is empty`,
        repairs: ['runtime.workers.min: 1'],
      },
    ];
  },
};
