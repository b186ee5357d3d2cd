/** AF-COST-010: an alert on a budget that the floor breaks is never silent. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import { HOURS_PER_MONTH } from '../../core/units';
import type { WatchView } from '../watch-view';

const BUDGETS = [
  { prop: 'hourlyBudgetUsd', hours: 1, time: 'an hour' },
  { prop: 'monthlyBudgetUsd', hours: HOURS_PER_MONTH, time: 'a month' },
] as const;

export const budgetAboveFloor: Rule<WatchView> = {
  id: 'budget-above-floor',
  code: 'AF-COST-010',
  title: 'The replicas that are always there cost more than the budget.',
  why: 'The alert on the budget would fire all the time.',
  fix: 'Raise the budget, or keep fewer replicas.',
  severity: 'error',
  check({ spec, floors }) {
    const budgets = BUDGETS.filter(({ prop }) => spec[prop] !== undefined);
    if (budgets.length === 0 || floors.some(({ usdPerHour }) => usdPerHour === null)) return 'not-applicable';
    const hourly = floors.reduce((sum, { usdPerHour }) => sum + (usdPerHour ?? 0), 0);
    const broken = budgets.filter(({ prop, hours }) => hourly * hours > (spec[prop] ?? 0));
    if (broken.length === 0) return 'compliant';
    return broken.map(({ prop, hours, time }) => ({
      prop,
      value: spec[prop],
      allowed: `at least ${formatUsd(hourly * hours)}, the cost of the replicas that are always there`,
      message: `a budget of ${formatUsd(spec[prop] ?? 0)} ${time} is exceeded from the first minute: the replicas that are always there cost ${formatUsd(hourly * hours)}`,
      details: floors.map(({ name, usdPerHour }) => ({ label: name, text: `${formatUsd(usdPerHour ?? 0)}/h` })),
      repairs: [repair(set(prop, Math.ceil(hourly * hours))), 'fewer replicas at the floor'],
    }));
  },
};
