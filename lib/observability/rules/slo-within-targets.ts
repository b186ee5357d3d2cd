/** AF-OBS-016: one promise, one value. */

import { heldTargets } from '../../catalog/latency-targets';
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const sloWithinTargets: Rule<WatchView> = {
  id: 'slo-within-targets',
  code: 'AF-OBS-016',
  title: 'Alerts are set to a later first token than a role on the pool asks for itself.',
  why: 'The role would miss its own target, and nobody would be told.',
  fix: 'Leave slo out for the pool: alerts then watch what its roles ask.',
  severity: 'error',
  check({ pools, spec: { slo } }) {
    const stated = pools.flatMap((pool) => {
      const seconds = slo?.ttftSeconds?.[pool.name];
      const asked = pool.askedTtftSeconds ?? null;
      return seconds === undefined || asked === null || asked * 1_000 === heldTargets(pool.latency).ttftMs
        ? []
        : [{ pool, seconds, asked }];
    });
    if (stated.length === 0) return 'not-applicable';
    return violations(
      stated
        .filter(({ seconds, asked }) => seconds > asked)
        .map(({ pool: { name }, seconds, asked }) => ({
          prop: `slo.ttftSeconds.${name}`,
          value: seconds,
          allowed: `at most ${asked}, which a role asks for (latencyTargets.ttftMs)`,
          message: `alerts of pool ${name} would come after ${seconds} s, and a role on it asks for its first token after ${asked} s`,
          repairs: [repair(remove(`slo.ttftSeconds.${name}`))],
        })),
    );
  },
};
