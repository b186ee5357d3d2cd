/** What a change costs: USD per hour and per month, before and after. */
import { totalCost } from '../../economics/cost';
import { costPerMonth } from '../../economics/tokens';
import { type PaidPlan, paidOf } from '../paid-plan';
import type { FleetPlan } from '../schema';

/** USD before and after; null where a price is unknown. */
export interface MoneyChange {
  readonly before: number | null;
  readonly after: number | null;
  /** Null where it depends on an unknown price. */
  readonly delta: number | null;
}

export interface CostChange {
  /** With every pool at its floor: what is always paid. */
  readonly floorPerHour: MoneyChange;
  /** With every pool at its ceiling. */
  readonly ceilingPerHour: MoneyChange;
  /** The floor for 720 hours. */
  readonly floorPerMonth: MoneyChange;
  readonly ceilingPerMonth: MoneyChange;
  /** Pools of either plan without a price. */
  readonly unpriced: readonly string[];
  /** Dates of the prices of either plan, oldest first. */
  readonly pricesAsOf: readonly string[];
}

type End = 'floor' | 'ceiling';

/** A plan that is not there costs nothing. */
export function costChange(before: FleetPlan | null, after: FleetPlan | null): CostChange {
  const floorPerHour = perHour(before, after, 'floor');
  const ceilingPerHour = perHour(before, after, 'ceiling');
  return {
    floorPerHour,
    ceilingPerHour,
    floorPerMonth: perMonth(floorPerHour),
    ceilingPerMonth: perMonth(ceilingPerHour),
    unpriced: unique([before, after].flatMap((plan) => plan?.costPerHour.unpriced ?? [])),
    pricesAsOf: unique([before, after].flatMap((plan) => plan?.costPerHour.pricesAsOf ?? [])).sort(),
  };
}

/** All fleets of an app together. */
export function totalChange(costs: readonly CostChange[]): CostChange {
  const sum = (pick: (cost: CostChange) => MoneyChange): MoneyChange => ({
    before: totalCost(costs.map((cost) => pick(cost).before)),
    after: totalCost(costs.map((cost) => pick(cost).after)),
    delta: totalCost(costs.map((cost) => pick(cost).delta)),
  });
  const floorPerHour = sum((cost) => cost.floorPerHour);
  const ceilingPerHour = sum((cost) => cost.ceilingPerHour);
  return {
    floorPerHour,
    ceilingPerHour,
    floorPerMonth: perMonth(floorPerHour),
    ceilingPerMonth: perMonth(ceilingPerHour),
    unpriced: unique(costs.flatMap((cost) => cost.unpriced)),
    pricesAsOf: unique(costs.flatMap((cost) => cost.pricesAsOf)).sort(),
  };
}

function perHour(before: FleetPlan | null, after: FleetPlan | null, end: End): MoneyChange {
  const [old, young] = [before, after].map((plan) => (plan === null ? 0 : plan.costPerHour[end])) as [number | null, number | null];
  const delta = old === null || young === null ? deltaOfPools(paidOf(before), paidOf(after), end) : inCents(young - old);
  return { before: old, after: young, delta };
}

/** A pool without a price that stays as it is changes nothing of the bill, whatever it costs. */
function deltaOfPools(before: readonly PaidPlan[], after: readonly PaidPlan[], end: End): number | null {
  const paths = unique([...before, ...after].map(({ path }) => path));
  const deltas = paths.map((path) => {
    const [old, young] = [before, after].map((pools) => pools.find((pool) => pool.path === path));
    const [was, is] = [old, young].map((pool) => (pool === undefined ? 0 : pool.costPerHour[end])) as [number | null, number | null];
    if (was !== null && is !== null) return is - was;
    return was === null && is === null && old !== undefined && young !== undefined && billed(old, end) === billed(young, end) ? 0 : null;
  });
  return totalCost(deltas);
}

/** What the bill of a pool is made of, besides the price. */
function billed({ gpu, gpusPerReplica, replicas }: PaidPlan, end: End): string {
  return `${gpu.id} ${gpusPerReplica * (end === 'floor' ? replicas.min : replicas.max)}`;
}

function perMonth({ before, after, delta }: MoneyChange): MoneyChange {
  const inMonth = (usd: number | null) => (usd === null ? null : Math.sign(usd) * inCents(costPerMonth(Math.abs(usd))));
  return { before: inMonth(before), after: inMonth(after), delta: inMonth(delta) };
}

/** Differences of cents are cents. */
const inCents = (usd: number): number => Math.round(usd * 100) / 100;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
