/** What somebody is ready to pay, and what the same costs by the plan. */
import { z } from 'zod';
import { HOURS_PER_MONTH } from '../core/units';
import { rounded, type UsdPerHour } from './cost-points';

/** Most that may be paid; at least one of both. */
export interface Budget {
  /**
   * USD per hour.
   * @default - no bound
   */
  readonly usdPerHour?: number;
  /**
   * USD per month of 720 hours.
   * @default - no bound
   */
  readonly usdPerMonth?: number;
}

/** No fleet costs more an hour. */
const MOST_USD = 1e9;

/** No GPU costs more an hour, and no model more for a million tokens. */
export const MOST_USD_PER_UNIT = 1e6;

const usd = z.number().positive().max(MOST_USD).optional();

export const budgetSchema = z
  .strictObject({ usdPerHour: usd, usdPerMonth: usd })
  .refine(({ usdPerHour, usdPerMonth }) => usdPerHour !== undefined || usdPerMonth !== undefined, {
    error: 'expected usdPerHour, usdPerMonth or both',
  });

/** A budget as its schema gives it. */
export interface CheckedBudget extends z.output<typeof budgetSchema> {}

/** A budget beside the cost that it bounds. */
export interface BudgetedCost {
  /** `fleet research`, `cluster prod-eu`. */
  readonly what: string;
  readonly kind: 'fleet' | 'cluster';
  readonly budget: CheckedBudget | undefined;
  readonly usdPerHour: UsdPerHour;
  /** Roles of a fleet, pools of a cluster. */
  readonly parts: readonly BudgetPart[];
}

export interface BudgetPart {
  readonly name: string;
  readonly usdPerHour: UsdPerHour;
}

/** A bound as USD per hour, with the words for it. */
export interface Bound {
  readonly prop: 'budget.usdPerHour' | 'budget.usdPerMonth';
  readonly usd: number;
  readonly unit: '/h' | ' a month';
  /** Hours of that unit. */
  readonly hours: number;
}

export function boundsOf({ usdPerHour, usdPerMonth }: CheckedBudget): Bound[] {
  return [
    ...(usdPerHour === undefined ? [] : [{ prop: 'budget.usdPerHour' as const, usd: usdPerHour, unit: '/h' as const, hours: 1 }]),
    ...(usdPerMonth === undefined
      ? []
      : [{ prop: 'budget.usdPerMonth' as const, usd: usdPerMonth, unit: ' a month' as const, hours: HOURS_PER_MONTH }]),
  ];
}

/** USD in the unit of a bound; null where a price is unknown. */
export const costIn = ({ hours }: Bound, usdPerHour: number | null): number | null =>
  usdPerHour === null ? null : rounded(usdPerHour * hours, 2);
