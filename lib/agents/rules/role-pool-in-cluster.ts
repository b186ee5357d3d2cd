/** AF-CLU-005: the router of a fleet reaches pools inside its own cluster only. */
import { type Rule, violations } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import type { RoleView } from '../role-view';

export const rolePoolInCluster: Rule<FleetRole> = {
  id: 'role-pool-in-cluster',
  code: 'AF-CLU-005',
  title: 'A role is served by a pool of another cluster.',
  why: 'The router reaches pools inside its own cluster only, so every request of the role fails.',
  fix: 'Make fleet and pool on the same cluster.',
  severity: 'error',
  check({ fleet: { setting }, role }) {
    const { key, cluster } = setting.nodes;
    const elsewhere = poolsOf(role).filter(({ pool }) => pool.setting.nodes.key !== key);
    return violations(
      elsewhere.map(({ prop, pool }) => ({
        prop,
        value: pool.path,
        allowed: `a pool on cluster ${cluster}`,
        message: `role ${role.name} is served by a pool on cluster ${pool.cluster}, but the fleet runs on ${cluster}; the router reaches pools inside its own cluster only`,
        repairs: ['pass the same Cluster object to both'],
      })),
    );
  },
};

function poolsOf({ name, pool, furtherPools, longPool, rollout }: RoleView) {
  const further = furtherPools.map((one, index) => ({ prop: `roles.${name}.furtherPools.${index}`, pool: one }));
  const long = longPool === null ? [] : [{ prop: `roles.${name}.contextStrategy.pool`, pool: longPool }];
  const next = rollout === null ? [] : [{ prop: `roles.${name}.rollout.to`, pool: rollout.pool }];
  return [{ prop: `roles.${name}.pool`, pool }, ...further, ...long, ...next];
}
