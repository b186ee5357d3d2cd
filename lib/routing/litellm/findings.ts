/** What can be wrong with a router that LiteLLM itself would start with: fallbacks into nothing, counters that are not shared. */
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../../core/finding';
import { IDENTITY_RULES } from '../../security/rules';
import { workloadNameFindings } from '../../security/workload-name';
import { PUBLIC_PORT } from '../../services/external-host-props';
import { hostFindings } from '../../services/host-findings';
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
      hostFindings(`externalModels.${alias}`, { host, port: PUBLIC_PORT, overInternet: ranges.length === 0 }, clientOf(router)),
    ),
    ...guardrailFindings(router, guardrails),
  ];
  return unplaced.map((finding) => place(router.path, finding));
}

const clientOf = ({ opened = ['IPv4'], environment }: RouterView) => ({ opened, environment });

/** A guardrail of your own outside the cluster reads every request. */
function guardrailFindings(router: RouterView, guardrails: Guardrails): UnplacedFinding[] {
  return Object.entries(guardrails).flatMap(([name, { spec }]) =>
    spec.kind === 'own' ? hostFindings(`guardrails.${name}`, spec.service, clientOf(router)) : [],
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
