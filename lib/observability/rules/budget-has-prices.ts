/** AF-COST-011: a budget watches a sum of which nothing may be missing. */
import type { Rule } from '../../core/rule';
import { PRICE_ADVICE, unpriced, type WatchView } from '../watch-view';

export const budgetHasPrices: Rule<WatchView> = {
  id: 'budget-has-prices',
  code: 'AF-COST-011',
  title: 'A budget cannot watch a fleet whose price is not known.',
  why: 'The sum would be too low, and the alert would come too late or never.',
  fix: 'Give usdPerGpuHour and priceAsOf on the node pool, or leave the budget out.',
  severity: 'error',
  check(view) {
    if (view.spec.budget === undefined) return 'not-applicable';
    const names = unpriced(view);
    if (names === null) return 'compliant';
    return [
      {
        prop: 'budget',
        value: names,
        allowed: 'a price for every GPU',
        message: `a budget over ${names} would watch a sum in which the cost of these is missing`,
        repairs: [PRICE_ADVICE],
      },
    ];
  },
};
