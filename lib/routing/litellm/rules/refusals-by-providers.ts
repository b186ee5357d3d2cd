/** AF-RTE-069: engines have no content policy, so nothing would ever take over from a pool. */
import { type Rule, violations } from '../../../core/rule';
import { externalBehind, fallbackSteps, type RouterView } from '../router-view';

const PROP = 'contentPolicyFallbacks';

export const refusalsByProviders: Rule<RouterView> = {
  id: 'refusals-by-providers',
  code: 'AF-RTE-069',
  title: 'A fallback for refused content stands on an alias that no provider answers.',
  why: 'Providers refuse prompts and answers by a content policy; engines have none, and what a guardrail of the router refuses is refused for good.',
  fix: 'Name aliases of external models, and lead them to a pool.',
  severity: 'error',
  check(router) {
    const aliases = [...new Set(fallbackSteps(router).flatMap(({ prop, alias }) => (prop === PROP ? [alias] : [])))];
    if (aliases.length === 0) return 'not-applicable';
    return violations(
      aliases
        // An alias that nothing answers is told by AF-RTE-008.
        .filter((alias) => externalBehind(router, alias) === undefined && router.routes.some((route) => route.alias === alias))
        .map((alias) => ({
          prop: `${PROP}.${alias}`,
          value: alias,
          allowed: 'an alias of externalModels',
          message: `no provider answers "${alias}", so its content is never refused and nothing takes over`,
          repairs: [`remove ${alias} from ${PROP}`],
        })),
    );
  },
};
