/** What can be wrong with a router that LiteLLM itself would start with: fallbacks into nothing, counters that are not shared. */
import { closest } from '../../core/closest';
import { type Finding, place, type UnplacedFinding } from '../../core/finding';
import { OPERATIONAL, severityIn } from '../../core/rule';
import type { Cluster } from '../../platform/cluster';
import { workloadNameFindings } from '../../security/workload-name';
import type { FallbackCause } from '../contract';
import type { Routes } from '../routes';
import type { Fallbacks, LiteLLMRouterSpec } from './router-props';

/** What can be wrong with a router by itself. */
export interface JudgedRouter {
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  readonly cluster: Cluster;
  readonly spec: LiteLLMRouterSpec;
  fallbacks(when: FallbackCause): Fallbacks;
}

export function routerFindings(router: JudgedRouter, routes: Routes): Finding[] {
  const unplaced = [
    ...workloadNameFindings(router.name, {
      becomes: 'a Deployment and a Service',
      example: "new LiteLLMRouter(stack, 'router', …)",
      isGiven: router.spec.name !== undefined,
    }),
    ...routes.findings(),
    ...clusterFindings(router, routes),
    ...fallbackFindings('fallbacks', router.fallbacks('failure'), routes),
    ...fallbackFindings('contextWindowFallbacks', router.fallbacks('context-window'), routes),
    ...windowFindings(router.fallbacks('context-window'), routes),
    ...storeFindings(router),
  ];
  return unplaced.map((finding) => place(router.path, finding));
}

/** Routes that a fleet asks for are checked by the fleet. */
function clusterFindings(router: JudgedRouter, routes: Routes): UnplacedFinding[] {
  return routes
    .all()
    .filter((route) => route.owner === router.path && route.pool.cluster !== router.cluster)
    .map(({ alias, pool }) => ({
      code: 'AF-CLU-005',
      severity: 'error' as const,
      prop: `routes.${alias}`,
      value: pool.node.path,
      allowed: `a pool on cluster ${router.cluster.name}`,
      message: `the alias "${alias}" leads to a pool on cluster ${pool.cluster.name}, but the router runs on ${router.cluster.name} and reaches pools inside its own cluster only`,
      repairs: ['pass the same Cluster object to both', 'a router on each cluster'],
    }));
}

function fallbackFindings(prop: string, fallbacks: Fallbacks, routes: Routes): UnplacedFinding[] {
  return Object.entries(fallbacks).flatMap(([alias, targets]) => [
    ...[alias, ...targets].filter((name) => !routes.aliases().includes(name)).map((name) => unknownAlias(prop, alias, name, routes)),
    ...(targets.includes(alias) ? [selfFallback(prop, alias)] : []),
    ...targets.filter((target) => target !== alias && isSamePools(alias, target, routes)).map((target) => samePools(prop, alias, target)),
  ]);
}

function unknownAlias(prop: string, alias: string, name: string, routes: Routes): UnplacedFinding {
  const suggestion = closest(name, routes.aliases());
  return {
    code: 'AF-RTE-008',
    severity: 'error',
    prop: `${prop}.${alias}`,
    value: name,
    allowed: routes.aliases().join(', ') || 'none: the router has no routes',
    message: `no route serves the alias "${name}"; LiteLLM would start and fail when it is needed`,
    repairs: [suggestion === undefined ? `router.addRoute({ alias: '${name}', pool })` : `did you mean ${suggestion}?`],
  };
}

function selfFallback(prop: string, alias: string): UnplacedFinding {
  return {
    code: 'AF-RTE-008',
    severity: 'error',
    prop: `${prop}.${alias}`,
    value: alias,
    allowed: 'another alias',
    message: `"${alias}" falls back to itself, to the pools that have just failed`,
    repairs: [`remove ${alias} from ${prop}.${alias}`],
  };
}

/** Every pool of the target is a pool of the alias. */
function isSamePools(alias: string, target: string, routes: Routes): boolean {
  const own = routes.of(alias).map(({ pool }) => pool);
  const others = routes.of(target).map(({ pool }) => pool);
  return others.length > 0 && others.every((pool) => own.includes(pool));
}

function samePools(prop: string, alias: string, target: string): UnplacedFinding {
  return {
    code: 'AF-RTE-008',
    severity: 'error',
    prop: `${prop}.${alias}`,
    value: target,
    allowed: 'an alias that leads to another pool',
    message: `"${target}" leads to the pools of "${alias}", which have just failed`,
    repairs: [`another pool behind ${target}`, `remove ${target} from ${prop}.${alias}`],
  };
}

function windowFindings(fallbacks: Fallbacks, routes: Routes): UnplacedFinding[] {
  return Object.entries(fallbacks).flatMap(([alias, targets]) => {
    const own = windowOf(alias, routes);
    return targets
      .filter((target) => target !== alias && windowOf(target, routes) <= own && routes.of(target).length > 0)
      .map((target) => narrowFallback(alias, own, target, windowOf(target, routes)));
  });
}

/** The longest request that some pool behind an alias admits, tokens. */
function windowOf(alias: string, routes: Routes): number {
  return Math.max(0, ...routes.of(alias).map((route) => route.pool.view().spec.maxContextTokens));
}

function narrowFallback(alias: string, own: number, target: string, offered: number): UnplacedFinding {
  return {
    code: 'AF-RTE-010',
    severity: 'error',
    prop: `contextWindowFallbacks.${alias}`,
    value: target,
    allowed: `an alias whose pool admits more than ${own} tokens`,
    message: `requests too long for "${alias}" (${own} tokens) are too long for "${target}" (${offered} tokens) as well`,
    repairs: [`maxContextTokens above ${own} on the pool of "${target}"`, `remove ${target} from contextWindowFallbacks.${alias}`],
  };
}

function storeFindings(router: JudgedRouter): UnplacedFinding[] {
  const { cluster, replicas, sessionStore } = router.spec;
  if (replicas < 2 || sessionStore !== undefined) return [];
  return [
    {
      code: 'AF-RTE-009',
      severity: severityIn(OPERATIONAL, cluster.environment),
      prop: 'sessionStore',
      value: undefined,
      allowed: 'a SessionStore, or one replica',
      message: `${replicas} replicas share no store: each counts rate limits and failures for itself, so a limit admits up to ${replicas} times what it says`,
      repairs: ["sessionStore: new SessionStore(stack, 'sessions', { cluster })", 'replicas: 1'],
    },
  ];
}
