/** AF-CAP-037: the agents' requests find the pool for long sessions only where the router falls back to it. */
import type { Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import { longAlias } from '../role-context';

export const longSessionsRouted: Rule<FleetRole> = {
  id: 'long-sessions-routed',
  code: 'AF-CAP-037',
  title: 'A role has a pool for its long sessions, and the router does not lead there.',
  why: 'Requests that outgrow the pool of the role are refused, and the pool for long sessions is never asked.',
  fix: "Add the alias of the long sessions to contextWindowFallbacks of the router, or leave it to the fleet's own router.",
  severity: 'error',
  check({ role: { name, longPool }, fleet: { setting } }) {
    if (longPool === null) return 'not-applicable';
    const alias = longAlias(name);
    if (setting.longerThan(name).includes(alias)) return 'compliant';
    return [
      {
        prop: `roles.${name}.contextStrategy.pool`,
        value: longPool.name,
        allowed: `contextWindowFallbacks: { ${name}: ['${alias}'] } on the router`,
        message: `long sessions of '${name}' have the alias ${alias}, but the router does not fall back to it`,
        repairs: [`contextWindowFallbacks: { ${name}: ['${alias}'] }`, "the fleet's own router"],
      },
    ];
  },
};
