/** Vectors beside the state, in one Postgres: clients of it are clients of the state store. */
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import { servicePlace } from '../security/residency/service-place';
import type { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { Startable } from '../terraform/startable';
import type { IStateStore, IVectorStore } from './contract';
import { holdVectors } from './held-vectors';
import { pgvectorSchema, type VectorLoadProps } from './vector-store-props';

export class PgvectorStore implements IVectorStore {
  readonly kind = 'vector-store';
  readonly dimensions: number;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(
    readonly stateStore: IStateStore,
    props: VectorLoadProps,
  ) {
    const load = parseProps(pgvectorSchema, props, { path: 'VectorStore.pgvector', className: 'VectorStore.pgvector' });
    this.dimensions = load.dimensions;
    holdVectors(stateStore, load);
  }

  get host(): string {
    return this.stateStore.host;
  }

  get port(): number {
    return this.stateStore.port;
  }

  get password(): SecretRef {
    return this.stateStore.password;
  }

  /** Certificates by which clients check the server. */
  get volumes(): readonly Volume[] {
    return this.stateStore.volumes ?? [];
  }

  get resources(): readonly Startable[] {
    return this.stateStore.resources ?? [];
  }

  clientEnv(client: Workload): Readonly<Record<string, string | SecretRef>> {
    return { ...this.stateStore.clientEnv(client), PGVECTOR_DIMENSIONS: String(this.dimensions) };
  }

  dataPlace(sender: DataSender): DataPlace {
    return servicePlace(this.stateStore, sender);
  }

  admit(client: Workload): void {
    this.stateStore.admit(client);
  }
}

checkMethods(PgvectorStore, { admit: CLIENT_ARGUMENT, clientEnv: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
