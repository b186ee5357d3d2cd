/** AF-RTE-022: a limit below the planned sessions refuses agents that the pool has room for. */
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const admitsWhatFleetsPlan: Rule<RouterView> = {
  id: 'admits-what-fleets-plan',
  code: 'AF-RTE-022',
  title: 'The router admits fewer requests at the same time than the fleets plan.',
  why: 'Agents are refused with 429 although the pool was sized, and paid, for them.',
  fix: 'Raise maxParallelRequests, or leave it to the plan.',
  severity: 'warning',
  check({ routes, spec: { replicas } }) {
    const limited = routes.filter(({ limits }) => limits.parallelOrigin === 'given' && limits.planned > 0);
    if (limited.length === 0) return 'not-applicable';
    return violations(
      limited
        .filter(({ limits }) => (limits.parallel ?? 0) * replicas < limits.planned)
        .map(({ alias, limits: { parallel, planned } }) => ({
          prop: `routes.${alias}.maxParallelRequests`,
          value: parallel,
          allowed: `at least ${Math.ceil(planned / replicas)} in each of ${replicas} ${replicas === 1 ? 'instance' : 'instances'}`,
          message: `the router admits ${(parallel ?? 0) * replicas} requests of "${alias}" at the same time; the fleets plan ${planned} sessions`,
          repairs: [`maxParallelRequests: ${Math.ceil(planned / replicas)} on the route of "${alias}"`],
        })),
    );
  },
};
