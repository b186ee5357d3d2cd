/** `fleet.plan.json` as a whole; each of its sections has a file of its own in `sections/`. */
import { z } from 'zod';
import { checksSchema } from './sections/checks';
import { isoDayOrMonth } from './sections/day-or-month';
import { chartPlanSchema, imagePlanSchema } from './sections/downloads';
import { stackEconomicsSchema } from './sections/economics';
import { existingPoolPlanSchema } from './sections/existing-pool';
import { findingSchema } from './sections/finding';
import { fleetPlanSectionSchema } from './sections/fleet';
import { gpuServicePlanSchema } from './sections/gpu-service';
import { namespacePlanSchema } from './sections/namespace';
import { poolPlanSchema } from './sections/pool';
import { money } from './sections/price';
import { queuePlanSchema } from './sections/queue';
import { vectorStorePlanSchema } from './sections/vector-store';

/** Raised when a field changes its meaning or disappears; new fields do not raise it. */
export const PLAN_SCHEMA_VERSION = 1;
/** File name of the plan beside `cdk.tf.json`. */
export const PLAN_FILE = 'fleet.plan.json';

/** Schema of `fleet.plan.json`. */
export const fleetPlanSchema = z.object({
  schemaVersion: z.literal(PLAN_SCHEMA_VERSION).describe('version of this format'),
  stack: z.string().describe('id of the Terraform stack'),
  pools: z.array(poolPlanSchema).describe('inference pools of the stack'),
  fleets: z.array(fleetPlanSectionSchema).describe('agent fleets of the stack'),
  costPerHour: z.object({
    floor: money.describe('USD per hour with every pool and GPU service at its floor; null when a price is unknown'),
    ceiling: money.describe('USD per hour with every pool and GPU service at its ceiling; null when a price is unknown'),
    unpriced: z.array(z.string()).describe('pools and GPU services without a price'),
    pricesAsOf: z.array(isoDayOrMonth).describe('dates of the prices used, oldest first'),
  }),
  economics: stackEconomicsSchema.optional().describe('what all pools of the stack cost; absent in plans of older releases'),
  gpuServices: z
    .array(gpuServicePlanSchema)
    .optional()
    .describe('tools on GPUs that are no language models; absent where the stack has none'),
  existingPools: z.array(existingPoolPlanSchema).optional().describe('pools that somebody else runs; absent where the stack names none'),
  images: z.array(imagePlanSchema).optional().describe('images that the pods of the stack pull; absent in plans of older releases'),
  vectorStores: z.array(vectorStorePlanSchema).optional().describe('vector stores of the stack; absent where it has none'),
  namespaces: z
    .array(namespacePlanSchema)
    .optional()
    .describe('namespaces with a quota or admission policies; absent where there are none'),
  queues: z.array(queuePlanSchema).optional().describe('task queues of the stack; absent where it has none'),
  charts: z
    .array(chartPlanSchema)
    .optional()
    .describe('charts that are installed from a repository or a folder; absent in plans of older releases'),
  findings: z.array(findingSchema).describe('warnings and hints about the constructs of the stack'),
  checks: checksSchema.optional().describe('what packs of rules are held against; absent in plans of older releases'),
});

/** `fleet.plan.json`, version 1: what was decided for one stack and why. Readers get a zod schema; writers get its type. */
export interface FleetPlan extends z.output<typeof fleetPlanSchema> {}
