/** Plan against measured, and what follows from it: what `agent-fleet measure` prints, and the schema of its JSON. */
import { z } from 'zod';
import { HOURS_PER_MONTH } from '../core/units';
import type { FleetPlan } from '../plan/schema';
import { compared } from './comparison';
import { measuredFigures } from './measured-figures';
import type { MeasuredPoolReport } from './measured-pool-report';
import type { Month } from './month';
import { plannedLoad, plannedPools } from './planned-load';
import { poolLoad } from './pool-load';
import { apiProposal } from './proposals/api';
import { shareProposals } from './proposals/share';
import { sliceProposal } from './proposals/slice';
import { STEP_SECONDS } from './questions';

const figure = z.number().nullable();

const comparisonSchema = z.object({
  what: z.string().describe('figure in words'),
  unit: z.string().describe('how it is counted'),
  plan: figure.describe('as planned; null where the plan has no such figure'),
  measured: figure.describe('as recorded; null where it was not'),
  isLimit: z.boolean().describe('the plan says how much it may be, and not how much it is'),
});

/** Schema of what `agent-fleet measure --json` prints. */
export const measureReportSchema = z.object({
  schemaVersion: z.literal(1).describe('version of this format'),
  from: z.string().describe('beginning of the first hour that was looked at'),
  to: z.string().describe('end of the last'),
  pools: z
    .array(
      z.object({
        stack: z.string().describe('stack of the pool'),
        namespace: z.string().describe('Kubernetes namespace'),
        name: z.string().describe('name of the pool'),
        path: z.string().describe('construct path'),
        hours: z.number().describe('hours in which a replica answered'),
        figures: z.array(comparisonSchema).describe('plan against measured'),
        measured: z
          .object({
            tokensPerSecond: z.number().describe('tokens that one replica wrote in a second'),
            atConcurrency: z.number().describe('requests that ran on it meanwhile'),
            days: z.number().optional().describe('days of traffic; absent below one'),
          })
          .nullable()
          .describe('to paste into the props of the pool; null where too little was recorded'),
        notMeasured: z.string().nullable().describe('why there is nothing to paste; null where there is'),
      }),
    )
    .describe('pools of which something was recorded'),
  unseen: z.array(z.string()).describe('pools of the plan of which nothing was recorded'),
  usdPerMonth: z
    .object({
      plan: figure.describe('USD of 720 hours of all pools that were seen, as planned; null where a price is not known'),
      measured: figure.describe('the same as recorded; null where it was not for one of them'),
    })
    .describe('what all pools that were seen cost'),
  proposals: z
    .array(
      z.object({
        kind: z.enum(['slice', 'share', 'api']).describe('a slice of the card, one pool for several, or an API'),
        pools: z.array(z.string()).describe('pools that it is about, by namespace and name'),
        change: z.string().describe('what to type'),
        why: z.string().describe('what was measured that allows it'),
        provided: z.string().describe('what has to hold besides'),
        usdPerMonth: z.number().describe('USD of 720 hours that it saves; proposals for one pool exclude each other'),
      }),
    )
    .describe('what the load would allow, the largest saving first'),
});

/** What `agent-fleet measure --json` prints. */
export interface MeasureReport extends z.output<typeof measureReportSchema> {}

export function measureReport(plans: readonly FleetPlan[], month: Month): MeasureReport {
  const planned = plannedPools(plans);
  const seen = planned.flatMap((one): MeasuredPoolReport[] => {
    const { namespace, name } = one.pool;
    const recorded = month.pools.find((pool) => pool.namespace === namespace && pool.name === name);
    const load = recorded === undefined ? undefined : poolLoad(recorded, month.hours);
    return load === undefined || load.hours === 0 ? [] : [{ label: `${namespace}/${name}`, planned: one, plan: plannedLoad(one), load }];
  });
  const labels = new Set(seen.map(({ label }) => label));
  const all = planned.map(({ pool: { namespace, name } }) => `${namespace}/${name}`);
  const proposals = [...seen.flatMap(sliceProposal), ...shareProposals(seen), ...seen.flatMap(apiProposal)];
  return {
    schemaVersion: 1,
    from: month.from,
    to: new Date(Date.parse(month.from) + month.hours * STEP_SECONDS * 1_000).toISOString(),
    pools: seen.map(poolOf),
    unseen: all.filter((label) => !labels.has(label)),
    usdPerMonth: {
      plan: monthly(seen.map(({ plan }) => plan.usdPerHour)),
      measured: monthly(seen.map(({ load }) => load.usdPerHour)),
    },
    proposals: proposals
      .filter(({ usdPerMonth }) => usdPerMonth > 0)
      .sort((one, other) => other.usdPerMonth - one.usdPerMonth)
      .map((one) => ({ ...one, pools: [...one.pools] })),
  };
}

function poolOf({ planned, plan, load }: MeasuredPoolReport): MeasureReport['pools'][number] {
  const { stack, pool } = planned;
  const found = measuredFigures(pool, load);
  return {
    stack,
    namespace: pool.namespace,
    name: pool.name,
    path: pool.path,
    hours: load.hours,
    figures: compared(planned, plan, load),
    measured: typeof found === 'string' ? null : found,
    notMeasured: typeof found === 'string' ? found : null,
  };
}

/** Null where one of them is not known: a sum without it would be too low. */
function monthly(perHour: readonly (number | null)[]): number | null {
  if (perHour.length === 0 || perHour.some((usd) => usd === null)) return null;
  return Number((perHour.reduce<number>((sum, usd) => sum + (usd ?? 0), 0) * HOURS_PER_MONTH).toFixed(2));
}

/** JSON Schema of what `agent-fleet measure --json` prints. */
export function measureJsonSchema(): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(measureReportSchema, { io: 'output' }) as Record<string, unknown>;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'output of agent-fleet measure', ...schema };
}
