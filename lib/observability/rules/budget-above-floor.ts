/** AF-COST-010: an alert on a budget that the floor breaks is never silent. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import { boundsOf } from '../../economics/budget';
import type { WatchView } from '../watch-view';

export const budgetAboveFloor: Rule<WatchView> = {
  id: 'budget-above-floor',
  code: 'AF-COST-010',
  title: 'The replicas that are always there cost more than the budget.',
  why: 'The alert on the budget would fire all the time.',
  fix: 'Raise the budget, or keep fewer replicas.',
  severity: 'error',
  check({ spec, floors }) {
    if (spec.budget === undefined || floors.some(({ usdPerHour }) => usdPerHour === null)) return 'not-applicable';
    const hourly = floors.reduce((sum, { usdPerHour }) => sum + (usdPerHour ?? 0), 0);
    const broken = boundsOf(spec.budget).filter(({ usd, hours }) => hourly * hours > usd);
    if (broken.length === 0) return 'compliant';
    return broken.map(({ prop, usd, unit, hours }) => ({
      prop,
      value: usd,
      allowed: `at least ${formatUsd(hourly * hours)}, the cost of the replicas that are always there`,
      message: `a budget of ${formatUsd(usd)}${unit} is exceeded from the first minute: the replicas that are always there cost ${formatUsd(hourly * hours)}`,
      details: floors.map(({ name, usdPerHour }) => ({ label: name, text: `${formatUsd(usdPerHour ?? 0)}/h` })),
      repairs: [repair(set(prop, Math.ceil(hourly * hours))), 'fewer replicas at the floor'],
    }));
  },
};
