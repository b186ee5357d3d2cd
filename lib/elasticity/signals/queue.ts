/** Requests that wait for a slot. */
import type { ScaledWorkload } from '../../inference/scaling-policy';
import { beyondFloor } from '../above-floor';
import type { SignalSettings } from '../scaling-view';
import { sleeps } from '../sleep';
import { orNothing } from './activity';
import { type Signal, seriesOf } from './signal';
import { prometheusTrigger } from './trigger';

/** Waiting requests that a replica may have, by replica or by its GPUs. */
export function waitingAllowed({ load }: ScaledWorkload, { waitingPerReplica, waitingPerGpu }: SignalSettings): number | null {
  if (waitingPerGpu === undefined) return waitingPerReplica ?? null;
  return load === undefined ? null : waitingPerGpu * load.gpusPerReplica;
}

/**
 * The sum over all replicas, so that the answer is one number; the autoscaler divides it by the replicas. An empty answer is an
 * error on purpose: the floor keeps the series alive, so silence means that the scrape is broken, not that the queue is empty.
 * Of a pool that may sleep it means nothing, because the series sleep with it.
 */
export const QUEUE: Signal = {
  reads: { requestsWaiting: 'how many requests wait' },
  triggers(target, spec) {
    const threshold = waitingAllowed(target, spec);
    if (threshold === null) return [];
    const sum = `sum(${seriesOf(target, 'requestsWaiting')}{${target.metricSelector}})`;
    const query = beyondFloor(target, spec, sleeps(spec) ? orNothing(sum) : sum, threshold);
    return [prometheusTrigger(target, { name: 'waiting-requests', query, threshold, metricType: 'AverageValue', mayBeSilent: false })];
  },
};
