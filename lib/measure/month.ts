/** What was recorded of some pools, hour by hour: what is read from Prometheus, and what an export file holds. */
import { z } from 'zod';
import { wholeNumber } from '../core/schema';
import { MEANINGS, type Meaning, STEP_SECONDS } from './questions';

/** A quarter of a year, by the hour. */
export const MOST_HOURS = 2_232;

/** None of the figures counts below nothing; sums of what is larger are no numbers any more. */
export const MOST_FIGURE = 1e15;

const hours = z.array(z.number().min(0).max(MOST_FIGURE).nullable()).max(MOST_HOURS);

export const monthSchema = z
  .object({
    schemaVersion: z.literal(1).describe('version of this format'),
    from: z.iso.datetime().describe('beginning of the first hour'),
    stepSeconds: z.literal(STEP_SECONDS).describe('an hour'),
    hours: wholeNumber(1, MOST_HOURS).describe('how many there are'),
    pools: z
      .array(
        z.object({
          namespace: z.string().max(63).describe('Kubernetes namespace'),
          name: z.string().max(63).describe('name of the pool'),
          recorded: z
            .partialRecord(z.enum(MEANINGS as [Meaning, ...Meaning[]]), hours)
            .describe('by meaning, one figure for each hour; null where nothing was recorded'),
        }),
      )
      .max(1_000)
      .describe('pools of which something was recorded'),
  })
  .superRefine(({ hours: count, pools }, context) => {
    for (const [index, { recorded }] of pools.entries()) {
      for (const [meaning, values] of Object.entries(recorded)) {
        if (values !== undefined && values.length !== count)
          context.addIssue({
            code: 'custom',
            input: values.length,
            path: ['pools', index, 'recorded', meaning],
            message: `expected ${count} figures, one for each hour`,
          });
      }
    }
  });

export interface Month extends z.output<typeof monthSchema> {}
export type RecordedPool = Month['pools'][number];
