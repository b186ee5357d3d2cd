/** AF-RTE-021: a router that admits more than a pool holds leaves the rest to the queue of the engine. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import type { RouterView, RouteView } from '../router-view';

export const admitsWhatPoolsHold: Rule<RouterView> = {
  id: 'admits-what-pools-hold',
  code: 'AF-RTE-021',
  title: 'The router admits more requests at the same time than a pool holds.',
  why: 'The engine queues or preempts what it has no room for, so that every session of the pool waits, and timeouts fire.',
  fix: 'Leave the limits to the plan, or lower them.',
  severity: ['error', 'warning'],
  check({ routes, spec: { replicas } }) {
    const limited = routes.filter(({ pool, limits }) => pool.holds !== null && limits.parallel !== null);
    if (limited.length === 0) return 'not-applicable';
    const pools = [...new Set(limited.map(({ pool }) => pool.path))];
    return violations(
      pools.flatMap((path) =>
        tooMuch(
          limited.filter(({ pool }) => pool.path === path),
          replicas,
        ),
      ),
    );
  },
};

/**
 * Refused where a limit was written for sessions that fleets plan: what the pool holds of them is known. Where nothing is planned the contexts may be
 * shorter than the pool admits, and where the plan itself gives each alias a slot in each instance nothing was written.
 */
function tooMuch(routes: readonly RouteView[], replicas: number): Violation[] {
  const { pool } = routes[0] as RouteView;
  const holds = pool.holds ?? 0;
  const admits = routes.reduce((sum, { limits }) => sum + (limits.parallel ?? 0) * replicas, 0);
  if (admits <= holds) return [];
  const given = routes.filter(({ limits }) => limits.parallelOrigin === 'given');
  const share = Math.max(1, Math.floor(holds / routes.length / replicas));
  return [
    {
      severity: given.length > 0 && routes.some(({ limits }) => limits.planned > 0) ? 'error' : 'warning',
      prop: given.length > 0 ? `routes.${given[0]?.alias}.maxParallelRequests` : 'replicas',
      value: given[0]?.limits.parallel ?? replicas,
      allowed: `${holds} requests in flight over all instances and aliases of pool ${pool.name}`,
      message: `the router admits ${admits} requests at the same time to pool ${pool.name}, which holds ${holds}`,
      details: routes.map(({ alias, limits: { parallel } }) => ({
        label: alias,
        text: `${parallel} in each of ${replicas} ${replicas === 1 ? 'instance' : 'instances'}: ${(parallel ?? 0) * replicas}`,
      })),
      repairs:
        given.length > 0
          ? [`maxParallelRequests: ${share} on the route of "${given[0]?.alias}"`]
          : ['fewer replicas of the router', 'more replicas of the pool'],
    },
  ];
}
