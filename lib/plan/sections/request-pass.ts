import { z } from 'zod';

/** What a request of a role passes. */
export const requestPassSchema = z.object({
  hops: z
    .array(
      z.object({
        hop: z.string().describe('runtime, router, session proxy, engine or external model'),
        name: z.string().describe('name of the router, the pool or the host'),
        timeoutSeconds: z.number().nullable().describe('until the hop gives the request up, each attempt; null where it never does'),
        retries: z.number().describe('times that the hop sends the request again'),
        limit: z.number().nullable().describe('requests in flight over all its instances; null where it refuses none'),
        note: z.string().describe('what the figures mean here'),
      }),
    )
    .describe('from the agent to the engine'),
  fallbacks: z.array(z.string()).describe('aliases that may take over, in this order'),
  attempts: z.number().describe('most attempts that one request of an agent may become'),
  waitSeconds: z.number().describe('longest that an agent may wait, over all attempts and pauses'),
  isAssumed: z.boolean().describe('a timeout rests on an answer of unknown length'),
  clientTimeoutSeconds: z.number().describe('what the agents are told to wait'),
});
