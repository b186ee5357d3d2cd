import type { Route } from '../../routes';
import type { ClientKey } from './client-keys';

/** Aliases that a client may ask for: those that the user names, those of its fleet, or all. */
export function allowedModels(
  { paths, spec }: ClientKey,
  routes: readonly Pick<Route, 'alias' | 'owner'>[],
  externals: readonly string[],
): string[] {
  if (spec.models !== undefined) return [...spec.models];
  const own = routes.filter(({ owner }) => paths.some((path) => path.startsWith(`${owner}/`)));
  const aliases = own.length > 0 ? own.map(({ alias }) => alias) : [...routes.map(({ alias }) => alias), ...externals];
  return [...new Set(aliases)];
}
