/** A Postgres that runs outside of this library: this library creates nothing, clients get its environment variables and an egress rule in their network policy. */
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Workload } from '../security/workload';
import type { IStateStore } from './contract';
import { openTo } from './existing-endpoint';
import { postgresEnv } from './postgres-env';
import { type ExistingStateStoreProps, type ExistingStateStoreSpec, existingStateStoreSchema } from './state-store-props';

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
    return postgresEnv(this, { sslMode: this.spec.sslMode, uri: this.spec.uri });
  }

  admit(client: Workload): void {
    openTo(client, this.spec, this.port);
  }
}
