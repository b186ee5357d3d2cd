/** A state store past its pooler: the same database, with a session of its own for each client. */
import { checkMethods } from '../core/method-arguments';
import type { SecretRef } from '../core/secret-ref';
import { connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import type { IReachable, Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { Startable } from '../terraform/startable';
import type { IStateStore } from './contract';
import { DatabaseUsers } from './database-users';
import { postgresEnv } from './postgres-env';

/** The store that it leads to. */
interface PooledStateStore {
  readonly database: string;
  readonly user: string | SecretRef;
  readonly password: SecretRef;
  readonly resources: readonly Startable[];
  dataPlace(): DataPlace;
}

export class DirectStateStore implements IStateStore {
  readonly kind = 'state-store';
  readonly database: string;
  readonly user: string | SecretRef;
  readonly password: SecretRef;

  /** @param uri the whole address of the servers; undefined where nobody knows it */
  constructor(
    private readonly store: PooledStateStore,
    private readonly servers: IReachable,
    private readonly uri: string | SecretRef | undefined,
    private readonly read: (client: Workload) => void,
  ) {
    this.database = store.database;
    this.user = store.user;
    this.password = store.password;
  }

  get host(): string {
    return this.servers.host;
  }

  get port(): number {
    return this.servers.port;
  }

  get resources(): readonly Startable[] {
    return this.store.resources;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return postgresEnv(this, { sslMode: 'require', uri: this.uri });
  }

  dataPlace(): DataPlace {
    return this.store.dataPlace();
  }

  admit(client: Workload): void {
    DatabaseUsers.of(client.owner).add(this, client);
    this.read(client);
    connect(client, this.servers);
  }
}

checkMethods(DirectStateStore, { admit: CLIENT_ARGUMENT });
