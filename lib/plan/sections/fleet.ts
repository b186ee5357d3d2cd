import { z } from 'zod';
import { rangedMs } from './ranged-ms';
import { rolePlanSchema } from './role';

/** Schema of a fleet in `fleet.plan.json`. */
export const fleetPlanSectionSchema = z.object({
  name: z.string().describe('name of the fleet'),
  path: z.string().describe('construct path'),
  topology: z.object({ kind: z.string().describe('e.g. hierarchical'), description: z.string().describe('the topology in words') }),
  concurrentWorkflows: z
    .number()
    .nullable()
    .describe('workflows in flight that always fit; null when every role is known by its conversations'),
  peakWorkflows: z.number().nullable().describe('workflows at the peak; null when the plan is the peak'),
  workflowLatency: z
    .object({
      total: rangedMs.describe('until the last token of the last stage, with hops'),
      hopsMs: z.number().describe('hand-overs between agents'),
      stages: z.record(z.string(), z.number()).describe('answer of each role, milliseconds'),
    })
    .nullable()
    .describe('how long a workflow takes; null when it was not asked for or a stage is not known'),
  roles: z.array(rolePlanSchema).describe('roles of the agents'),
});

/** A fleet as `fleet.plan.json` holds it. */
export type FleetPlanSection = z.output<typeof fleetPlanSectionSchema>;
