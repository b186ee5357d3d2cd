/** What the fleets cost, from the whole app down to each pool, per hour and per month. */
import { HOURS_PER_MONTH } from '../../core/units';
import { totalCost } from '../../economics/cost';
import type { FleetPlan } from '../../plan/schema';
import type { PoolPlan } from '../../plan/sections/pool';

/** USD with every pool at its floor and at its ceiling; null where a price is unknown. */
export interface CostRange {
  readonly floor: number | null;
  readonly ceiling: number | null;
}

export interface CostNode {
  readonly name: string;
  /** The pool that costs it; null for a sum, and for a GPU service. */
  readonly pool: PoolPlan | null;
  /** JSON pointer of the figure, from the list of plans on; null for the sum of all. */
  readonly at: string | null;
  readonly perHour: CostRange;
  readonly perMonth: CostRange;
  /** Share of the floor of the whole app, 0 … 1; null where that is unknown or nothing. */
  readonly share: number | null;
  readonly parts: readonly CostNode[];
}

export function costTree(title: string, plans: readonly FleetPlan[]): CostNode {
  const total = {
    floor: totalCost(plans.map(({ costPerHour }) => costPerHour.floor)),
    ceiling: totalCost(plans.map(({ costPerHour }) => costPerHour.ceiling)),
  };
  const node = (part: Pick<CostNode, 'name' | 'pool' | 'at' | 'perHour' | 'parts'>): CostNode => ({
    ...part,
    perMonth: { floor: monthOf(part.perHour.floor), ceiling: monthOf(part.perHour.ceiling) },
    share: total.floor === null || total.floor === 0 || part.perHour.floor === null ? null : part.perHour.floor / total.floor,
  });
  const stacks = plans.flatMap((plan, index) => {
    const pools = plan.pools.map((pool, place) =>
      node({ name: pool.name, pool, at: `/${index}/pools/${place}/costPerHour`, perHour: pool.costPerHour, parts: [] }),
    );
    const services = (plan.gpuServices ?? []).map(({ name, costPerHour }, place) =>
      node({ name, pool: null, at: `/${index}/gpuServices/${place}/costPerHour`, perHour: costPerHour, parts: [] }),
    );
    const parts = [...pools, ...services];
    return parts.length === 0
      ? []
      : [node({ name: plan.stack, pool: null, at: `/${index}/costPerHour`, perHour: plan.costPerHour, parts })];
  });
  return node({ name: title, pool: null, at: null, perHour: total, parts: stacks });
}

const monthOf = (perHour: number | null): number | null => (perHour === null ? null : perHour * HOURS_PER_MONTH);
