/** AF-COST-003: without a budget nobody is told that a fleet costs more than was meant. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const budgetGiven: Rule<WatchView> = {
  id: 'budget-given',
  code: 'AF-COST-003',
  title: 'Watched fleets have no budget.',
  why: 'Nobody is told when they cost more than was meant; agents that loop are seen on the bill first.',
  fix: 'Give the ObservabilityStack a budget.',
  severity: OPERATIONAL,
  check({ spec: { budget, fleets } }) {
    if (fleets.length === 0) return 'not-applicable';
    if (budget !== undefined) return 'compliant';
    return [
      {
        prop: 'budget',
        value: 'none',
        allowed: 'USD per hour, above what the floor costs',
        message: 'the watched fleets have no budget, so no alert is about their cost',
        repairs: ['budget: { usdPerHour } or { usdPerMonth }, above what the floor costs'],
      },
    ];
  },
};
