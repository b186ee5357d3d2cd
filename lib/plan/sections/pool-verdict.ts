/** Whether a pool fits, with how much to spare, and how many tokens it makes. */
import { z } from 'zod';
import { amount, signedAmount } from './amount';

/** Whether the demand fits the supply. */
export const verdictSchema = z
  .enum(['fits', 'tight', 'rejected', 'uncertain'])
  .describe('`uncertain`: a fact that is missing, or the band of the estimate, decides, or `doubts` names a finding');

/** How much more of the same demand fits. */
export const marginSchema = z
  .object({ sessions: signedAmount.describe('sessions as planned on average'), tokens: signedAmount.describe('tokens of KV cache') })
  .nullable()
  .describe(
    'how much more of the same the pool takes; below zero where it is uncertain whether what is asked already fits; null when facts are missing or nothing is asked',
  );

/** Tokens per second beside memory. */
export const throughputSchema = z
  .object({
    demandTokensPerSecond: amount.describe('output tokens per second that are asked'),
    supplyTokensPerSecond: amount.describe('what the replicas are expected to make'),
    low: amount.describe('lower end of the estimate'),
    high: amount.describe('upper end of the estimate'),
    concurrency: amount.describe('requests in flight on one replica at which it is reached'),
    measured: z.boolean().describe('the user measured it'),
  })
  .nullable()
  .describe('tokens per second as a ceiling beside memory; null when no rate is asked');
