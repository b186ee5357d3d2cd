/** AF-ENG-075: shares of two pools are kept by the router alone. */
import type { Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';

export const rolloutDivided: Rule<FleetRole> = {
  id: 'rollout-divided',
  code: 'AF-ENG-075',
  title: 'A role moves to another pool by shares, and the router of the fleet keeps none.',
  why: 'The other pool would get no requests, or all of them.',
  fix: 'Take a router that divides an alias between pools, or change the pool of the role at once.',
  severity: 'error',
  check({ role: { name, rollout }, fleet: { setting } }) {
    if (rollout === null) return 'not-applicable';
    if (setting.dividesRoutes === true) return 'compliant';
    return [
      {
        prop: `roles.${name}.rollout`,
        value: rollout.share,
        allowed: 'a router that divides an alias between pools',
        message: `${rollout.share} of the requests of ${name} are to go to ${rollout.pool.name}, and the router of the fleet divides no alias`,
        repairs: ['router: one that divides an alias between pools', `roles.${name} without rollout`],
      },
    ];
  },
};
