import { z } from 'zod';

/** Schema of what a role asks of a pool in `fleet.plan.json`. */
export const demandSchema = z.object({
  fleet: z.string().describe('fleet that asks'),
  role: z.string().describe('role that asks'),
  sessions: z.number().describe('sessions that hold KV cache at the same time'),
  contextTokens: z.number().describe('planned context of one session, tokens'),
  formula: z.string().describe('how the number of sessions is computed'),
  concurrentWorkflows: z.number().optional().describe('workflows in flight that it was planned for'),
  conversationsPerDay: z.number().optional().describe('conversations a day that it was planned for'),
  sharedPrefixTokens: z.number().optional().describe('first tokens that all sessions share, held once on every replica'),
  rate: z
    .object({
      requestsPerSecond: z.number().describe('requests of the role'),
      inputTokens: z.number().describe('prompt of one request, tokens'),
      cachedInputTokens: z.number().optional().describe('part of the prompt that is in the cache already, tokens'),
      outputTokens: z.number().describe('answer of one request, tokens'),
    })
    .optional()
    .describe('requests that have to be answered; without it nothing is asked of the throughput'),
});
