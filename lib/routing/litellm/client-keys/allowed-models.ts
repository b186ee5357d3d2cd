import { aliasesOfPool, type Route } from '../../routes';
import type { ClientKey } from './client-keys';

/** Aliases that a client may ask for: those that the user names, those that it is planned to ask, those of its fleet with the other names of their pools, or all. */
export function allowedModels(
  { paths, spec, outside }: Pick<ClientKey, 'paths' | 'spec' | 'outside'>,
  routes: readonly (Pick<Route, 'alias' | 'owner'> & Partial<Pick<Route, 'pool'>>)[],
  externals: readonly string[],
): string[] {
  if (spec.models !== undefined) return [...spec.models];
  if (outside?.asks !== undefined) return Object.keys(outside.asks);
  const own = ownRoutes(paths, routes);
  const aliases =
    own.length > 0
      ? own.flatMap(({ alias, pool }) => [alias, ...(pool === undefined ? [] : aliasesOfPool(pool))])
      : [...routes.map(({ alias }) => alias), ...externals];
  return [...new Set(aliases)];
}

/** Aliases that the fleet of a client leads somewhere, without the other names of their pools; none where it belongs to no fleet. */
export function ownAliases(paths: readonly string[], routes: readonly Pick<Route, 'alias' | 'owner'>[]): string[] {
  return [...new Set(ownRoutes(paths, routes).map(({ alias }) => alias))];
}

const ownRoutes = <R extends Pick<Route, 'owner'>>(paths: readonly string[], routes: readonly R[]): R[] =>
  routes.filter(({ owner }) => paths.some((path) => path.startsWith(`${owner}/`)));
