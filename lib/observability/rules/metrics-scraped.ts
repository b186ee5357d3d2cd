/** AF-OBS-005: whether a model or a GPU is at fault shows where both are measured side by side. */
import { OPERATIONAL, type Rule, type Violation, violations } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const metricsScraped: Rule<WatchView> = {
  id: 'metrics-scraped',
  code: 'AF-OBS-005',
  title: 'Engines or GPUs of a watched fleet write no metrics that Prometheus could scrape.',
  why: 'A slow model and a sick GPU look the same to users; only both series side by side tell them apart.',
  fix: 'Take an engine with metrics, and install the GPU operator, whose DCGM exporter serves the GPUs on port 9400.',
  severity: OPERATIONAL,
  check(view) {
    if (view.pools.length + view.gpuServices.length === 0) return 'not-applicable';
    return violations([...silentEngines(view), ...silentGpus(view)]);
  },
};

function silentEngines({ pools }: WatchView): Violation[] {
  const silent = pools.filter(({ scraped }) => !scraped).map(({ name }) => name);
  if (silent.length === 0) return [];
  return [
    {
      prop: 'fleets',
      value: silent.join(', '),
      allowed: 'pools whose engines serve metrics',
      message: `the engines of ${silent.join(', ')} serve no metrics, so queue, first token and KV cache of these pools are seen nowhere`,
      repairs: ['engine of these pools left out'],
    },
  ];
}

function silentGpus({ pools, gpuServices, platforms }: WatchView): Violation[] {
  const silent = [...pools, ...gpuServices].filter(({ dcgm }) => dcgm).map(({ name }) => name);
  return platforms
    .filter(({ hasGpuOperator }) => !hasGpuOperator && silent.length > 0)
    .map(({ path }) => ({
      prop: 'cluster',
      value: path,
      allowed: "a platform with gpuOperator, or gpuOperator: 'existing'",
      message: `${path} says that the cluster has no GPU operator, so no exporter writes what the GPUs of ${silent.join(', ')} do`,
      repairs: ['remove gpuOperator: false of the platform', "gpuOperator: 'existing', where an operator with its exporter is there"],
    }));
}
