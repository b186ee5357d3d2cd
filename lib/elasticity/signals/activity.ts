/** Requests that run or wait, as a reason not to sleep. */
import type { IScalable } from '../../inference/scaling-policy';
import { seriesOf } from './signal';
import { prometheusTrigger } from './trigger';

/**
 * Asks for one replica while any request runs or waits: long answers outlive the last waiting request, and a pool that went to sleep would cut them off.
 * Without pods there are no series, which is 0. Empty where the engine writes neither.
 */
export function activityTriggers(target: IScalable) {
  const series = (['requestsRunning', 'requestsWaiting'] as const)
    .map((metric) => seriesOf(target, metric))
    .filter((name) => name !== null);
  if (series.length === 0) return [];
  const sums = series.map((name) => orNothing(`sum(${name}{${target.metricSelector}})`));
  const query = `clamp_max(${sums.join(' + ')}, 1)`;
  return [prometheusTrigger(target, { name: 'busy', query, threshold: 1, metricType: 'AverageValue', mayBeSilent: false })];
}

export const orNothing = (query: string): string => `(${query} or vector(0))`;
