/** AF-CPU-057: workers that never have a task. */
import type { Rule } from '../../core/rule';
import type { UsedQueue } from './queue-consumed';

export const queueFilled: Rule<UsedQueue> = {
  id: 'queue-filled',
  code: 'AF-CPU-057',
  title: 'Workers take tasks from a queue, and nobody who can reach it puts any in.',
  why: 'Network policies let in who is wired to the queue and nobody else, so it stays empty: its workers, and what it wakes, never start.',
  fix: 'Wire the program that puts tasks in to the queue (services). Agents that put tasks in themselves name the queue in services beside consumes.',
  severity: 'warning',
  check({ name, consumers, isFilled, isShared }) {
    if (consumers.length === 0 || isShared) return 'not-applicable';
    if (isFilled) return 'compliant';
    return [
      {
        prop: 'services',
        value: name,
        allowed: 'a program that puts tasks in',
        message: `${consumers.join(', ')} ${consumers.length === 1 ? 'takes' : 'take'} tasks from queue ${name}, and no program that its network policy lets in puts any in`,
        repairs: [
          `services: queue ${name}, of the AgentRuntime that callers reach`,
          `services: queue ${name}, beside consumes, where the workers put tasks in themselves`,
        ],
      },
    ];
  },
};
