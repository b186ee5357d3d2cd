import { z } from 'zod';
import { amount } from './amount';
import { roleEconomicsSchema } from './economics';
import { money } from './price';
import { rangedMs } from './ranged-ms';
import { requestPassSchema } from './request-pass';

/** Schema of a role in `fleet.plan.json`. */
export const rolePlanSchema = z.object({
  name: z.string().describe('name of the role'),
  pool: z.string().describe('pool that serves it'),
  poolPath: z.string().describe('construct path of the pool'),
  modelAlias: z.string().describe('name under which the agents ask the router for this role'),
  adapter: z.string().optional().describe('LoRA adapter of the pool that answers; absent where the model itself does'),
  sessions: amount.describe('sessions that hold KV cache at the same time'),
  contextTokens: amount.describe('planned context of one session, tokens'),
  latency: z.string().nullable().describe('latency class; null when none was asked'),
  latencyTargets: z
    .object({
      ttftMs: amount.nullable().describe('time to the first token that 95 of 100 requests must keep, milliseconds'),
      tpotMs: amount.nullable().describe('time per output token after the first, milliseconds'),
      e2eMs: amount.nullable().describe('from the request to the last token of the answer, milliseconds'),
    })
    .optional()
    .describe(
      'what a role with targets of its own is held to, with those of its class for what it leaves out; absent where its class says all',
    ),
  share: amount.optional().describe('part of the requests that `pool` answers; absent where it answers all of them'),
  furtherPools: z
    .array(
      z.object({
        pool: z.string().describe('name of the pool'),
        poolPath: z.string().describe('construct path of the pool'),
        share: amount.describe('part of the requests that it answers'),
        sessions: amount.describe('sessions that are planned on it'),
      }),
    )
    .optional()
    .describe('pools that answer beside `pool`, behind the same alias; absent where there are none'),
  longPool: z.string().nullable().describe('pool of the sessions that outgrow the first; null when there is none'),
  rollout: z
    .object({
      pool: z.string().describe('pool that takes over'),
      poolPath: z.string().describe('construct path of that pool'),
      share: amount.describe('share of the requests that it answers'),
      sessions: amount.describe('sessions that it is planned for; the pool of the role stays planned for all'),
      gpus: amount.describe('GPUs of that pool that are always there: what the rollout costs while it lasts'),
      usdPerHour: money.describe('USD per hour of them; null where the price is unknown'),
    })
    .optional()
    .describe('how the role moves to another pool; absent where it does not'),
  request: z
    .object({
      inputTokens: amount.describe('whole prompt, tokens'),
      cachedTokens: amount.describe('part of it that is in the prefix cache, as declared'),
      outputTokens: amount.describe('answer, tokens'),
    })
    .nullable()
    .describe('one request of the role; null when nothing is known of it'),
  estimate: z
    .object({
      concurrency: amount.describe('requests in flight on a replica that it is made for'),
      firstToken: rangedMs.describe('time to the first token'),
      perToken: rangedMs.describe('time between two tokens'),
    })
    .nullable()
    .describe('latency of that request; null without a request or when facts are missing'),
  day: z
    .object({
      conversations: amount.describe('conversations a day'),
      peakHour: amount.describe('busiest hour, 0 … 23'),
      quietHour: amount.describe('quietest hour, 0 … 23'),
      peakSessions: amount.describe('sessions in the busiest hour with its burst'),
      replicasByHour: z
        .array(amount.nullable())
        .describe('replicas that each hour needs, from midnight; null where the ceiling is not enough'),
      sessionsByHour: z.array(amount).optional().describe('sessions of each hour, from midnight; absent in plans of older releases'),
      gpuHours: amount.nullable().describe('GPU-hours of the day with as many replicas as each hour needs'),
      gpuHoursAtPeak: amount.nullable().describe('GPU-hours of the day with the replicas of the peak all day'),
    })
    .nullable()
    .describe('a role that is known by its conversations; null for others'),
  requestPass: requestPassSchema
    .optional()
    .describe(
      'every hop of a request with its timeout, retries and limit; absent where the router does not say, and in plans of older releases',
    ),
  formula: z.string().describe('how the number of sessions is computed'),
  economics: roleEconomicsSchema.optional().describe('what the role costs; absent in plans of older releases'),
});

/** Schema of a role without a pool in `fleet.plan.json`. */
export const apiRolePlanSchema = z.object({
  name: z.string().describe('name of the role, and under which the agents ask the router for it'),
  model: z.string().describe('name of the model at its provider'),
  provider: z.string().describe('who serves it'),
  host: z.string().describe('host that the router reaches'),
  sessions: amount.describe('sessions at the same time'),
  peakSessions: amount.describe('the same at the peak'),
  contextTokens: amount.describe('planned context of one session, tokens'),
  formula: z.string().describe('how the number of sessions is computed'),
  economics: roleEconomicsSchema.describe('what its tokens cost'),
  requestPass: requestPassSchema.optional().describe('every hop of a request; absent where the router does not say'),
});

/** A role without a pool as `fleet.plan.json` holds it. */
export interface ApiRolePlan extends z.output<typeof apiRolePlanSchema> {}
/** A role as `fleet.plan.json` holds it. */
export interface RolePlan extends z.output<typeof rolePlanSchema> {}
