/** AF-CLU-031: more is asked of a pool of somebody else than is stated that it holds. */
import { HEADROOM } from '../../../capacity/fit/headroom';
import { formatInteger } from '../../../core/format';
import { type Rule, violations } from '../../../core/rule';
import { limitsOf, type StatedPool } from '../stated-demand';

/** What is left free of a limit; negative where more is asked. */
export const freeOf = (asked: number, stated: number): number => (stated - asked) / stated;

/** Sessions differ in length and answers in time; requests are counted exactly. */
const leastOf = (prop: string) => (prop === 'requests' ? { rejectedBelow: 0, tightBelow: 0 } : HEADROOM);

export const capacityHolds: Rule<StatedPool> = {
  id: 'capacity-holds',
  code: 'AF-CLU-031',
  title: 'An existing pool has less than the fleets ask (error), or less than 15 % would stay free (warning).',
  why: 'What is beyond the stated capacity waits in its queue, or takes the place of the requests of others.',
  fix: 'Ask for more of the pool, plan fewer or shorter sessions, or lead a role to another pool.',
  severity: ['error', 'warning'],
  check(pool) {
    const limits = limitsOf(pool).flatMap(({ stated, ...limit }) => (stated === null ? [] : [{ ...limit, stated }]));
    if (limits.length === 0) return 'not-applicable';
    const broken = limits.filter(({ prop, asked, stated }) => freeOf(asked, stated) < leastOf(prop).tightBelow);
    return violations(
      broken.map(({ prop, unit, asked, stated }) => {
        const least = leastOf(prop);
        const need = Math.ceil(asked / (1 - least.tightBelow));
        return {
          severity: freeOf(asked, stated) < least.rejectedBelow ? 'error' : 'warning',
          prop: `capacity.${prop}`,
          value: stated,
          allowed: `≥ ${formatInteger(need)}${least.tightBelow > 0 ? ', which leaves 15 % free' : ''}`,
          message: `the fleets ask ${pool.name} for ${formatInteger(Math.ceil(asked))} ${unit}, and it is said to have ${formatInteger(Math.floor(stated))}`,
          repairs: [
            `capacity: { ${prop}: ${need} } once whoever runs the pool gives as much`,
            `fewer concurrentWorkflows: they ask for ${formatInteger(Math.ceil(asked))} ${unit}`,
          ],
        };
      }),
    );
  },
};
