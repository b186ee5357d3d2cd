/** AF-ELA-015: a burst is gone before a GPU that it starts is ready. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

const MIN_SCALE_OUT_SECONDS = 60;

export const scaleOutNotHasty: Rule<ScalingView> = {
  id: 'scale-out-not-hasty',
  code: 'AF-ELA-015',
  title: 'The scaler reacts to bursts that are gone before a new replica is ready.',
  why: 'A GPU starts, loads the model for minutes, and then has nothing to do.',
  fix: 'Raise scaleOutWindowSeconds.',
  severity: 'warning',
  check({ spec: { scaleOutWindowSeconds, queue } }) {
    // Tasks stay until they are done.
    if (queue !== undefined) return 'not-applicable';
    if (scaleOutWindowSeconds >= MIN_SCALE_OUT_SECONDS) return 'compliant';
    return [
      {
        prop: 'scaling.scaleOutWindowSeconds',
        value: scaleOutWindowSeconds,
        allowed: `at least ${MIN_SCALE_OUT_SECONDS}`,
        message: `a queue of ${scaleOutWindowSeconds} s starts a GPU that is ready minutes later; the burst is gone by then`,
        repairs: [repair(set('scaling.scaleOutWindowSeconds', MIN_SCALE_OUT_SECONDS))],
      },
    ];
  },
};
