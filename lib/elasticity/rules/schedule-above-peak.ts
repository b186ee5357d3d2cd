/** AF-ELA-008: a forecast is a mean, and some days are busier. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { DEFAULT_HEADROOM, withHeadroom } from '../windows-by-hour';

export const scheduleAbovePeak: Rule<ScalingView> = {
  id: 'schedule-above-peak',
  code: 'AF-ELA-008',
  title: 'The busiest window of a schedule has fewer replicas than the peak of the day and 30 %.',
  why: 'The plan counts the mean day; on a busier one the replicas of the window are full and others start too late.',
  fix: 'Raise the replicas of the window; Scaling.windowsByHour adds the headroom by itself.',
  severity: 'info',
  check({ spec, target }) {
    const { schedule, min } = spec;
    const peak = schedule === undefined ? null : (target.load?.peakReplicas ?? null);
    if (schedule === undefined || peak === null || peak <= min) return 'not-applicable';
    const needed = withHeadroom(peak, DEFAULT_HEADROOM);
    const busiest = Object.entries(schedule.windows).sort(([, one], [, other]) => other.replicas - one.replicas)[0];
    if (busiest === undefined) return 'not-applicable';
    const [name, { replicas }] = busiest;
    if (replicas >= needed) return 'compliant';
    return [
      {
        prop: `scaling.schedule.windows.${name}.replicas`,
        value: replicas,
        allowed: `at least ${needed}: the ${peak} of the peak and 30 %`,
        message: `the busiest window of ${target.name} has ${replicas} replicas, and the busiest hour of its roles needs ${peak} on an ordinary day`,
        repairs: [
          ...(needed <= spec.max
            ? [repair(set(`scaling.schedule.windows.${name}.replicas`, needed))]
            : [`scaling.max: at least ${needed}, and as many replicas in window ${name}`]),
          'windows: Scaling.windowsByHour({ replicasByHour, min })',
        ],
      },
    ];
  },
};
