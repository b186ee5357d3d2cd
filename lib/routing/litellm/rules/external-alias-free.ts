/** AF-RTE-015: LiteLLM spreads the requests of an alias over everything behind it. */
import { type Rule, violations } from '../../../core/rule';
import { poolsBehind, type RouterView } from '../router-view';

export const externalAliasFree: Rule<RouterView> = {
  id: 'external-alias-free',
  code: 'AF-RTE-015',
  title: 'An external model has the alias of a pool.',
  why: 'The router would send every second request of the alias out of the cluster.',
  fix: 'Give the external model an alias of its own and name it as a fallback.',
  severity: 'error',
  check(router) {
    if (router.externals.length === 0) return 'not-applicable';
    return violations(
      router.externals
        .filter(({ alias }) => poolsBehind(router, alias).length > 0)
        .map(({ alias }) => ({
          prop: `externalModels.${alias}`,
          value: alias,
          allowed: 'an alias that no route has',
          message: `the alias "${alias}" leads to a pool as well, and the router would spread the requests over both`,
          repairs: [`externalModels: { '${alias}-external': … } and fallbacks: { '${alias}': ['${alias}-external'] }`],
        })),
    );
  },
};
