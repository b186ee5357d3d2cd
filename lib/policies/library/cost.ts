import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const COST: readonly LibraryRow[] = [
  ['budget-has-prices', 'ObservabilityStacks with a budget', SOURCES.budgets],
  ['gpus-cheaper-than-api', 'fleets that checkAgainstApi() is asked about', SOURCES.rates],
  ['budget-above-floor', 'ObservabilityStacks with a budget', SOURCES.budgets],
];
