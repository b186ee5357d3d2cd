/** AF-ELA-002: a queue that is overload already is seen too late. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

/** Waiting requests per replica, or per GPU of a larger one, at which a queue counts as overload. */
const OVERLOAD = 10;
/** Words for what a limit counts by. */
const LIMITS = { waitingPerReplica: ['replica', 5], waitingPerGpu: ['GPU', OVERLOAD] } as const;

export const scaleOutInTime: Rule<ScalingView> = {
  id: 'scale-out-in-time',
  code: 'AF-ELA-002',
  title: 'The scaler reacts too late to a growing queue.',
  why: 'A new replica comes minutes after the overload has begun.',
  fix: 'Lower waitingPerReplica, or waitingPerGpu.',
  severity: 'warning',
  check({ spec }) {
    const late = (['waitingPerReplica', 'waitingPerGpu'] as const).filter((prop) => (spec[prop] ?? 0) > OVERLOAD);
    return violations(
      late.map((prop) => {
        const [unit, usual] = LIMITS[prop];
        return {
          prop: `scaling.${prop}`,
          value: spec[prop],
          allowed: `at most ${OVERLOAD}`,
          message: `${spec[prop]} waiting requests per ${unit} are overload already; a new replica then comes minutes too late`,
          repairs: [repair(set(`scaling.${prop}`, usual))],
        };
      }),
    );
  },
};
