/** AF-RTE-011: a router reaches pools inside its own cluster only. Routes that a fleet asks for are checked by the fleet. */
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const routeInCluster: Rule<RouterView> = {
  id: 'route-in-cluster',
  code: 'AF-RTE-011',
  title: 'A route leads to a pool of another cluster.',
  why: 'The router reaches pools inside its own cluster only, so every request of the alias fails.',
  fix: 'Make router and pool on the same cluster, or a router on each.',
  severity: 'error',
  check({ path, cluster, routes }) {
    const own = routes.filter(({ owner }) => owner === path);
    if (own.length === 0) return 'not-applicable';
    return violations(
      own
        .filter(({ pool }) => pool.cluster.key !== cluster.key)
        .map(({ alias, pool }) => ({
          prop: `routes.${alias}`,
          value: pool.path,
          allowed: `a pool on cluster ${cluster.name}`,
          message: `the alias "${alias}" leads to a pool on cluster ${pool.cluster.name}, but the router runs on ${cluster.name} and reaches pools inside its own cluster only`,
          repairs: ['pass the same Cluster object to both', 'a router on each cluster'],
        })),
    );
  },
};
