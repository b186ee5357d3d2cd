/** A Postgres that runs outside of this library: this library creates nothing, clients get its environment variables and an egress rule in their network policy. */
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { CaBundle } from '../security/ca-bundle';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import type { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { IStateStore } from './contract';
import { DatabaseUsers } from './database-users';
import { endpointPlace, openTo } from './existing-endpoint';
import { postgresEnv } from './postgres-env';
import { type ExistingStateStoreProps, type ExistingStateStoreSpec, existingStateStoreSchema } from './state-store-props';

const fileOf = (caBundle: CaBundle | string): string => (typeof caBundle === 'string' ? caBundle : caBundle.file);

export class ExistingStateStore implements IStateStore {
  readonly kind = 'state-store';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | SecretRef;
  readonly password: SecretRef;
  private readonly spec: ExistingStateStoreSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingStateStoreProps) {
    this.spec = parseProps(existingStateStoreSchema, props, { path: 'StateStore.fromExisting', className: 'StateStore.fromExisting' });
    this.host = this.spec.host;
    this.port = this.spec.port;
    this.database = this.spec.database;
    this.user = this.spec.user;
    this.password = this.spec.password;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { sslMode, uri, caBundle } = this.spec;
    return { ...postgresEnv(this, { sslMode, uri }), ...(caBundle === undefined ? {} : { PGSSLROOTCERT: fileOf(caBundle) }) };
  }

  /** Certificates by which clients check the server. */
  get volumes(): readonly Volume[] {
    const { caBundle } = this.spec;
    return CaBundle.isCaBundle(caBundle) ? [caBundle.volume] : [];
  }

  dataPlace(sender: DataSender): DataPlace {
    return endpointPlace('state store', this.spec, sender);
  }

  admit(client: Workload): void {
    DatabaseUsers.of(client.owner).add(this, client);
    openTo(client, this.spec, this.port);
  }
}

checkMethods(ExistingStateStore, { admit: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
