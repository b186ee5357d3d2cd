/** What can be wrong with a router that LiteLLM itself would start with: fallbacks into nothing, counters that are not shared. */
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../../core/finding';
import { IDENTITY_RULES } from '../../security/rules';
import { workloadNameFindings } from '../../security/workload-name';
import { hostHasRanges } from '../../services/rules/host-has-ranges';
import type { RouterView } from './router-view';
import { ROUTER_RULES } from './rules';

/** @param clashes what is wrong with the table of routes itself */
export function routerFindings(router: RouterView, clashes: readonly UnplacedFinding[]): Finding[] {
  const unplaced = [
    ...workloadNameFindings(router.name, {
      becomes: 'a Deployment and a Service',
      example: "new LiteLLMRouter(stack, 'router', …)",
      isGiven: router.spec.name !== undefined,
    }),
    ...clashes,
    ...evaluateRules(ROUTER_RULES, router, { environment: router.environment }),
    ...identityFindings(router),
    ...router.externals.flatMap(({ alias, host, ranges }) =>
      evaluateRules(
        [hostHasRanges],
        { prop: `externalModels.${alias}`, host, ranges, byName: router.reachesByName ?? false },
        { environment: router.environment },
      ),
    ),
  ];
  return unplaced.map((finding) => place(router.path, finding));
}

/** Hosts that give tokens lie in the ranges of the models that need them, or among all public addresses. */
function identityFindings({ spec: { identity }, externals, reachesByName = false }: RouterView): UnplacedFinding[] {
  if (identity === undefined) return [];
  const reachesOutside = reachesByName || externals.some(({ byIdentity = false, ranges }) => byIdentity || ranges.length === 0);
  return evaluateRules(IDENTITY_RULES, {
    issuer: identity.issuer,
    reachesOutside,
    opens: ['no identity: every external model of the router has a key'],
  });
}
