/** AF-RTE-020: an attempt that is given up before the engine can have ended is work for nothing, and is sent again. */
import { atLeast } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, type Violation, violations } from '../../../core/rule';
import type { RouterView, RouteView } from '../router-view';

export const timeoutOutlastsEngine: Rule<RouterView> = {
  id: 'timeout-outlasts-engine',
  code: 'AF-RTE-020',
  title: 'The router gives a request up before the engine can have answered it.',
  why: 'The engine works for nothing, and the router sends the same request again, to a pool that is slow already.',
  fix: 'Let each outer timeout be longer than the inner one: engine, router, client.',
  severity: ['error', 'warning'],
  check({ routes, spec }) {
    const known = routes.filter(({ limits }) => limits.longest?.isDeclared === true);
    if (known.length === 0) return 'not-applicable';
    return violations(known.flatMap((route) => shorter(route, spec.requestTimeoutSeconds)));
  },
};

/** Refused when not even the early end of the estimate is soon enough; what may be too late is a warning. */
function shorter({ alias, pool, limits }: RouteView, most: number): Violation[] {
  const { longest, timeoutSeconds, timeoutOrigin } = limits;
  if (longest === null || longest.seconds <= timeoutSeconds) return [];
  const needed = Math.ceil(longest.seconds);
  const isGiven = timeoutOrigin === 'given';
  return [
    {
      severity: longest.earliestSeconds > timeoutSeconds ? 'error' : 'warning',
      prop: isGiven ? `routes.${alias}.timeoutSeconds` : 'requestTimeoutSeconds',
      value: isGiven ? timeoutSeconds : most,
      allowed: `at least ${needed} s`,
      message: `the router gives up requests of "${alias}" after ${timeoutSeconds} s; the longest takes pool ${pool.name} ${Math.ceil(longest.earliestSeconds)} to ${needed} s`,
      repairs: isGiven
        ? [`timeoutSeconds: ${needed} on the route of "${alias}"`, `a shorter longestAnswerTokens`]
        : [repair(atLeast('requestTimeoutSeconds', needed))],
    },
  ];
}
