/** Costs at the points of a plan: with nobody there, as planned, at the peak, and with everything that scaling may start. */
import { HOURS_PER_MONTH } from '../core/units';

/** A figure at each point of a plan. */
export interface ByPoint<T> {
  /** While there is no work: replicas that never sleep. */
  readonly floor: T;
  /** What must always fit. */
  readonly plan: T;
  /** What holds the declared peak; the plan where none is declared. */
  readonly peak: T;
  /** All that scaling may start. */
  readonly ceiling: T;
}

/** USD per hour; null where a price is unknown. */
export type UsdPerHour = ByPoint<number | null>;

export const POINTS = ['floor', 'plan', 'peak', 'ceiling'] as const;

/** Digits after the point that a share of a cost keeps: a role may cost less than a cent an hour. */
const DIGITS = 6;

export const rounded = (usd: number, digits = DIGITS): number => Number(usd.toFixed(digits));

export const atPoints = <T>(of: (point: (typeof POINTS)[number]) => T): ByPoint<T> => ({
  floor: of('floor'),
  plan: of('plan'),
  peak: of('peak'),
  ceiling: of('ceiling'),
});

/** Null where one of them is unknown: a partial total would look like a bargain. */
export const sumOrNull = (amounts: readonly (number | null)[]): number | null =>
  amounts.every((amount): amount is number => amount !== null) ? rounded(amounts.reduce((sum, amount) => sum + amount, 0)) : null;

export const sumOfCosts = (costs: readonly UsdPerHour[]): UsdPerHour => atPoints((point) => sumOrNull(costs.map((cost) => cost[point])));

/** A part of a cost; null stays unknown. */
export const partOf = (amount: number | null, share: number): number | null => (amount === null ? null : rounded(amount * share));

/** 720 hours, as GPU clouds bill a month. */
export const monthOf = (cost: UsdPerHour): UsdPerHour => atPoints((point) => partOf(cost[point], HOURS_PER_MONTH));
