/** AF-ELA-004: without a replica there is no queue to see. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

export const floorAwake: Rule<ScalingView> = {
  id: 'floor-awake',
  code: 'AF-ELA-004',
  title: 'A pool that scales on its own queue has a floor of zero.',
  why: 'Without a replica there is no queue to see, so nothing would start one.',
  fix: 'Keep one replica.',
  severity: 'error',
  check({ spec: { min } }) {
    if (min >= 1) return 'compliant';
    return [
      {
        prop: 'scaling.min',
        value: min,
        allowed: 'at least 1',
        message:
          'a pool that scales on its own queue cannot scale to zero: without a replica there is no queue to see, so nothing would start one',
        repairs: [repair(set('scaling.min', 1))],
      },
    ];
  },
};
