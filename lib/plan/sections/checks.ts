import { z } from 'zod';
import { isoDate } from '../../core/iso-date';

const ENVIRONMENTS = ['development', 'staging', 'production'] as const;

/** Who accepts a finding, and why. */
export const acknowledgementSchema = z.object({
  reason: z.string().describe('why it is accepted'),
  owner: z.string().describe('who answers for that'),
  expires: isoDate.optional().describe('ISO date after which it does not hold any more; absent where it always holds'),
});

const packRuleSchema = z.object({
  id: z.string().describe('what is kept, in a few words'),
  code: z.string().describe('stable code'),
  title: z.string().describe('what a violation means, one sentence'),
  appliesTo: z.string().describe('what is held against it'),
  why: z.string().describe('why it matters'),
  source: z.string().describe('where that is written'),
  fix: z.string().describe('how to fix it'),
  severity: z
    .object({
      development: z.enum(['error', 'warning', 'info']).describe('on a cluster for development'),
      staging: z.enum(['error', 'warning', 'info']).describe('on a cluster for staging'),
      production: z.enum(['error', 'warning', 'info']).describe('on a cluster for production'),
    })
    .describe('how serious a violation is'),
});

/** Schema of `checks` in `fleet.plan.json`: with the findings it is all that packs are held against. */
export const checksSchema = z.object({
  environment: z
    .enum(ENVIRONMENTS)
    .describe('what the cluster is for; where clusters of the stack differ, production before staging before development'),
  kept: z
    .array(z.string())
    .describe('codes of the rules that something in the stack keeps; where a finding has the code, something else breaks it'),
  packs: z
    .array(
      z.object({
        id: z.string().describe('name of the pack'),
        title: z.string().describe('the pack in words'),
        rules: z.array(packRuleSchema).describe('its rules, in its order'),
      }),
    )
    .optional()
    .describe('packs that the app is held against beside those of the library; absent where there are none'),
});

export interface ChecksPlan extends z.output<typeof checksSchema> {}
/** A pack as `fleet.plan.json` holds it. */
export type PackPlan = NonNullable<ChecksPlan['packs']>[number];
