import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const ROUTER: readonly LibraryRow[] = [
  ['sessions-find-their-cache', 'routes of conversations to several replicas', SOURCES.routerBalance],
];
