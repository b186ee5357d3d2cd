/** AF-COST-010: an alert on a budget that the floor breaks is never silent. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const budgetAboveFloor: Rule<WatchView> = {
  id: 'budget-above-floor',
  code: 'AF-COST-010',
  title: 'The replicas that are always there cost more than the budget.',
  why: 'The alert on the budget would fire all the time.',
  fix: 'Raise the budget, or keep fewer replicas.',
  severity: 'error',
  check({ spec: { hourlyBudgetUsd }, floors }) {
    if (hourlyBudgetUsd === undefined || floors.some(({ usdPerHour }) => usdPerHour === null)) return 'not-applicable';
    const floor = floors.reduce((sum, { usdPerHour }) => sum + (usdPerHour ?? 0), 0);
    if (floor <= hourlyBudgetUsd) return 'compliant';
    return [
      {
        prop: 'hourlyBudgetUsd',
        value: hourlyBudgetUsd,
        allowed: `at least ${formatUsd(floor)}, the cost of the replicas that are always there`,
        message: `a budget of ${formatUsd(hourlyBudgetUsd)} an hour is exceeded from the first minute: the replicas that are always there cost ${formatUsd(floor)}`,
        details: floors.map(({ name, usdPerHour }) => ({ label: name, text: `${formatUsd(usdPerHour ?? 0)}/h` })),
        repairs: [repair(set('hourlyBudgetUsd', Math.ceil(floor))), 'fewer replicas at the floor'],
      },
    ];
  },
};
