/** Where requests of a router may go: the same pools, fallbacks and external models as in its configuration. */
import type { IInferencePool } from '../../inference/contract';
import { poolPlace } from '../../inference/pool-place-of-data';
import type { Cluster } from '../../platform/cluster';
import { clusterPlace, clusterSender } from '../../platform/cluster-place';
import type { DataEdge, DataPlace, DataSender } from '../../security/residency/data-place';
import { servicePlace } from '../../security/residency/service-place';
import type { ISessionStore, IStateStore } from '../../stores/contract';
import type { ITracing } from '../../tracing/contract';
import { FALLBACK_CAUSES, type FallbackCause } from '../contract';
import type { ExternalModel } from '../external-model';
import type { Guardrail } from '../guardrails/guardrail';
import type { Route } from '../routes';
import type { Fallbacks } from './router-props';

/** What a router sends to. */
export interface RouterWays {
  /** Path of the construct. */
  readonly path: string;
  readonly cluster: Cluster;
  readonly routes: readonly Pick<Route, 'alias' | 'pool'>[];
  readonly externalModels: Readonly<Record<string, ExternalModel>>;
  readonly fallbacks: Readonly<Record<FallbackCause, Fallbacks>>;
  readonly guardrails: Readonly<Record<string, Guardrail>>;
  readonly sessionStore: ISessionStore | undefined;
  readonly database: IStateStore | undefined;
  readonly tracing: ITracing | undefined;
}

const CAUSES: Readonly<Record<FallbackCause, string>> = {
  failure: 'falls back on failure to',
  'context-window': 'falls back on long prompts to',
  'content-policy': 'falls back on refused content to',
};

export function routerPlace(router: RouterWays, sender: DataSender): DataPlace {
  const own = clusterSender(router.cluster);
  const { sessionStore, database, tracing, guardrails } = router;
  const onward = (): DataEdge[] => [
    ...(sender.models ?? aliasesOf(router)).map((alias) => ({ how: 'leads along', to: routePlace(router, alias) })),
    ...(sessionStore === undefined ? [] : [{ how: 'keeps counters in', to: servicePlace(sessionStore, own) }]),
    ...(database === undefined ? [] : [{ how: 'keeps keys and spend in', to: servicePlace(database, own) }]),
    ...Object.values(guardrails).flatMap(({ spec }) =>
      spec.kind === 'own' ? [{ how: 'asks guardrail', to: servicePlace(spec.service, own) }] : [],
    ),
    ...(tracing === undefined ? [] : [{ how: 'sends spans to', to: servicePlace(tracing, own) }]),
  ];
  return { ...clusterPlace('router', router.path, router.cluster), onward };
}

const aliasesOf = ({ routes, externalModels }: RouterWays): string[] => [
  ...new Set([...routes.map(({ alias }) => alias), ...Object.keys(externalModels)]),
];

/** Whatever takes over from an alias is an alias again, so LiteLLM follows its fallbacks, too. */
function routePlace(router: RouterWays, alias: string): DataPlace {
  const external = Object.hasOwn(router.externalModels, alias) ? router.externalModels[alias] : undefined;
  const onward = (): DataEdge[] => [
    ...router.routes.filter((route) => route.alias === alias).map(({ pool }) => ({ how: 'is served by', to: placeOfPool(pool) })),
    ...(external === undefined ? [] : [{ how: 'is served by', to: external.dataPlace(alias, clusterSender(router.cluster)) }]),
    ...FALLBACK_CAUSES.flatMap((cause) =>
      (Object.hasOwn(router.fallbacks[cause], alias) ? (router.fallbacks[cause][alias] ?? []) : []).map((target) => ({
        how: CAUSES[cause],
        to: routePlace(router, target),
      })),
    ),
  ];
  return { ...clusterPlace('route', `${alias} of ${router.path}`, router.cluster), onward };
}

const placeOfPool = (pool: IInferencePool): DataPlace => pool.dataPlace?.() ?? poolPlace(pool, false);
