/** AF-COST-008: a budget bounds a sum of which nothing is missing. */
import type { Rule } from '../../core/rule';
import type { BudgetedCost } from '../budget';
import { boundsOf } from '../budget';

export const budgetKnown: Rule<BudgetedCost> = {
  id: 'budget-known',
  code: 'AF-COST-008',
  title: 'Whether a budget is kept is not known, because a price is missing.',
  why: 'A sum without one of its parts would look as if it kept the budget.',
  fix: 'Give usdPerGpuHour and priceAsOf on the node pool.',
  severity: 'warning',
  uncertain: true,
  check({ what, budget, usdPerHour, parts }) {
    const [bound] = budget === undefined ? [] : boundsOf(budget);
    if (bound === undefined) return 'not-applicable';
    if (usdPerHour.plan !== null) return 'compliant';
    const unknown = parts.filter((part) => part.usdPerHour.plan === null).map(({ name }) => name);
    return [
      {
        prop: bound.prop,
        value: bound.usd,
        allowed: 'a price for every GPU',
        message: `whether ${what} keeps its budget is not known: no price of ${unknown.join(', ')}`,
        repairs: ['usdPerGpuHour and priceAsOf on the node pool, what you pay today'],
      },
    ];
  },
};
