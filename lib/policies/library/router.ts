import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const ROUTER: readonly LibraryRow[] = [
  ['sessions-find-their-cache', 'routes of conversations to several replicas', SOURCES.routerBalance],
  ['two-instances', 'roles that users wait for', SOURCES.disruptions],
  ['health-asked-often', 'routers of the library', SOURCES.routerHealth],
  ['api-suits-bursts', 'roles with an API to compare with', SOURCES.rates],
  ['limits-fallbacks-costs', 'routers of the library', SOURCES.routerBalance],
  ['runaways-stopped', 'routers of the library', SOURCES.overload],
  ['small-model-routes', 'roles that every workflow passes first', SOURCES.modelRouting],
];
