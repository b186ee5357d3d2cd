import { z } from 'zod';

/** Schema of a task queue in `fleet.plan.json`. */
export const queuePlanSchema = z.object({
  name: z.string().describe('stream or queue'),
  path: z.string().describe('construct path'),
  kind: z.string().describe('e.g. redis-streams'),
  maxAttempts: z.number().describe('how often a task is tried before it becomes a dead letter'),
  visibilitySeconds: z.number().describe('after which an unfinished task is given to another worker'),
  maxLength: z.number().describe('tasks that wait or are worked on at most'),
  maxTaskBytes: z.number().nullable().default(null).describe('longest task; null where it is not known'),
  taskSeconds: z
    .object({
      likely: z.number().describe('seconds'),
      low: z.number().describe('good end of the estimate'),
      high: z.number().describe('bad end of the estimate'),
    })
    .nullable()
    .describe('how long the longest task takes; null where it is not known'),
  consumers: z.array(z.string()).describe('construct paths of those who work on it'),
});

/** A task queue as `fleet.plan.json` holds it. */
export type QueuePlan = z.output<typeof queuePlanSchema>;
