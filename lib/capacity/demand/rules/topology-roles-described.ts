/** AF-SPEC-007: every role of a topology is described. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import type { NamedRoles } from '../named-roles';

export const topologyRolesDescribed: Rule<NamedRoles> = {
  id: 'topology-roles-described',
  code: 'AF-SPEC-007',
  title: 'The topology names a role that is not described.',
  why: 'It is not known which pool serves it, and with how much context.',
  fix: 'Name a role that is described, or describe it in roles.',
  severity: 'error',
  check({ declared, used }) {
    return violations(
      used
        .filter((role) => !declared.includes(role))
        .map((role) => ({
          prop: 'topology',
          value: role,
          allowed: declared.join(', '),
          message: `the topology names role '${role}', which roles does not define`,
          repairs: [...meant(role, declared), `add roles.${role} with its pool and contextTokens`],
        })),
    );
  },
};

function meant(role: string, declared: readonly string[]): string[] {
  const name = closest(role, declared);
  return name === undefined ? [] : [`did you mean roles.${name}?`];
}
