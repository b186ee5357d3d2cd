/** Where the weights of a pool lie, and what of them is brought from the hub. */
import { z } from 'zod';
import { amount } from './amount';

/** Schema of the weights of a pool in `fleet.plan.json`. */
export const weightsPlanSchema = z
  .object({
    from: z.enum(['ephemeral', 'image', 'object-store', 'existing-claim', 'claim']).describe('where they lie'),
    claim: z.string().optional().describe('name of the claim that holds them; absent where none does'),
    broughtBy: z
      .string()
      .optional()
      .describe(
        'pool that makes the claim and brings what lies there, of replicas that compute the prompts of another pool; absent where the pool does so itself',
      ),
    downloads: z
      .array(
        z.object({
          repository: z.string().describe('repository of the hub, with its commit after an `@` where one is pinned'),
          gib: amount.nullable().describe('GiB; null where nobody says'),
          seconds: amount
            .nullable()
            .describe('at 100 MB/s, assumed, or at `readMBps` of pods that load for themselves; null where the size is not known'),
        }),
      )
      .describe('what a Job brings to the claim, or each pod for itself; empty where everything is there already'),
  })
  .optional()
  .describe('where the weights lie and what is downloaded; absent in plans of older releases');
