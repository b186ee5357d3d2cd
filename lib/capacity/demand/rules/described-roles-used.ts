/** AF-SPEC-018: every role that is described is part of the topology. */
import { remove } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, violations } from '../../../core/rule';
import type { NamedRoles } from '../named-roles';

export const describedRolesUsed: Rule<NamedRoles> = {
  id: 'described-roles-used',
  code: 'AF-SPEC-018',
  title: 'roles describes a role that is not part of the topology.',
  why: 'The role would get a route to a pool and no sessions on it.',
  fix: 'Name the role in the topology, or remove it.',
  severity: 'error',
  check({ declared, used }) {
    return violations(
      declared
        .filter((role) => !used.includes(role))
        .map((role) => ({
          prop: `roles.${role}`,
          value: role,
          allowed: used.join(', '),
          message: `role '${role}' is not part of the topology, so it would get a pool and no sessions`,
          repairs: [`name '${role}' in the topology`, repair(remove(`roles.${role}`))],
        })),
    );
  },
};
