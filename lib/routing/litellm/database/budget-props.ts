import { z } from 'zod';
import { dnsLabel } from '../../../core/kubernetes/dns-label';

/** A bound on what is spent within a period; spend is counted by the prices of the routes, which follow from the plan. */
export interface BudgetProps {
  /** Most that is spent within a period, US dollars; every further request is refused with 422 until the next begins. */
  readonly usd: number;
  /** Period after which the spend is counted from zero again; a month is 30 days. */
  readonly per: 'day' | 'week' | 'month';
}

/** Clients that share a budget. */
export interface RouterTeamProps {
  /**
   * What all keys of the team may spend together.
   * @default - no bound
   */
  readonly budget?: BudgetProps;
}

/** More is a mistake of units. */
const MOST_USD = 1e9;

export const budgetSchema = z.strictObject({ usd: z.number().positive().max(MOST_USD), per: z.enum(['day', 'week', 'month']) });

export interface BudgetSpec extends z.output<typeof budgetSchema> {}

/** Teams by name. */
export const routerTeamsSchema = z.record(dnsLabel, z.strictObject({ budget: budgetSchema.optional() })).default({});

/** Days of a period. */
export const DAYS: Readonly<Record<BudgetSpec['per'], number>> = { day: 1, week: 7, month: 30 };
