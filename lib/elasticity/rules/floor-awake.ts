/** AF-ELA-005: without a replica there is no queue to see. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { sleeps, wakingSignals } from '../sleep';

export const floorAwake: Rule<ScalingView> = {
  id: 'floor-awake',
  code: 'AF-ELA-005',
  title: 'A pool has a floor of zero, and all of its signals die with it.',
  why: 'Without a replica there is no queue to see, so nothing would start one.',
  fix: 'Keep one replica, or wake the pool by a task queue (Scaling.batch) or a schedule.',
  severity: 'error',
  check({ spec }) {
    const { min } = spec;
    if (!sleeps(spec)) return 'not-applicable';
    if (wakingSignals(spec).length > 0) return 'compliant';
    return [
      {
        prop: 'scaling.min',
        value: min,
        allowed: 'at least 1',
        message:
          'a pool that scales on its own queue cannot scale to zero: without a replica there is no queue to see, so nothing would start one',
        repairs: [repair(set('scaling.min', 1)), 'schedule of the policy', 'Scaling.batch({ queue })'],
      },
    ];
  },
};
