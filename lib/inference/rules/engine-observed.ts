/** AF-ENG-044: an engine without metrics is seen through its pods alone. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const engineObserved: Rule<PoolView> = {
  id: 'engine-observed',
  code: 'AF-ENG-044',
  title: 'The engine serves no metrics.',
  why: 'Queue, cache and latency of the pool are recorded nowhere: no alert speaks of them, no panel shows them, and no policy can scale by them.',
  fix: 'Take an engine with metrics, or watch the pool by its pods, its GPUs and the router.',
  severity: OPERATIONAL,
  check({ engine, name }) {
    if (engine.metricsPath !== null) return 'compliant';
    const message = `${engine.name} serves no metrics: Prometheus does not scrape ${name}, its alerts are those on pods, GPUs and the router, and its replicas are fixed`;
    return [{ prop: 'engine', value: engine.name, allowed: 'an engine with metrics', message, repairs: ['leave engine out'] }];
  },
};
