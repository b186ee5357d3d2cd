/** What is declared in a broker: the queue, its dead letters, and policies with all that may change later. Tests put it to a real server. */
import type { Delivery } from '../contract';

export interface DeclaredQueue {
  readonly name: string;
  readonly deadLetters: string;
  readonly maxAttempts: number;
  readonly deadLettersKept: number;
}

const VHOST = '/';
/** Above policies that somebody lays over all queues. */
const PRIORITY = 10;

/**
 * Arguments of a queue are fixed for its life, so only its type is one; the rest are policies, which change in place.
 * A full queue refuses what is published, and its publisher learns of it; dead letters arrive at least once.
 */
export function definitionsOf(
  queue: DeclaredQueue,
  { visibilitySeconds, maxLength }: Pick<Delivery, 'visibilitySeconds' | 'maxLength'>,
): object {
  return {
    queues: [queue.name, queue.deadLetters].map((name) => ({
      name,
      vhost: VHOST,
      durable: true,
      auto_delete: false,
      arguments: { 'x-queue-type': 'quorum' },
    })),
    policies: [
      policy(queue.name, {
        // The first delivery is no repetition.
        'delivery-limit': queue.maxAttempts - 1,
        'dead-letter-exchange': '',
        'dead-letter-routing-key': queue.deadLetters,
        'dead-letter-strategy': 'at-least-once',
        'max-length': maxLength,
        overflow: 'reject-publish',
        'consumer-timeout': visibilitySeconds * 1000,
      }),
      policy(queue.deadLetters, { 'max-length': queue.deadLettersKept, overflow: 'drop-head' }),
    ],
  };
}

const policy = (queue: string, definition: Readonly<Record<string, string | number>>) => ({
  vhost: VHOST,
  name: queue,
  pattern: `^${queue.replaceAll(/[.]/g, '\\.')}$`,
  'apply-to': 'queues',
  priority: PRIORITY,
  definition,
});
