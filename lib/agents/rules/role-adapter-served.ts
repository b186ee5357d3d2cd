/** AF-SPEC-022: a role is answered by an adapter that its pool loads, and its long sessions by the same. */
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import { poolsOfRole } from '../role-context';

export const roleAdapterServed: Rule<FleetRole> = {
  id: 'role-adapter-served',
  code: 'AF-SPEC-022',
  title: 'A role names a LoRA adapter that its pool does not load.',
  why: 'The engine knows no model of that name, so every request of the role fails.',
  fix: 'Name one of the adapters of the pool, or add it there.',
  severity: 'error',
  check({ role }) {
    const { name, props } = role;
    const { adapter } = props;
    if (adapter === undefined) return 'not-applicable';
    const without = poolsOfRole(role).filter(({ spec: { adapters = [] } }) => !adapters.some((known) => known.name === adapter));
    return violations(
      without.map(({ path, spec: { adapters = [] } }) => {
        const names = adapters.map((known) => known.name);
        return {
          prop: `roles.${name}.adapter`,
          value: adapter,
          allowed: names.join(', ') || `none: ${path} has no adapters`,
          message: `role ${name} is to be answered by the adapter ${adapter}, which pool ${path} does not load`,
          repairs: [`adapters: [{ name: '${adapter}', source, rank }] of ${path}`, repair(remove(`roles.${name}.adapter`))],
        };
      }),
    );
  },
};
