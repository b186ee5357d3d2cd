/** AF-COST-003: without a budget nobody is told that a fleet costs more than was meant. */
import type { Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const budgetGiven: Rule<WatchView> = {
  id: 'budget-given',
  code: 'AF-COST-003',
  title: 'Watched fleets have no budget.',
  why: 'Nobody is told when they cost more than was meant; agents that loop are seen on the bill first.',
  fix: 'Give hourlyBudgetUsd or monthlyBudgetUsd of the ObservabilityStack.',
  severity: 'info',
  check({ spec: { hourlyBudgetUsd, monthlyBudgetUsd, fleets } }) {
    if (fleets.length === 0) return 'not-applicable';
    if (hourlyBudgetUsd !== undefined || monthlyBudgetUsd !== undefined) return 'compliant';
    return [
      {
        prop: 'hourlyBudgetUsd',
        value: 'none',
        allowed: 'USD per hour, above what the floor costs',
        message: 'the watched fleets have no budget, so that no alert speaks of their cost',
        repairs: ['hourlyBudgetUsd: what the fleets may cost in an hour', 'monthlyBudgetUsd: what they may cost in a month'],
      },
    ];
  },
};
