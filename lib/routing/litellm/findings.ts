/** What can be wrong with a router that LiteLLM itself would start with: fallbacks into nothing, counters that are not shared. */
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../../core/finding';
import { IDENTITY_RULES } from '../../security/rules';
import { workloadNameFindings } from '../../security/workload-name';
import { hostFindings } from '../../services/host-findings';
import { hostHasRanges } from '../../services/rules/host-has-ranges';
import type { Guardrail } from '../guardrails/guardrail';
import type { RouterView } from './router-view';
import { ROUTER_RULES } from './rules';

type Guardrails = Readonly<Record<string, Guardrail>>;

/** @param clashes what is wrong with the table of routes itself */
export function routerFindings(router: RouterView, guardrails: Guardrails, clashes: readonly UnplacedFinding[]): Finding[] {
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
    ...guardrailFindings(router, guardrails),
  ];
  return unplaced.map((finding) => place(router.path, finding));
}

/** A guardrail of your own outside the cluster reads every request. */
function guardrailFindings({ reachesByName = false, environment }: RouterView, guardrails: Guardrails): UnplacedFinding[] {
  return Object.entries(guardrails).flatMap(([name, { spec }]) =>
    spec.kind === 'own' ? hostFindings(`guardrails.${name}`, spec.service, { byName: reachesByName, environment }) : [],
  );
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
