/** AF-ELA-018: a window that the floor covers. */
import { type Rule, violations } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

export const windowAboveFloor: Rule<ScalingView> = {
  id: 'window-above-floor',
  code: 'AF-ELA-018',
  title: 'A window of a schedule asks for no more replicas than are always there.',
  why: 'The window changes nothing.',
  fix: 'Ask for more replicas than min, lower min, or remove the window.',
  severity: 'warning',
  check({ spec: { min, schedule } }) {
    if (schedule === undefined) return 'not-applicable';
    const covered = Object.entries(schedule.windows).filter(([, { replicas }]) => replicas <= min);
    return violations(
      covered.map(([name, { replicas }]) => ({
        prop: `scaling.schedule.windows.${name}.replicas`,
        value: replicas,
        allowed: `more than min, which is ${min}`,
        message: `window ${name} asks for ${replicas} replicas, and ${min} are always there`,
        repairs: ['more replicas in the window', 'a lower min', `no window ${name}`],
      })),
    );
  },
};
