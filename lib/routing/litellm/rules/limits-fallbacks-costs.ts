/** AF-RTE-004: what every published guide asks of the door in front of models. */
import { OPERATIONAL, type Rule, type Violation, violations } from '../../../core/rule';
import { isBounded, type RouterView, type RouteView } from '../router-view';

export const limitsFallbacksCosts: Rule<RouterView> = {
  id: 'limits-fallbacks-costs',
  code: 'AF-RTE-004',
  title: 'Aliases of a router have no limit, nobody who answers while their pool sleeps, or no price where spend is counted.',
  why: 'Without a limit one client takes the whole pool, a pool that sleeps answers nobody, and without a price nobody sees what a client spends.',
  fix: 'Name fallbacks, and say how often roles ask, so that prices and limits follow from the plan.',
  severity: OPERATIONAL,
  check(router) {
    // Further names of a pool are led as its role is.
    const routes = router.routes.filter(({ owner, pool }) => owner !== pool.path);
    if (routes.length === 0) return 'not-applicable';
    return violations([
      ...missing(
        routes.filter((route) => !isBounded(router, route)),
        'maxParallelRequests',
        'a limit for every alias',
        (names) => `nothing limits requests of ${names}`,
        (alias) => `maxParallelRequests: 16 on the route of "${alias}"`,
      ),
      ...missing(
        router.spec.sleepingPools === 'hold'
          ? []
          : routes.filter(({ alias, pool }) => (pool.wakeSeconds ?? null) !== null && !Object.hasOwn(router.fallbacks.failure, alias)),
        'fallbacks',
        "an alias that takes over, or sleepingPools: 'hold'",
        (names) => `requests of ${names} are refused while the pool sleeps, and no other model answers them`,
        (alias) => `fallbacks: { '${alias}': ['…'] }, to another pool or an external model`,
      ),
      ...missing(
        router.spec.database === undefined ? [] : routes.filter(({ isPriced }) => isPriced === false),
        'costPerMillionTokens',
        'a price for every alias',
        (names) => `the router counts no spend of ${names}`,
        (alias) => `request: { …, perMinute } of the role ${alias} and a price of its node pool, or costPerMillionTokens on the route`,
      ),
    ]);
  },
};

function missing(
  routes: readonly RouteView[],
  prop: string,
  allowed: string,
  message: (names: string) => string,
  repair: (alias: string) => string,
): Violation[] {
  const aliases = [...new Set(routes.map(({ alias }) => alias))];
  const [first] = aliases;
  return first === undefined ? [] : [{ prop, value: first, allowed, message: message(aliases.join(', ')), repairs: [repair(first)] }];
}
