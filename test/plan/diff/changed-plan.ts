/** The sample plan with some of its figures changed. */
import type { FleetPlan } from '../../../lib/plan/schema';
import type { PoolPlan } from '../../../lib/plan/sections/pool';
import { SAMPLE_PLAN } from '../../report/sample-plan';

export { SAMPLE_PLAN };

export const [PLANNER, WORKERS] = SAMPLE_PLAN.pools as [PoolPlan, PoolPlan];

/** The sample with other pools, and their cost. */
export function withPools(...pools: readonly PoolPlan[]): FleetPlan {
  const sum = (end: 'floor' | 'ceiling') =>
    pools.some(({ costPerHour }) => costPerHour[end] === null)
      ? null
      : pools.reduce((usd, { costPerHour }) => usd + (costPerHour[end] ?? 0), 0);
  const unpriced = pools.filter(({ price }) => price === null).map(({ name }) => name);
  return {
    ...SAMPLE_PLAN,
    pools: [...pools],
    costPerHour: { ...SAMPLE_PLAN.costPerHour, floor: sum('floor'), ceiling: sum('ceiling'), unpriced },
  };
}

export const costing = (pool: PoolPlan, floor: number, ceiling = floor): PoolPlan => ({ ...pool, costPerHour: { floor, ceiling } });

export const unpriced = (pool: PoolPlan): PoolPlan => ({ ...pool, price: null, costPerHour: { floor: null, ceiling: null } });
