import { FALLBACK_CAUSES, type IRouter, isRouter } from '../../routing/contract';
import type { RouteProps } from '../../routing/routes';
import type { Workload } from '../../security/workload';
import { asked, type ContractProblem, isSame, unless } from './problem';
import { serviceProblems } from './service-problems';

/** Holds a router against its contract: `expect(routerProblems(myRouter, { pool, client })).toEqual([])`. */
export interface RouterSetting {
  /** A pool on the router's cluster; the router is led to it under aliases of the suite. */
  readonly pool: RouteProps['pool'];
  /**
   * Two further pools, for the fallbacks of the suite.
   * @default - the same pool, for a router that has only one
   */
  readonly otherPools?: readonly [RouteProps['pool'], RouteProps['pool']];
  /** A workload that has not been admitted yet. */
  readonly client: Workload;
}

/** What a router breaks of its contract; empty when it keeps all of it. The router has further routes and fallbacks afterwards. */
export function routerProblems(router: IRouter, setting: RouterSetting): ContractProblem[] {
  return asked('IRouter', () => routerFaults(router, setting));
}

function routerFaults(router: IRouter, { pool, otherPools = [pool, pool], client }: RouterSetting): ContractProblem[] {
  if (!isRouter(router)) {
    return [{ part: 'IRouter', message: 'kind, addRoute, fallback, fallbacksOf or modelOf is missing, or of another type' }];
  }
  return [
    ...routeProblems(router, [pool, ...otherPools]),
    ...fallbackProblems(router),
    ...serviceProblems(router, client),
    ...metricProblems(router),
  ];
}

const [ALIAS, LONG, SPARE] = ['contract', 'contract-long', 'contract-spare'] as const;

/** A fleet and a user may ask for the same route. */
function routeProblems(router: IRouter, pools: readonly RouteProps['pool'][]): ContractProblem[] {
  const owner = 'routerProblems';
  try {
    const [pool, long, spare] = pools as [RouteProps['pool'], RouteProps['pool'], RouteProps['pool']];
    const routes = [
      [ALIAS, pool],
      [LONG, long],
      [SPARE, spare],
      [ALIAS, pool],
    ] as const;
    for (const [alias, target] of routes) router.addRoute({ alias, pool: target, owner });
  } catch (error) {
    return [{ part: 'addRoute', message: `a route, or the same route again, throws: ${String(error).split('\n')[0]}` }];
  }
  const [once, again] = [router.modelOf(ALIAS), router.modelOf(ALIAS)];
  return [
    ...unless(once !== '', 'modelOf', 'clients would send no model name'),
    ...unless(once === again, 'modelOf', 'two calls give different names'),
  ];
}

function fallbackProblems(router: IRouter): ContractProblem[] {
  const others = () =>
    FALLBACK_CAUSES.filter((cause) => cause !== 'failure').flatMap((cause) => [cause, ...router.fallbacksOf(ALIAS, cause)]);
  const before = others();
  router.fallback({ alias: ALIAS, to: [LONG], when: 'failure' });
  router.fallback({ alias: ALIAS, to: [SPARE], when: 'failure' });
  const once = router.fallbacksOf(ALIAS, 'failure');
  router.fallback({ alias: ALIAS, to: [LONG], when: 'failure' });
  const twice = router.fallbacksOf(ALIAS, 'failure');
  return [
    ...unless(
      isSame(once, [LONG, SPARE]),
      'fallback',
      `fallbacks are ${once.join(', ') || 'none'} and not ${LONG}, ${SPARE}, in the order of the calls`,
    ),
    ...unless(isSame(once, twice), 'fallback', 'the same fallback again changes the list'),
    ...unless(isSame(before, others()), 'fallback', 'a fallback for one cause changes those for another'),
    ...unless(
      FALLBACK_CAUSES.every((cause) => router.fallbacksOf('contract-unknown', cause).length === 0),
      'fallbacksOf',
      'an alias without fallbacks has some',
    ),
  ];
}

function metricProblems({ observed }: IRouter): ContractProblem[] {
  if (observed === undefined) return [];
  const { scraped, metrics } = observed;
  const { requests, failures, routeState } = metrics;
  return [
    ...unless(scraped.metricsPath !== null, 'observed', 'what is observed serves its metrics on some path'),
    ...[requests, failures, routeState?.series ?? null].flatMap((name) =>
      unless(
        name === null || /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name),
        'observed.metrics',
        `"${name}" is not the name of a Prometheus series`,
      ),
    ),
  ];
}
