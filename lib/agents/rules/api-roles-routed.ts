/** AF-RTE-032: a role without a pool is answered by the router's external model, and only some routers have any. */
import type { Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';

export const apiRolesRouted: Rule<FleetView> = {
  id: 'api-roles-routed',
  code: 'AF-RTE-032',
  title: 'A role is to be answered by an external model, and the router of the fleet reaches none.',
  why: 'Nothing would answer the requests of the role.',
  fix: 'Leave `router` out, take another router, or give the role a pool.',
  severity: 'error',
  check({ apiRoles, setting }) {
    if (apiRoles.length === 0) return 'not-applicable';
    if (setting.routesExternals === true) return 'compliant';
    const [{ name }] = apiRoles as [(typeof apiRoles)[number]];
    return [
      {
        prop: `apiRoles.${name}.model`,
        value: name,
        allowed: 'a router with addExternal, e.g. that which a fleet makes for itself',
        message: `${apiRoles.map((role) => role.name).join(', ')} would get no answer: the router of the fleet reaches no external models`,
        repairs: ['no `router`: the fleet makes its own', `roles: { ${name}: { pool, contextTokens } }`],
      },
    ];
  },
};
