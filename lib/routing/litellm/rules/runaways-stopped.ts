/** AF-RTE-005: agents that call one another without an end are stopped at the door, or by the bill. */
import { OPERATIONAL, type Rule, violations } from '../../../core/rule';
import { isBounded, type RouterView } from '../router-view';

export const runawaysStopped: Rule<RouterView> = {
  id: 'runaways-stopped',
  code: 'AF-RTE-005',
  title: 'Nothing stops agents that call one another without an end: no cap on their requests in flight, or no circuit breaker.',
  why: 'A workflow that fans out further than it was planned takes the slots of all others, and retries of a pool that fails keep it down.',
  fix: 'Leave the limits and the circuit breaker to the plan.',
  severity: OPERATIONAL,
  check(router) {
    const { routes, spec } = router;
    if (routes.length === 0) return 'not-applicable';
    const open = [...new Set(routes.filter((route) => !isBounded(router, route)).map(({ alias }) => alias))];
    return violations([
      ...(spec.circuitBreaker === false
        ? [
            {
              prop: 'circuitBreaker',
              value: false,
              allowed: 'failures and pauseSeconds, or nothing for 10 within 10 s',
              message: 'a pool that fails is asked with every request and every retry',
              repairs: ['circuitBreaker: { failures: 10, pauseSeconds: 10 }'],
            },
          ]
        : []),
      ...open.map((alias) => ({
        prop: `routes.${alias}.maxParallelRequests`,
        value: null,
        allowed: 'a limit of the route, or of the key of each client',
        message: `neither the route of "${alias}" nor the keys of its clients bound how many of its requests are in flight`,
        repairs: [
          `maxParallelRequests: 16 on the route of "${alias}"`,
          `clientKeys: { '${router.clients[0] ?? 'agents'}': { maxParallelRequests: 16 } }`,
        ],
      })),
    ]);
  },
};
