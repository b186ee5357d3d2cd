import { z } from 'zod';
import { amount } from './amount';
import { fleetEconomicsSchema } from './economics';
import { fleetServiceSchema, handoverSchema } from './fleet-wiring';
import { governanceSchema } from './governance';
import { rangedMs } from './ranged-ms';
import { apiRolePlanSchema, rolePlanSchema } from './role';

/** Schema of a fleet in `fleet.plan.json`. */
export const fleetPlanSectionSchema = z.object({
  name: z.string().describe('name of the fleet'),
  path: z.string().describe('construct path'),
  topology: z.object({ kind: z.string().describe('e.g. hierarchical'), description: z.string().describe('the topology in words') }),
  concurrentWorkflows: amount
    .nullable()
    .describe('workflows in flight that always fit; null when every role is known by its conversations'),
  peakWorkflows: amount.nullable().describe('workflows at the peak; null when the plan is the peak'),
  workflowLatency: z
    .object({
      total: rangedMs.describe('until the last token of the last stage, with hops'),
      hopsMs: amount.describe('hand-overs between agents'),
      stages: z.record(z.string(), amount).describe('answer of each role, milliseconds'),
    })
    .nullable()
    .describe('how long a workflow takes; null when it was not asked for or a stage is not known'),
  roles: z.array(rolePlanSchema).describe('roles of the agents'),
  apiRoles: z.array(apiRolePlanSchema).optional().describe('roles that external models answer; absent where there are none'),
  admission: z
    .object({
      maxParallelRequests: amount.nullable().describe('requests in flight; null where nothing bounds them'),
      requestsPerMinute: amount.nullable().describe('requests that may start within a minute; null where nothing bounds them'),
      tokensPerMinute: amount.nullable().describe('prompts and answers within a minute; null where nothing bounds them'),
      isShared: z.boolean().describe('the instances of the router count together; false where each counts for itself'),
    })
    .optional()
    .describe('what the router lets the agents ask with their key, over all roles; absent where the router does not say'),
  framework: z.string().optional().describe('framework of the agents; absent in plans of older releases'),
  handovers: z.array(handoverSchema).optional().describe('which role hands work to which; absent in plans of older releases'),
  services: z.array(fleetServiceSchema).optional().describe('what the agents are wired to; absent in plans of older releases'),
  messages: z
    .object({
      types: z.array(z.string()).describe('types of messages that have a schema'),
      maxBytes: amount.describe('longest message, bytes'),
      payloads: z.enum(['references', 'inline']).describe('whether what is longer lies in a store, or is refused'),
    })
    .optional()
    .describe('what agents may send each other; absent where nothing is said'),
  governance: governanceSchema
    .optional()
    .describe(
      'laws and standards that are said to be kept, and where data goes; absent where neither they nor residency nor tenancy are named',
    ),
  stage: z
    .object({
      number: amount.describe(
        '1: one GPU; 2: replicas that keep their sessions, and a session store; 3: pools by role, a queue and scaling; 4: hardened',
      ),
      sessions: amount.describe('sessions of the plan, or of its peak where that is more'),
      nextAdds: z.array(z.string()).describe('what the next stage adds that the fleet lacks; empty at the last'),
    })
    .optional()
    .describe('how far the fleet has grown; absent in plans of older releases'),
  embeddings: z.string().optional().describe('construct path of the pool that serves embeddings; absent where there is none'),
  budget: z
    .object({
      usdPerHour: amount.optional().describe('USD per hour; absent where it is not bounded'),
      usdPerMonth: amount.optional().describe('USD per 720 hours; absent where it is not bounded'),
    })
    .optional()
    .describe('most that the fleet may cost; absent where there is no bound'),
  economics: fleetEconomicsSchema.optional().describe('what the fleet costs; absent in plans of older releases'),
  workflowTokens: z
    .object({
      planned: amount.describe('prompts and answers of one workflow, over all roles whose requests are known'),
      most: amount.describe('tokens that it may spend'),
      unknownRoles: z.array(z.string()).describe('roles whose requests are not known, so that it spends more'),
    })
    .optional()
    .describe('tokens of one workflow; absent where they are not bounded'),
  reranker: z.string().optional().describe('construct path of the pool that ranks documents; absent where there is none'),
});

/** A fleet as `fleet.plan.json` holds it. */
export interface FleetPlanSection extends z.output<typeof fleetPlanSectionSchema> {}
