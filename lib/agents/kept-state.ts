/** State that agents keep in stores of theirs, beside that of others. */

import { FRAMEWORK_NAMES } from '../catalog/framework-names';
import type { FrameworkId } from '../catalog/frameworks';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import { type ISessionStore, type IStateStore, keepsSessions, keepsState } from '../stores/contract';
import { type StateKeeper, StateKeepers } from '../stores/state-keepers';
import type { WiredService } from './wiring';

type KeepingStore = IStateStore | ISessionStore;

/** One store of a runtime, as its rule looks at it. */
export interface KeptState {
  /** As the user writes it, e.g. `stateStore`. */
  readonly prop: string;
  readonly kind: 'state-store' | 'session-store';
  /** Name of the fleet or runtime; null for pods that keep no state of their own, e.g. those of a tool. */
  readonly name: string | null;
  /** The place, in words. */
  readonly place: string;
  /** Other programs that keep state there, made before. */
  readonly others: readonly { readonly name: string; readonly path: string }[];
  /** What the framework of both calls its tables or keys; null where they differ, or nobody knows. */
  readonly alike: string | null;
}

const isKeeping = (service: IService): service is KeepingStore => keepsState(service) || keepsSessions(service);

/** @param keeper asked for when the app is synthesized */
export function keepState(services: readonly IService[], client: Workload, keeper: () => StateKeeper): void {
  for (const store of services.filter(isKeeping)) StateKeepers.of(client.owner).add(store, client, keeper);
}

export function keptState(services: readonly WiredService[], client: Workload): KeptState[] {
  const keepers = StateKeepers.of(client.owner);
  return services.flatMap(({ prop, service: store }) => {
    if (!isKeeping(store)) return [];
    const own = keepers.own(store, client);
    const others = keepers.beside(store, client);
    const isState = keepsState(store);
    const kind = isState ? 'state-store' : 'session-store';
    const place = isState ? `the database "${store.database}" of ${store.host}` : `the session store ${store.host}`;
    const isAlike = own !== undefined && others.some(({ framework }) => framework === own.framework);
    const alike = isAlike ? FRAMEWORK_NAMES[own.framework as FrameworkId][kind] : null;
    return [{ prop, kind, name: own?.name ?? null, place, others: others.map(({ name, path }) => ({ name, path })), alike }];
  });
}
