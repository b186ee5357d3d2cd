/** The time to the first token that 95 of 100 requests keep. */
import type { IScalable, ScaledWorkload } from '../../inference/scaling-policy';
import { beyondFloor, floorOf } from '../above-floor';
import type { SignalSettings } from '../scaling-view';
import { type Signal, seriesOf } from './signal';
import { prometheusTrigger, type Trigger } from './trigger';

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
    if (floorOf(target) > 0) return [aboveFloorTrigger(target, spec, `${query} / ${seconds}`)];
    return [prometheusTrigger(target, { name: 'first-token-p95', query, threshold: seconds, metricType: 'Value', mayBeSilent: true })];
  },
};

/** How much later than aimed at is still in time: the tolerance of the autoscaler. */
const TOLERANCE = 0.1;

/**
 * The autoscaler owns the replicas above the floor alone and cannot multiply the others, so the query does: ready replicas × how late they are, less the floor.
 * Without requests there is no quantile, which is nothing to do.
 */
function aboveFloorTrigger(target: IScalable, spec: SignalSettings, timesLate: string): Trigger {
  const ready = `scalar(sum(max by (pod) (up{${target.metricSelector}})))`;
  const query = beyondFloor(target, spec, `${ready} * ${timesLate}`, 1);
  const activationThreshold = floorOf(target) * TOLERANCE;
  return prometheusTrigger(target, {
    name: 'first-token-p95',
    query,
    threshold: 1,
    activationThreshold,
    metricType: 'AverageValue',
    mayBeSilent: true,
  });
}
