import { z } from 'zod';
import { amount } from './amount';

/** Schema of a task queue in `fleet.plan.json`. */
export const queuePlanSchema = z.object({
  name: z.string().describe('stream or queue'),
  path: z.string().describe('construct path'),
  kind: z.string().describe('e.g. redis-streams'),
  maxAttempts: amount.describe('how often a task is tried before it becomes a dead letter'),
  visibilitySeconds: amount.describe('after which an unfinished task is given to another worker'),
  maxLength: amount.describe('tasks that wait or are worked on at most'),
  maxTaskBytes: amount.nullable().default(null).describe('longest task; null where it is not known'),
  taskSeconds: z
    .object({
      likely: amount.describe('seconds'),
      low: amount.describe('good end of the estimate'),
      high: amount.describe('bad end of the estimate'),
    })
    .nullable()
    .describe('how long the longest task takes; null where it is not known'),
  requestSeconds: amount
    .nullable()
    .default(null)
    .describe('longest that one request of a task may take with all its retries, seconds; null where it is not known'),
  consumers: z.array(z.string()).describe('construct paths of those who work on it'),
});

/** A task queue as `fleet.plan.json` holds it. */
export interface QueuePlan extends z.output<typeof queuePlanSchema> {}
