/** AF-ELA-017: the autoscaler never goes beyond the ceiling. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

export const windowBelowCeiling: Rule<ScalingView> = {
  id: 'window-below-ceiling',
  code: 'AF-ELA-017',
  title: 'A window of a schedule asks for more replicas than the policy has at most.',
  why: 'The autoscaler stops at max, so the window never has its replicas.',
  fix: 'Raise max, or ask for fewer replicas.',
  severity: 'error',
  check({ spec: { max, schedule } }) {
    if (schedule === undefined) return 'not-applicable';
    const beyond = Object.entries(schedule.windows).filter(([, { replicas }]) => replicas > max);
    return violations(
      beyond.map(([name, { replicas }]) => ({
        prop: `scaling.schedule.windows.${name}.replicas`,
        value: replicas,
        allowed: `at most max, which is ${max}`,
        message: `window ${name} asks for ${replicas} replicas, and the policy has ${max} at most`,
        repairs: [repair(set('scaling.max', replicas)), repair(set(`scaling.schedule.windows.${name}.replicas`, max))],
      })),
    );
  },
};
