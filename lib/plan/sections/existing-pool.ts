import { z } from 'zod';
import { amount, signedAmount } from './amount';
import { demandSchema } from './demand';
import { tokensPerHourSchema, usdPerHour, usdPerMonth } from './economics';
import { verdictSchema } from './pool-verdict';
import { money, tokenPriceSchema } from './price';

/** Schema of a pool that somebody else runs in `fleet.plan.json`. */
export const existingPoolPlanSchema = z.object({
  name: z.string().describe('id of the construct'),
  path: z.string().describe('construct path'),
  cluster: z.string().describe('name of the cluster'),
  namespace: z.string().describe('namespace of its pods'),
  url: z.string().describe('address that routers ask'),
  model: z.object({ id: z.string().describe('id in the catalog'), servedName: z.string().describe('name under which it is served') }),
  maxContextTokens: amount.describe('longest request that it admits, tokens'),
  capacity: z
    .object({
      kvTokens: amount.nullable().describe('tokens of KV cache'),
      requests: amount.nullable().describe('requests at the same time'),
      tokensPerSecond: amount.nullable().describe('output tokens per second'),
    })
    .nullable()
    .describe('what whoever runs it states for these fleets, over all replicas; null where nobody says'),
  demand: z.array(demandSchema).describe('what the roles of all fleets ask of it'),
  peakDemand: z.array(demandSchema).describe('the same at the declared peak; empty when the plan is the peak'),
  verdict: verdictSchema,
  missing: z.array(z.string()).describe('what is not stated and decides'),
  headroom: signedAmount.nullable().describe('free share of the limit that is nearest; null where one is not stated'),
  bottleneck: z.string().describe('the limit that more demand would meet first'),
  price: tokenPriceSchema
    .nullable()
    .optional()
    .describe('what whoever runs it charges; null where nobody says, absent in plans of older releases'),
  economics: z
    .object({
      usdPerHour,
      usdPerMonth,
      usdPerDay: money.describe('USD of a day'),
      tokensPerHour: tokensPerHourSchema,
    })
    .optional()
    .describe('what the fleets pay for its tokens; absent in plans of older releases'),
});

/** A pool that somebody else runs, as `fleet.plan.json` holds it. */
export interface ExistingPoolPlan extends z.output<typeof existingPoolPlanSchema> {}
