/** What requests carry to engines that serve by priority: the lower number first. */
import type { LatencyClass } from '../catalog/latency-class';
import type { Route } from './routes';

/** A request that says nothing has 0 in the engine and waits with those of the background. Neighbours differ by 1, so that no running request is ended for another. */
const PRIORITIES: Readonly<Record<LatencyClass, number>> = { voice: -2, chat: -1, background: 0 };

/** @returns undefined where the pool serves by arrival and the engine would refuse a priority */
export function requestPriority({ pool, latency }: Route): number | undefined {
  return pool.view().spec.tuning?.scheduling === 'priority' ? PRIORITIES[latency] : undefined;
}
