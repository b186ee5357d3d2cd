/** AF-RTE-061: limits of a minute on a route to a pool, below what its role plans on average. */
import { type Rule, violations } from '../../../core/rule';
import { ratesBelowPlan } from '../../limits/below-plan';
import { countingOf, type RouterView } from '../router-view';

export const routeRatesAdmitPlan: Rule<RouterView> = {
  id: 'route-rates-admit-plan',
  code: 'AF-RTE-061',
  title: 'A route admits less in a minute than the fleets plan for its alias.',
  why: 'The plan is a mean, so that agents get 429 in every minute although the pool was sized, and paid, for them.',
  fix: 'Raise the limit of the route, or leave it out.',
  severity: 'error',
  check(router) {
    const counting = countingOf(router);
    const limited = router.routes.filter(({ perMinute, load }) => perMinute === true && load !== undefined && load.sessions > 0);
    if (limited.length === 0) return 'not-applicable';
    return violations(
      limited.flatMap(({ alias, rates = {}, load }) =>
        load === undefined
          ? []
          : ratesBelowPlan(rates, load, counting).map(({ limit, value, needed, planned }) => ({
              prop: `${limit} of the route "${alias}"`,
              value,
              allowed: `at least ${needed}`,
              message: `the route of "${alias}" admits ${limit} ${value}; the fleets plan ${planned}`,
              repairs: [`${limit}: ${needed} on the route of "${alias}"`],
            })),
      ),
    );
  },
};
