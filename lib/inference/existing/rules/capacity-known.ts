/** AF-CLU-030: nobody says what a pool of somebody else holds. */
import { formatInteger } from '../../../core/format';
import type { Rule } from '../../../core/rule';
import { limitsOf, type StatedPool } from '../stated-demand';

const SAMPLE = { kvTokens: 200_000, requests: 40, tokensPerSecond: 1_000 } as const;

export const capacityKnown: Rule<StatedPool> = {
  id: 'capacity-known',
  code: 'AF-CLU-030',
  title: 'What an existing pool holds is not stated, so it is uncertain whether the sessions fit.',
  why: 'Nothing of the pool is made here, and whoever runs it alone knows what it holds.',
  fix: 'Ask whoever runs the pool, and write it into capacity.',
  severity: 'warning',
  uncertain: true,
  check(pool) {
    const limits = limitsOf(pool);
    if (limits.length === 0) return 'not-applicable';
    const unknown = limits.filter(({ stated }) => stated === null);
    if (unknown.length === 0) return 'compliant';
    return unknown.map(({ prop, unit, asked }) => ({
      prop: `capacity.${prop}`,
      value: null,
      allowed: `what the pool has for your fleets, ${unit}`,
      message: `the fleets ask ${pool.name} for ${formatInteger(Math.ceil(asked))} ${unit}, and nobody says what it has`,
      repairs: [`capacity: { ${prop}: ${SAMPLE[prop]} } as whoever runs the pool states it`],
    }));
  },
};
