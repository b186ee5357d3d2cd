/** AF-CAP-019: a role plans more context than its pool admits. */
import { on, set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { type Violation, violations } from '../../../core/rule';
import type { RoleDemand } from '../../demand/role-demand';
import type { PoolRule } from '../assessment';

export const contextWithinPool: PoolRule = {
  id: 'context-within-pool',
  code: 'AF-CAP-019',
  title: "A role's context is longer than its pool admits.",
  why: 'The engine answers requests beyond maxContextTokens with an error.',
  fix: 'Raise maxContextTokens of the pool, or shorten the context of the role.',
  severity: 'error',
  bottleneck: "the pool's context cap",
  check({ input }) {
    const asked = [...input.demands, ...(input.peakDemands ?? [])];
    if (asked.length === 0) return 'not-applicable';
    const limit = input.replica.maxContextTokens;
    const roles = new Map(asked.filter(({ contextTokens }) => contextTokens > limit).map((demand) => [keyOf(demand), demand]));
    return violations([...roles.values()].map((demand) => tooLong(demand, input.name, limit)));
  },
};

const keyOf = ({ fleet, role }: RoleDemand) => `${fleet}/${role}`;

function tooLong({ fleet, role, contextTokens }: RoleDemand, pool: string, limit: number): Violation {
  const message = `${fleet}/${role} plans ${formatInteger(contextTokens)} tokens; pool '${pool}' admits ${formatInteger(limit)} (maxContextTokens)`;
  const prop = `roles.${role}.contextTokens`;
  return {
    prop,
    value: contextTokens,
    allowed: `≤ ${formatInteger(limit)}`,
    message,
    repairs: [repair(on('pool', pool, set('maxContextTokens', contextTokens))), repair(on('fleet', fleet, set(prop, limit)))],
  };
}
