/** AF-ELA-004: nobody waits for a model to load. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { sleeps } from '../sleep';

export const sleepsInBackground: Rule<ScalingView> = {
  id: 'sleeps-in-background',
  code: 'AF-ELA-004',
  title: 'A pool on which users wait may sleep.',
  why: 'Whoever comes first waits until a node has started and the model is loaded, which takes minutes.',
  fix: 'Keep one replica, or put the roles that wait on a pool of their own.',
  severity: 'error',
  check({ spec, target }) {
    const seconds = target.load?.firstTokenSeconds ?? null;
    if (seconds === null) return 'not-applicable';
    if (!sleeps(spec)) return 'compliant';
    return [
      {
        prop: 'scaling.min',
        value: spec.min,
        allowed: 'at least 1, where a role waits for answers',
        message: `a role on ${target.name} waits ${seconds} s for a first token, and a pool that sleeps takes ${target.startupSeconds ?? 'unknown'} s to wake`,
        repairs: [repair(set('scaling.min', 1)), "latency: 'background' of the roles on the pool", 'another pool for the roles that wait'],
      },
    ];
  },
};
