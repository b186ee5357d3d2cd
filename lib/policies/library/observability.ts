import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const OBSERVABILITY: readonly LibraryRow[] = [
  ['first-token-alert-in-time', 'every ObservabilityStack', SOURCES.alerting],
  ['kv-cache-alert-in-time', 'every ObservabilityStack', SOURCES.engineMetrics],
  ['queue-shown', 'every ObservabilityStack', SOURCES.monitoring],
  ['cost-shown-by-tier', 'every ObservabilityStack with prices', SOURCES.budgets],
  ['metrics-scraped', 'every ObservabilityStack', SOURCES.engineMetrics],
  ['spend-watched', 'every ObservabilityStack', SOURCES.budgets],
  ['fleet-traced', 'fleets that are watched', SOURCES.traces],
  ['cost-recorded', 'every ObservabilityStack', SOURCES.budgets],
  ['fleet-watched', 'every fleet', SOURCES.monitoring],
];
