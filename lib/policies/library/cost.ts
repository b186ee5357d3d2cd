import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const COST: readonly LibraryRow[] = [
  ['budget-has-prices', 'ObservabilityStacks with a budget', SOURCES.budgets],
  ['gpus-cheaper-than-api', 'roles with the price of an API', SOURCES.rates],
  ['budget-above-floor', 'ObservabilityStacks with a budget', SOURCES.budgets],
  ['on-demand-needed', 'pools with prices of both kinds', SOURCES.rates],
  ['background-on-spot', 'pools of background roles', SOURCES.spot],
  ['price-is-recent', 'every price', SOURCES.budgets],
  ['gpus-used', 'pools with declared use', SOURCES.rates],
  ['budget-given', 'fleets that are watched', SOURCES.budgets],
];
