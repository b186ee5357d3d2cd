/** Money in `fleet.plan.json`: per hour and month at each point of the plan, over the day, for a million tokens, by tier. */
import { z } from 'zod';
import { amount } from './amount';
import { isoDayOrMonth } from './day-or-month';
import { money } from './price';

const usdAt = (unit: string) =>
  z.object({
    floor: money.describe(`${unit} while there is no work: pools that sleep cost nothing`),
    plan: money.describe(`${unit} with the replicas that always fit the plan`),
    peak: money.describe(`${unit} with the replicas that hold the declared peak; the plan where none is declared`),
    ceiling: money.describe(`${unit} with all that scaling may start`),
  });

export const usdPerHour = usdAt('USD per hour').describe('null where a price is unknown');
export const usdPerMonth = usdAt('USD per 720 hours').describe('null where a price is unknown');

export const countsAt = (unit: string) =>
  z.object({
    floor: amount.describe(`${unit} while there is no work`),
    plan: amount.describe(`${unit} of the plan`),
    peak: amount.describe(`${unit} at the peak`),
    ceiling: amount.describe(`${unit} that scaling may start`),
  });

export const tokensPerHourSchema = z
  .object({
    input: amount.describe('prompts, cached parts included'),
    cachedInput: amount.describe('part of the prompts that is in the prefix cache, as declared'),
    output: amount.describe('answers'),
  })
  .nullable()
  .describe('tokens of the mean hour; null where a role does not say how often it asks');

/** Schema of the money of a pool. */
export const poolEconomicsSchema = z.object({
  replicas: countsAt('replicas'),
  usdPerHour,
  usdPerMonth,
  usdPerDay: money.describe('USD of a day with the replicas that each hour needs; 24 hours of the plan where no day is known'),
  replicasByHour: z.array(amount).nullable().describe('replicas that each hour needs, from midnight; null where no day is known'),
  tokensPerHour: tokensPerHourSchema,
  writesPerSecond: amount
    .nullable()
    .describe('tokens that one replica writes in a second at full use, measured or estimated; null where it is not known'),
  use: amount.nullable().describe('part of what the replicas of the day can write that the mean hour asks for, 0 … 1'),
  usdPerMillionTokens: money.describe('USD for a million tokens of prompts and answers at this use'),
  usdPerMillionAtFullUse: money.describe('the same with replicas that are always fully used'),
  tokensPerUsd: amount.nullable().describe('tokens that are written for one USD at full use; null where it is not known'),
});

const crossoverSchema = z
  .object({
    api: z.string().describe('what is asked for there'),
    asOf: isoDayOrMonth.describe('date of its price'),
    usdPerHour: amount.describe('USD of the tokens of the mean hour'),
    usdPerMillionTokens: amount.describe('USD for a million tokens of prompts and answers, in the mix of the role'),
    times: amount
      .nullable()
      .describe(
        'cost of the GPUs, or of the tokens of a pool that somebody else runs, ÷ cost of the API; null where one of both is not known',
      ),
    breakEvenTokensPerHour: amount.nullable().describe('tokens an hour at which both cost the same; null where both are paid by the token'),
    breakEvenUse: amount
      .nullable()
      .describe(
        'the same as part of what the GPUs can write in the hours that are paid; above 1 they never break even, null where the pool has other roles',
      ),
    usdPerHourCountedOnce: amount
      .nullable()
      .describe('USD of the hour without the history that each turn sends again; null for roles that are not known by their conversations'),
  })
  .describe('the same work at an API');

/** Schema of the money of a role. */
export const roleEconomicsSchema = z.object({
  usdPerHour,
  usdPerMonth,
  usdPerDay: money.describe('USD of a day: its part of the pools that serve it'),
  tokensPerHour: amount.nullable().describe('prompts and answers of the mean hour; null where nobody says how often the role asks'),
  usdPerMillionTokens: money.describe('USD for a million of these tokens'),
  usdPerConversation: money.optional().describe('USD of one conversation; absent for roles that are not known by them'),
  crossover: crossoverSchema.optional().describe('absent where no API is named, or nobody says how often the role asks'),
});

/** Schema of the money of a fleet. */
export const fleetEconomicsSchema = z.object({
  usdPerHour,
  usdPerMonth,
  usdPerDay: money.describe('USD of a day: all roles, and the pool of the embeddings'),
  workflow: z
    .object({
      usd: amount.describe('USD of one workflow, one after another without a pause at the planned number'),
      seconds: amount.describe('how long one takes'),
    })
    .nullable()
    .describe('null where its time or a price is not known'),
});

/** Schema of the money of a stack. */
export const stackEconomicsSchema = z.object({
  usdPerHour,
  usdPerMonth,
  usdPerDay: money.describe('USD of a day'),
  tiers: z
    .array(
      z.object({
        gpu: z.string().describe('id of the GPU'),
        name: z.string().describe('name of the GPU for people'),
        purchase: z.string().nullable().describe('on-demand, spot or reserved; null where no price is known'),
        pools: z.array(z.string()).describe('pools on it'),
        gpus: countsAt('GPUs'),
        usdPerHour,
        usdPerMonth,
      }),
    )
    .describe('the same by kind of GPU and purchase'),
});

/** Money of a pool as `fleet.plan.json` holds it. */
export interface PoolEconomics extends z.output<typeof poolEconomicsSchema> {}
/** Money of a role as `fleet.plan.json` holds it. */
export interface RoleEconomics extends z.output<typeof roleEconomicsSchema> {}
/** Money of a fleet as `fleet.plan.json` holds it. */
export interface FleetEconomics extends z.output<typeof fleetEconomicsSchema> {}
/** Money of a stack as `fleet.plan.json` holds it. */
export interface StackEconomics extends z.output<typeof stackEconomicsSchema> {}
