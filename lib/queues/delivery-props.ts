import { z } from 'zod';
import { notion } from '../core/notion';
import { wholeNumber } from '../core/schema';

/** How often, how soon and how many: the same for every kind of queue. */
export interface DeliveryProps {
  /**
   * Seconds after which a task that its worker has not finished is given to another.
   * @default - twice the slow end of the longest workflow that a fleet runs from the queue, or that end and the longest that one of its requests may take with all its retries (`timeoutSeconds` of `AGENT_FLEET_LIMITS`), whichever is more, in whole minutes and at least 300; where the time of a workflow is not known twice that of a request, and at least 1800
   */
  readonly visibilitySeconds?: number;
  /**
   * How often a task is tried before it becomes a dead letter.
   * @default 3
   */
  readonly maxAttempts?: number;
  /**
   * Tasks that wait or are worked on at most; beyond it producers must wait.
   * @default - what the planned workflows finish within `maxWaitSeconds`; 10,000 where that is not known
   */
  readonly maxLength?: number;
  /**
   * Longest task, bytes, as producers send it; what is longer lies elsewhere, and the task carries its key. A full queue of such tasks must fit the memory or
   * disk that holds it (AF-CPU-041).
   * @default - unknown
   */
  readonly maxTaskBytes?: number;
  /**
   * How long the last task of a full queue may wait, seconds.
   * @default 3600
   */
  readonly maxWaitSeconds?: number;
  /**
   * Beginning of the variables that clients get; another one where a program works with several queues.
   * @default 'TASK_QUEUE'
   */
  readonly variables?: string;
}

const DAY = 86_400;

/** RabbitMQ's own limit of a message (4.2, rabbit.schema `max_message_size`: 16 MiB). */
const MOST_TASK_BYTES = 16 * 1024 ** 2;

/** Beginning of the variables of a client. */
const variablesPrefix = notion(
  'beginning of variables',
  'upper-case letters, digits and underscores, beginning with a letter, at most 60',
  (text) => /^[A-Z][A-Z0-9_]{0,59}$/.test(text),
);

export const deliveryShape = {
  visibilitySeconds: wholeNumber(10, 7 * DAY).optional(),
  maxAttempts: wholeNumber(1, 1000).default(3),
  maxLength: wholeNumber(1, 100_000_000).optional(),
  maxTaskBytes: wholeNumber(1, MOST_TASK_BYTES).optional(),
  maxWaitSeconds: wholeNumber(1, 30 * DAY).default(3600),
  variables: variablesPrefix.default('TASK_QUEUE'),
};

const deliverySchema = z.strictObject(deliveryShape);

/** `DeliveryProps` after their checks, with defaults filled in. */
export interface DeliverySpec extends z.output<typeof deliverySchema> {}
