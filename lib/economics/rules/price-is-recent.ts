/** AF-COST-005: prices of GPUs and tokens move within weeks, so a plan of today counts with prices of today. */
import type { Rule } from '../../core/rule';
import { ageInDays, OLDEST_DAYS } from '../price-age';

/** A price that a plan counts with. */
export interface UsedPrice {
  /** What is bought, how and from whom, e.g. `H100 PCIe 80GB, on-demand, provider B`. */
  readonly what: string;
  /** ISO date of the price. */
  readonly asOf: string;
  /** Names of the pools or roles that are paid by it. */
  readonly usedBy: readonly string[];
  /** Prop in which a newer price is written. */
  readonly prop: string;
  /** The user wrote it; else it is one of the catalog. */
  readonly isDeclared: boolean;
  /** Day on which the plan is judged; undefined where nobody gave one. */
  readonly planDate: string | undefined;
}

export const priceIsRecent: Rule<UsedPrice> = {
  id: 'price-is-recent',
  code: 'AF-COST-005',
  title: `A price of the plan is older than ${OLDEST_DAYS} days on the day of the plan, or dated after it.`,
  why: 'Prices of one card rose by 25 to 84 % at one provider within a month, so an old price says little of the bill.',
  fix: 'Give the price of today with its date, or set planDate to the day on which you looked at the prices.',
  severity: 'warning',
  check({ what, asOf, usedBy, prop, isDeclared, planDate }) {
    if (planDate === undefined) return 'not-applicable';
    const age = ageInDays(asOf, planDate);
    if (age >= 0 && age <= OLDEST_DAYS) return 'compliant';
    const wrong = age < 0 ? `is dated ${-age} days after the plan` : `is ${age} days old on ${planDate}`;
    return [
      {
        prop,
        value: asOf,
        allowed: `a date from ${OLDEST_DAYS} days before ${planDate} to that day`,
        message: `the price of ${what} (${asOf}) ${wrong}; ${usedBy.join(', ')} ${usedBy.length === 1 ? 'counts' : 'count'} with it`,
        repairs: [
          isDeclared
            ? `${prop}: the date on which you look at the price again, with that price beside it`
            : 'usdPerGpuHour and priceAsOf on the node pool, what you pay today',
        ],
      },
    ];
  },
};
