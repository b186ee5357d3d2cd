/** AF-CLU-032: a role plans more context than a pool of somebody else admits. */
import { on, set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { type Rule, violations } from '../../../core/rule';
import type { StatedPool } from '../stated-demand';

export const contextAdmitted: Rule<StatedPool> = {
  id: 'context-admitted',
  code: 'AF-CLU-032',
  title: "A role's context is longer than an existing pool admits.",
  why: 'The engine answers longer requests with an error.',
  fix: 'Shorten the context of the role, or lead it to a pool that admits more.',
  severity: 'error',
  check({ name, spec: { maxContextTokens }, demand: { planned, peak } }) {
    const asked = [...new Map([...planned, ...peak].map((demand) => [`${demand.fleet}/${demand.role}`, demand])).values()];
    if (asked.length === 0) return 'not-applicable';
    return violations(
      asked
        .filter(({ contextTokens }) => contextTokens > maxContextTokens)
        .map(({ fleet, role, contextTokens }) => {
          const prop = `roles.${role}.contextTokens`;
          return {
            prop,
            value: contextTokens,
            allowed: `≤ ${formatInteger(maxContextTokens)}`,
            message: `${fleet}/${role} plans ${formatInteger(contextTokens)} tokens; ${name} admits ${formatInteger(maxContextTokens)}`,
            repairs: [repair(on('fleet', fleet, set(prop, maxContextTokens)))],
          };
        }),
    );
  },
};
