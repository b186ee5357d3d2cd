/** A namespace of which the API server keeps what the plan promises. */
import { z } from 'zod';

/** Schema of a namespace in `fleet.plan.json`. */
export const namespacePlanSchema = z.object({
  name: z.string().describe('name of the namespace'),
  quota: z
    .record(z.string(), z.string())
    .nullable()
    .describe(
      'what its pods may use at once: the plan at its ceiling while it is rolled out, and the room beside it; null without a quota',
    ),
  policies: z.array(z.string()).describe('admission policies that keep its promises; empty where there are none'),
});

/** A namespace as `fleet.plan.json` holds it. */
export interface NamespacePlan extends z.output<typeof namespacePlanSchema> {}
