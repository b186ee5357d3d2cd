/** AF-ELA-023: a quantile remembers what was before the last change for as long as its window is. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import { patientSeconds } from '../scale-in-window';
import type { ScalingView } from '../scaling-view';

export const firstTokensForgotten: Rule<ScalingView> = {
  id: 'first-tokens-forgotten',
  code: 'AF-ELA-023',
  title: 'A pool that scales on first tokens acts again before it can see what its last step did.',
  why: 'Late first tokens of before a new replica are still in the window and start another; a replica that goes too soon is missing until the next has started.',
  fix: 'Raise the windows.',
  severity: 'warning',
  check({ signals, spec, target }) {
    const { ttftWindowSeconds } = spec;
    if (!signals.includes('latency') || ttftWindowSeconds === undefined) return 'not-applicable';
    const least = { scaleOutWindowSeconds: ttftWindowSeconds, scaleInWindowSeconds: patientSeconds(target, spec) };
    const hasty = (['scaleOutWindowSeconds', 'scaleInWindowSeconds'] as const).filter((prop) => (spec[prop] ?? least[prop]) < least[prop]);
    return violations(
      hasty.map((prop) => ({
        prop: `scaling.${prop}`,
        value: spec[prop],
        allowed: `at least ${least[prop]}`,
        message: `${spec[prop]} s are over before first tokens show what the last step did (${ttftWindowSeconds} s${prop === 'scaleInWindowSeconds' ? ', after the start of a replica' : ''})`,
        repairs: [repair(set(`scaling.${prop}`, least[prop]))],
      })),
    );
  },
};
