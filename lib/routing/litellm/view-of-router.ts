/** A router as plain values, once every fleet has said what it asks. */

import { isDeployed } from '../../inference/contract';
import { hasReplicasToChoose } from '../affinity/sticky-pool';
import { contextBehind, loadBehind, poolHolds, ratesBehind } from '../limits/pool-share';
import type { RouteLimits } from '../limits/route-limits';
import type { Route } from '../routes';
import type { ClientKey } from './client-keys/client-keys';
import { isLimited } from './config';
import { plannedCosts } from './costs';
import type { ExternalTable } from './external-table';
import { externalViews } from './external-view';
import { processorsFor } from './instance-work';
import { plannedProcessors, type RouterView, type RouteView } from './router-view';
import { wakeSeconds } from './sleeping-pools';

/** What a view is made of. */
export interface ViewedRouter extends Omit<RouterView, 'routes' | 'externals' | 'clients' | 'admissions'> {
  readonly routes: readonly Route[];
  readonly externals: ExternalTable;
  readonly keys: readonly ClientKey[];
  readonly modelsOf: (key: ClientKey) => readonly string[];
  readonly limitsOf: (route: Route) => RouteLimits;
  /** A session proxy stands in front of the pool of a route. */
  readonly isProxied: (route: Route) => boolean;
}

export function viewOfRouter({ routes, externals, keys, modelsOf, limitsOf, isProxied, ...rest }: ViewedRouter): RouterView {
  return {
    ...rest,
    routes: routes.map((route) => routeView(route, limitsOf(route), isProxied(route))),
    externals: externalViews(externals.all(), externals.asked),
    clients: keys.map(({ client }) => client),
    admissions: keys.map((key) => ({ client: key.client, limits: key.limits, models: modelsOf(key) })),
  };
}

/** Processors of the router that the requests of a route keep busy. People read what voice and chat answer while it is written. */
const processorsBehind = ({ alias, pool, latency, fleets }: Route): number =>
  ratesBehind({ pool: pool.view(), fleets }, alias).reduce(
    (sum, rate) => sum + processorsFor({ ...rate, streamedTokens: latency === 'background' ? 0 : rate.outputTokens }),
    0,
  );

/** Processors that all planned requests of a router keep busy; null where nobody says how often they come. */
export const plannedWork = (routes: readonly Route[], externals: ExternalTable): number | null =>
  plannedProcessors({
    routes: routes.map((route) => ({ processors: processorsBehind(route) })),
    externals: externalViews(externals.all(), externals.asked),
  });

function routeView(route: Route, limits: RouteLimits, isProxied: boolean): RouteView {
  const { alias, owner, pool, adapter, multiTurn, forwardSessionHeaders } = route;
  const view = pool.view();
  return {
    alias,
    owner,
    adapter,
    isSticky: multiTurn && hasReplicasToChoose(pool),
    sessionHeader: multiTurn && isDeployed(pool) ? pool.door?.sessionHeader : undefined,
    forwardsHeaders: forwardSessionHeaders || isProxied,
    isProxied,
    share: route.share,
    limits,
    perMinute: isLimited(route),
    rates: { requestsPerMinute: route.requestsPerMinute, tokensPerMinute: route.tokensPerMinute },
    load: loadBehind({ pool: view, fleets: route.fleets }, alias),
    plannedContextTokens: contextBehind({ pool: view, fleets: route.fleets }, alias),
    processors: processorsBehind(route),
    isPriced: (route.costPerMillionTokens ?? plannedCosts(view)) !== undefined,
    pool: {
      name: pool.name,
      path: pool.node.path,
      cluster: pool.cluster.identity,
      adapters: (view.spec.adapters ?? []).map(({ name }) => name),
      maxContextTokens: view.spec.maxContextTokens,
      holds: poolHolds(view),
      wakeSeconds: wakeSeconds(pool),
      hasStages: view.prefill !== undefined,
      generates: view.spec.model.facts.kind === 'llm',
    },
  };
}
