import { z } from 'zod';
import { amount, signedAmount } from './amount';

/** Schema of whose pods keep their GPU where nodes are short. */
export const prioritySchema = z
  .object({
    className: z.string().nullable().describe('PriorityClass of its pods; null for none, which is the default of the cluster'),
    value: signedAmount.describe('the higher one goes first; 0 for pods without a class, unless the cluster has another default'),
    preempts: z.boolean().describe('its pods take the place of pods with a lower value where no node has room'),
    from: z.enum(['podPriority', 'roles', 'cluster']).describe('who says it: the prop, the latency classes of the roles, or nobody'),
    givesWayTo: z.array(z.string()).describe('paths of pools and GPU services of the app whose pods take the place of its pods'),
    takesPlaceOf: z.array(z.string()).describe('paths of those whose pods give way to its pods'),
    endsWithinSeconds: amount.describe('seconds that a pod has to end its requests when it gives way; its GPU is taken until then'),
  })
  .optional()
  .describe('whose pods keep their GPU where nodes are short; absent where it has no class and none beside it gives way');
