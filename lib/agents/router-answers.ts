import type { IRouter } from '../routing/contract';
import type { Workload } from '../security/workload';
import type { FleetSetting } from './fleet-view';

/** What the view of a fleet asks its router. */
export const routerAnswers = (
  router: IRouter,
  client: () => Workload,
): Pick<FleetSetting, 'isGuarded' | 'longerThan' | 'passOf' | 'admission' | 'routesExternals' | 'dividesRoutes' | 'apiPriceOf'> => ({
  isGuarded: () => router.guards?.texts === true || router.guards?.tools === true,
  longerThan: (alias) => router.fallbacksOf(alias, 'context-window'),
  passOf: (alias) => router.passOf?.(alias),
  admission: () => router.admissionOf?.(client()),
  routesExternals: router.addExternal !== undefined,
  dividesRoutes: router.dividesRoutes === true,
  apiPriceOf: (alias) => router.apiPriceOf?.(alias) ?? null,
});
