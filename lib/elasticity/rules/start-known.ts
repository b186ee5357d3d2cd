/** AF-ELA-020: replicas cannot start ahead by a time that is not known. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

export const startKnown: Rule<ScalingView> = {
  id: 'start-known',
  code: 'AF-ELA-020',
  title: 'A schedule starts replicas ahead of its windows, and it is not known how long a replica takes to start.',
  why: 'The replicas of a window would be ready too late.',
  fix: 'Say it: schedule.startEarlySeconds.',
  severity: 'error',
  check({ spec: { schedule }, target }) {
    if (schedule === undefined) return 'not-applicable';
    if (schedule.startEarlySeconds !== undefined || target.startupSeconds !== null) return 'compliant';
    return [
      {
        prop: 'scaling.schedule.startEarlySeconds',
        value: 'unknown',
        allowed: 'seconds, where the workload does not say how long it takes to start',
        message: `${target.name} does not say how long a replica takes to start, so it is not known when to begin`,
        repairs: ['scaling.schedule.startEarlySeconds: the seconds that you measured'],
      },
    ];
  },
};
