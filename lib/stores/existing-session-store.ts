/** A session store that runs outside of this library: this library creates nothing, clients get its environment variables and an egress rule in their network policy. */
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { CaBundle } from '../security/ca-bundle';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import type { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { ISessionStore } from './contract';
import { endpointPlace, openTo } from './existing-endpoint';
import { redisEnv } from './redis-env';
import { type ExistingSessionStoreProps, type ExistingSessionStoreSpec, existingSessionStoreSchema } from './session-store-props';

export class ExistingSessionStore implements ISessionStore {
  readonly kind = 'session-store';
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly password: SecretRef | undefined;
  private readonly spec: ExistingSessionStoreSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingSessionStoreProps) {
    this.spec = parseProps(existingSessionStoreSchema, props, {
      path: 'SessionStore.fromExisting',
      className: 'SessionStore.fromExisting',
    });
    this.host = this.spec.host;
    this.port = this.spec.port;
    this.tls = this.spec.tls;
    this.password = this.spec.password;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { username, uri } = this.spec;
    const { host, port, tls, password, caBundle } = this;
    return redisEnv({ host, port, tls, caBundle, username, password, uri });
  }

  get caBundle(): CaBundle | undefined {
    return this.spec.caBundle;
  }

  /** Certificates by which clients check the server. */
  get volumes(): readonly Volume[] {
    return this.caBundle === undefined ? [] : [this.caBundle.volume];
  }

  dataPlace(sender: DataSender): DataPlace {
    return endpointPlace('session store', this.spec, sender);
  }

  admit(client: Workload): void {
    openTo(client, this.spec, this.port);
  }
}

checkMethods(ExistingSessionStore, { admit: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
