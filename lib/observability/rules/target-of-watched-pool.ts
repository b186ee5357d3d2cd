/** AF-OBS-009: a target belongs to a pool that is watched. */
import { remove } from '../../core/change';
import { closest } from '../../core/closest';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const targetOfWatchedPool: Rule<WatchView> = {
  id: 'target-of-watched-pool',
  code: 'AF-OBS-009',
  title: 'A target of the first token names a pool that no watched fleet has.',
  why: 'No alert would watch the target.',
  fix: 'Name a pool of a watched fleet, or leave the target out.',
  severity: 'error',
  check({ spec: { slo }, pools }) {
    const named = Object.keys(slo?.ttftSeconds ?? {});
    if (named.length === 0) return 'not-applicable';
    const names = pools.map((pool) => pool.name);
    return violations(
      named
        .filter((name) => !names.includes(name))
        .map((name) => ({
          prop: `slo.ttftSeconds.${name}`,
          value: name,
          allowed: names.join(', '),
          message: `no watched fleet has a pool "${name}", so no alert would watch this target`,
          repairs: [...meant(name, names), repair(remove(`slo.ttftSeconds.${name}`))],
        })),
    );
  },
};

function meant(name: string, names: readonly string[]): string[] {
  const suggestion = closest(name, names);
  return suggestion === undefined ? [] : [`did you mean ${suggestion}?`];
}
