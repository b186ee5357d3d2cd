import { z } from 'zod';
import { amount } from './amount';

/** What a request of a role passes. */
export const requestPassSchema = z.object({
  hops: z
    .array(
      z.object({
        hop: z.string().describe('runtime, router, session proxy, stage proxy, engine or external model'),
        name: z.string().describe('name of the router, the pool or the host'),
        timeoutSeconds: amount.nullable().describe('until the hop gives the request up, each attempt; null where it never does'),
        retries: amount.describe('times that the hop sends the request again'),
        limit: amount.nullable().describe('requests in flight over all its instances; null where it refuses none'),
        note: z.string().describe('what the figures mean here'),
      }),
    )
    .describe('from the agent to the engine'),
  fallbacks: z.array(z.string()).describe('aliases that may take over, in this order'),
  attempts: amount.describe('most attempts that one request of an agent may become'),
  waitSeconds: amount.describe('longest that an agent may wait, over all attempts and pauses'),
  isAssumed: z.boolean().describe('the wait rests on what nobody declared'),
  assumes: z
    .array(z.string())
    .optional()
    .describe('on what it rests: length of answers, time to wake (of a pool that sleeps); absent in plans of older releases'),
  clientTimeoutSeconds: amount.describe('what the agents are told to wait'),
});
