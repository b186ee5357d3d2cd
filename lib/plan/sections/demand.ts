import { z } from 'zod';
import { amount } from './amount';

/** Schema of what a role asks of a pool in `fleet.plan.json`. */
export const demandSchema = z.object({
  fleet: z.string().describe('fleet that asks'),
  role: z.string().describe('role that asks'),
  sessions: amount.describe('sessions that hold KV cache at the same time'),
  contextTokens: amount.describe('planned context of one session, tokens'),
  formula: z.string().describe('how the number of sessions is computed'),
  concurrentWorkflows: amount.optional().describe('workflows in flight that it was planned for'),
  conversationsPerDay: amount.optional().describe('conversations a day that it was planned for'),
  sharedPrefixTokens: amount.optional().describe('first tokens that all sessions share, held once on every replica'),
  rate: z
    .object({
      requestsPerSecond: amount.describe('requests of the role'),
      inputTokens: amount.describe('prompt of one request, tokens'),
      cachedInputTokens: amount.optional().describe('part of the prompt that is in the cache already, tokens'),
      outputTokens: amount.describe('answer of one request, tokens'),
    })
    .optional()
    .describe('requests that have to be answered; without it nothing is asked of the throughput'),
});
