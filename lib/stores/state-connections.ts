/** Connections that the clients of a state store say they open, against those that it takes. */
import type { Workload } from '../security/workload';
import { KEPT_CONNECTIONS, serverConnectionsOf } from './pooler-connections';
import type { StateStoreSpec } from './state-store-props';

/** What one client opens at most. */
export interface ClientConnections {
  /** Name of the workload. */
  readonly client: string;
  readonly connections: number;
}

/** The store as its rules look at it. */
export interface StoreConnections {
  readonly store: string;
  /** Clients that say how many they open. */
  readonly clients: readonly ClientConnections[];
  /** Connections that clients may hold together. */
  readonly room: number;
  /** What has that room, in words. */
  readonly of: string;
  readonly maxConnections: number;
  /** Undefined without a pooler. */
  readonly pooler: { readonly pods: number; readonly serverConnections: number; readonly isGiven: boolean } | undefined;
}

export class StateConnections {
  private readonly clients = new Map<string, () => number>();

  /** @param connections of all its pods; asked for when the app is synthesized */
  expect({ owner, name }: Workload, connections: () => number): void {
    this.clients.set(`${owner.node.path} ${name}`, connections);
  }

  view(store: string, { pooler, maxConnections }: StateStoreSpec): StoreConnections {
    const clients = [...this.clients].map(([key, connections]) => ({ client: key.split(' ').at(-1) ?? key, connections: connections() }));
    const own = { store, clients, maxConnections };
    if (pooler === undefined) {
      const kept = `maxConnections ${maxConnections} without the ${KEPT_CONNECTIONS} of the operator and superusers`;
      return { ...own, room: maxConnections - KEPT_CONNECTIONS, of: kept, pooler: undefined };
    }
    const serverConnections = serverConnectionsOf(pooler, maxConnections);
    const perPod = pooler.mode === 'session' ? serverConnections : pooler.clientConnections;
    return {
      ...own,
      room: pooler.instances * perPod,
      of: `its pooler in ${pooler.mode} mode (${pooler.instances} pods × ${perPod})`,
      // While pods are replaced there is one more.
      pooler: { pods: pooler.instances + 1, serverConnections, isGiven: pooler.serverConnections !== undefined },
    };
  }
}
