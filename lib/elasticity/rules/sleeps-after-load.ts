/** AF-ELA-027: a pool that sleeps again as soon as it has woken works on nothing. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { sleeps } from '../sleep';

export const sleepsAfterLoad: Rule<ScalingView> = {
  id: 'sleeps-after-load',
  code: 'AF-ELA-027',
  title: 'A pool goes to sleep sooner than it wakes.',
  why: 'Between two tasks it sleeps and loads its model again, and a start that takes long may end in sleep.',
  fix: 'Raise cooldownSeconds.',
  severity: 'warning',
  check({ spec, target: { startupSeconds } }) {
    const { cooldownSeconds } = spec;
    if (!sleeps(spec) || startupSeconds === null || cooldownSeconds === undefined) return 'not-applicable';
    if (cooldownSeconds >= startupSeconds) return 'compliant';
    return [
      {
        prop: 'scaling.cooldownSeconds',
        value: cooldownSeconds,
        allowed: `at least ${startupSeconds}, which a start may take`,
        message: `after ${cooldownSeconds} s without work the pool sleeps, and its next start may take ${startupSeconds} s`,
        repairs: [repair(set('scaling.cooldownSeconds', startupSeconds))],
      },
    ];
  },
};
