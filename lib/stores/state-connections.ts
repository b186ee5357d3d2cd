/** Connections that the clients of a state store say they open, against those that it takes. */
import { actingFor, type Workload } from '../security/workload';
import { KEPT_CONNECTIONS, serverConnectionsOf } from './pooler-connections';
import type { StateStoreSpec } from './state-store-props';

/** What one client opens at most. */
export interface ClientConnections {
  /** Name of the workload. */
  readonly client: string;
  readonly connections: number;
}

/** Connections that may be open on one server. */
export interface OpenConnections {
  readonly connections: number;
  /** Why so many, in words. */
  readonly of: string;
  /** Every client says how many it opens. */
  readonly isStated: boolean;
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
  /** Memory of each server, GiB. */
  readonly memoryGiB: number;
  /** Null where nobody is wired to the store. */
  readonly open: OpenConnections | null;
  /** Undefined without a pooler. */
  readonly pooler: { readonly pods: number; readonly serverConnections: number; readonly isGiven: boolean } | undefined;
}

export class StateConnections {
  private readonly clients = new Map<string, { readonly path: string; readonly client: string; readonly connections: () => number }>();
  private readonly admitted = new Set<string>();

  /** Whoever reaches the store, whether or not it says how many it opens. */
  admit(client: Workload): void {
    this.admitted.add(actingFor(client).owner.node.path);
  }

  /** @param connections of all its pods; asked for when the app is synthesized */
  expect({ owner, name }: Workload, connections: () => number): void {
    const { path } = owner.node;
    this.clients.set(`${path} ${name}`, { path, client: name, connections });
  }

  view(store: string, spec: StateStoreSpec): StoreConnections {
    const { pooler, maxConnections, memoryGiB } = spec;
    const clients = [...this.clients.values()].map(({ client, connections }) => ({ client, connections: connections() }));
    const own = { store, clients, maxConnections, memoryGiB, open: this.open(clients, spec) };
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

  /** A pooler opens no more than its own, and Postgres takes no more than its maximum. */
  private open(clients: readonly ClientConnections[], { pooler, maxConnections }: StateStoreSpec): OpenConnections | null {
    if (this.admitted.size === 0) return null;
    const taken = { connections: maxConnections, of: `maxConnections ${maxConnections}`, isStated: false };
    if (pooler !== undefined) {
      const each = serverConnectionsOf(pooler, maxConnections);
      const pooled = (pooler.instances + 1) * each + KEPT_CONNECTIONS;
      const of = `${pooler.instances + 1} pods of the pooler × ${each}, while one is replaced, and ${KEPT_CONNECTIONS} of the operator and superusers`;
      return pooled >= maxConnections ? taken : { connections: pooled, of, isStated: false };
    }
    const stated = new Set([...this.clients.values()].map(({ path }) => path));
    if (![...this.admitted].every((path) => stated.has(path))) return taken;
    const needed = clients.reduce((sum, { connections }) => sum + connections, 0) + KEPT_CONNECTIONS;
    if (needed >= maxConnections) return { ...taken, isStated: true };
    return { connections: needed, of: `those of its clients and ${KEPT_CONNECTIONS} of the operator and superusers`, isStated: true };
  }
}
