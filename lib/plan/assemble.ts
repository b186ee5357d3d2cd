/** Gathers what the constructs of one stack decided into its plan. */
import type { Finding, Repair } from '../core/finding';
import { changesAsCode, renderChanges } from '../core/render-change';
import { totalCost } from '../economics/cost';
import { type FleetPlan, type FleetPlanSection, PLAN_SCHEMA_VERSION, type PoolPlan } from './schema';

export interface PlanSections {
  readonly pools: readonly PoolPlan[];
  readonly fleets: readonly FleetPlanSection[];
}

export function assemblePlan(stack: string, sections: readonly Partial<PlanSections>[], findings: readonly Finding[]): FleetPlan {
  const pools = sections.flatMap((section) => section.pools ?? []);
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    stack,
    pools,
    fleets: sections.flatMap((section) => [...(section.fleets ?? [])]),
    costPerHour: {
      floor: totalCost(pools.map((pool) => pool.costPerHour.floor)),
      ceiling: totalCost(pools.map((pool) => pool.costPerHour.ceiling)),
      unpriced: pools.filter((pool) => pool.price === null).map((pool) => pool.name),
      pricesAsOf: [...new Set(pools.flatMap((pool) => (pool.price === null ? [] : [pool.price.asOf])))].sort(),
    },
    findings: findings.map(toPlain),
  };
}

function toPlain({ uncertain: _, ...finding }: Finding): FleetPlan['findings'][number] {
  const repairs = finding.repairs.map((repair) => (typeof repair === 'string' ? repair : worded(repair)));
  return JSON.parse(JSON.stringify({ ...finding, repairs })) as FleetPlan['findings'][number];
}

/** A repair as data, and beside it the text that people read and paste. */
function worded({ changes, ...worth }: Repair) {
  return { change: renderChanges(changes), code: changesAsCode(changes), changes, ...worth };
}
