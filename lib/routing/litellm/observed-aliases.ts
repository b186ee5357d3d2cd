import type { ObservedAlias } from '../contract';
import type { Route } from '../routes';
import { deploymentId } from './config';

/** Aliases with the pools behind them, by the ids that LiteLLM writes into its series. */
export function observedAliases(routes: readonly Route[]): readonly ObservedAlias[] {
  return [...new Set(routes.map(({ alias }) => alias))].map((alias) => ({
    alias,
    pools: routes
      .filter((route) => route.alias === alias)
      .map((route) => ({ namespace: route.pool.view().namespace, name: route.pool.name, route: deploymentId(route) })),
  }));
}
