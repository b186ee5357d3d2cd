/** AF-ELA-014: bounds that contradict each other. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

export const floorBelowCeiling: Rule<ScalingView> = {
  id: 'floor-below-ceiling',
  code: 'AF-ELA-014',
  title: 'The maximum of a scaling policy is below its minimum.',
  why: 'The autoscaler refuses the object, and the pool never scales.',
  fix: 'Raise max, or lower min.',
  severity: 'error',
  check({ spec: { min, max } }) {
    if (min <= max) return 'compliant';
    return [
      {
        prop: 'scaling.max',
        value: max,
        allowed: `at least min, which is ${min}`,
        message: `max ${max} is below min ${min}`,
        repairs: [repair(set('scaling.max', min)), repair(set('scaling.min', max))],
      },
    ];
  },
};
