/** A finding of a rule, with its repairs as data. */
import { z } from 'zod';
import { signedAmount } from './amount';
import { acknowledgementSchema } from './checks';
import { money } from './price';

const changeSchema = z.object({
  field: z.string().describe('prop as it is written in the program, e.g. `parallelism.pipeline`'),
  op: z.enum(['set', 'atMost', 'atLeast', 'remove']).describe('exactly the value, any value up to or from it, or the prop left out'),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.object({ constant: z.string().describe('a name in the program, e.g. `Gpu.H200_SXM`') })])
    .optional()
    .describe('absent where the prop is left out'),
  on: z
    .object({ kind: z.enum(['pool', 'fleet', 'cluster', 'router']), name: z.string() })
    .optional()
    .describe('construct that is changed; the one of the finding where absent'),
});

const repairSchema = z.object({
  change: z.string().describe('the changes in words'),
  code: z.string().describe('the changes as props to paste'),
  changes: z.array(changeSchema).describe('the changes as data, all of them made together'),
  costPerHour: money
    .optional()
    .describe('USD per hour of the pool after the change; null when a price is unknown, absent where it costs nothing'),
  costDeltaPerHour: signedAmount.nullable().optional().describe('USD per hour more or less than before; null when a price is unknown'),
  headroom: signedAmount.optional().describe('free share of the KV cache after the change, 0 … 1'),
});

/** Schema of a finding in `fleet.plan.json`. */
export const findingSchema = z.object({
  code: z.string().describe('stable code, e.g. `AF-CAP-001`'),
  severity: z.enum(['error', 'warning', 'info']).describe('a plan that was written holds no errors but acknowledged ones'),
  path: z.string().describe('construct path'),
  prop: z.string().optional().describe('prop as the user wrote it'),
  value: z.unknown().optional().describe('value that was given'),
  allowed: z.string().optional().describe('what would have been accepted'),
  message: z.string().describe('one sentence'),
  details: z
    .array(z.object({ label: z.string().describe('name of the line'), text: z.string().describe('the line') }))
    .optional()
    .describe('arithmetic, line by line'),
  repairs: z
    .array(z.union([z.string(), repairSchema]))
    .describe('what to change, cheapest first: advice as a sentence, or a checked repair as data'),
  acknowledged: acknowledgementSchema.optional().describe('somebody accepts it; absent where nobody does'),
});
