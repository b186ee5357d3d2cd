/** The time to the first token that 95 of 100 requests keep. */
import type { ScaledWorkload } from '../../inference/scaling-policy';
import type { SignalSettings } from '../scaling-view';
import { type Signal, seriesOf } from './signal';
import { prometheusTrigger } from './trigger';

/** Late first tokens ask for twice the ready replicas at most: how late they are does not say how many replicas are missing. */
const MOST_TIMES_LATE = 2;

/** Seconds to the first token that are aimed at; null where neither the policy nor a latency class says any. */
export function firstTokenTarget({ load }: ScaledWorkload, { ttftSeconds }: SignalSettings): number | null {
  return ttftSeconds ?? load?.firstTokenSeconds ?? null;
}

/**
 * One number for the whole pool: `Value`, by which the autoscaler multiplies the ready replicas, and not those that still start. Without requests
 * there is no quantile, which is nothing to do. The fallback of KEDA holds the replicas for `Value` too, as long as one of them is ready.
 */
export const FIRST_TOKEN: Signal = {
  reads: { timeToFirstToken: 'how long first tokens take' },
  triggers(target, spec) {
    const seconds = firstTokenTarget(target, spec);
    if (seconds === null) return [];
    const buckets = `${seriesOf(target, 'timeToFirstToken')}_bucket{${target.metricSelector}}`;
    const quantile = `histogram_quantile(0.95, sum by (le) (rate(${buckets}[${spec.ttftWindowSeconds}s])))`;
    const query = `clamp_max(${quantile}, ${Number((seconds * MOST_TIMES_LATE).toPrecision(12))})`;
    return [prometheusTrigger(target, { name: 'first-token-p95', query, threshold: seconds, metricType: 'Value', mayBeSilent: true })];
  },
};
