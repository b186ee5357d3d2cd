/** AF-CPU-056: tasks that nobody takes. */
import type { Rule } from '../../core/rule';

/** Who has to do with a queue. */
export interface UsedQueue {
  readonly name: string;
  /** Programs are let in, be it to put tasks in or to take them. */
  readonly isUsed: boolean;
  /** Paths of those who work on it. */
  readonly consumers: readonly string[];
  /** Somebody of this app puts tasks in. */
  readonly isFilled: boolean;
  /** Programs that this app does not know reach it as well. */
  readonly isShared: boolean;
}

export const queueConsumed: Rule<UsedQueue> = {
  id: 'queue-consumed',
  code: 'AF-CPU-056',
  title: 'Programs put tasks into a queue, and nobody in the app takes them.',
  why: 'Tasks wait until the queue is full; from then on producers are refused, and what scales on it runs at its ceiling.',
  fix: 'Let a fleet or runtime work on the queue (consumes). Workers of another app are named by consumedBy.',
  severity: 'warning',
  check({ name, isUsed, consumers }) {
    if (!isUsed) return 'not-applicable';
    if (consumers.length > 0) return 'compliant';
    return [
      {
        prop: 'consumes',
        value: name,
        allowed: 'a fleet or runtime that works on it',
        message: `programs of this app are wired to queue ${name}, and none of them takes its tasks`,
        repairs: [
          'consumes of the fleet or runtime that does the work',
          "consumedBy({ path: 'another-app/workers', taskTime: () => null, tasksAtOnce: () => null })",
        ],
      },
    ];
  },
};
