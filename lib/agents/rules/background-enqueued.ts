/** AF-CPU-007: whoever asks for background work gets a name for it and asks again, and holds no connection meanwhile. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { QueuedWork } from '../queued-work';

export const backgroundEnqueued: Rule<QueuedWork> = {
  id: 'background-enqueued',
  code: 'AF-CPU-007',
  title: 'Agents do background work and are called over HTTP, so that callers hold a connection for as long as it takes.',
  why: 'Load balancers and clients end long requests; the work is lost or done twice, and connections bound how much can wait.',
  fix: 'Let callers put tasks into a queue and ask for the result: runtime.consumes without a port.',
  severity: OPERATIONAL,
  check({ background, serves, consumes, isWaitedFor }) {
    if (background.length === 0 || !serves) return 'not-applicable';
    if (consumes || isWaitedFor) return 'compliant';
    return [
      {
        prop: 'runtime.port',
        value: background.join(', '),
        allowed: 'runtime.consumes',
        message: `all that the agents do is background work (${background.join(', ')}), and callers reach them by a port alone: they would hold a connection until it is done`,
        repairs: ["runtime.consumes: TaskQueue.redisStream(stack, 'tasks', { cluster, store })", 'remove runtime.port'],
      },
    ];
  },
};
