/** A Qdrant that runs outside of this library: this library creates nothing, clients get its environment variables and an egress rule in their network policy. */
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import type { Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { IVectorStore } from './contract';
import { endpointPlace, openTo } from './existing-endpoint';
import { qdrantEnv } from './qdrant-env';
import { type ExistingVectorStoreProps, type ExistingVectorStoreSpec, existingVectorStoreSchema } from './vector-store-props';

export class ExistingVectorStore implements IVectorStore {
  readonly kind = 'vector-store';
  readonly host: string;
  readonly port: number;
  readonly dimensions: number | undefined;
  readonly password: SecretRef | undefined;
  private readonly spec: ExistingVectorStoreSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingVectorStoreProps) {
    const words = { path: 'VectorStore.fromExisting', className: 'VectorStore.fromExisting' };
    this.spec = parseProps(existingVectorStoreSchema, props, words);
    this.host = this.spec.host;
    this.port = this.spec.port;
    this.dimensions = this.spec.dimensions;
    this.password = this.spec.apiKey;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { host, port, password, dimensions, spec } = this;
    return qdrantEnv({ host, port, password, dimensions, tls: spec.tls });
  }

  dataPlace(sender: DataSender): DataPlace {
    return endpointPlace('vector store', this.spec, sender);
  }

  admit(client: Workload): void {
    openTo(client, this.spec, this.port);
  }
}

checkMethods(ExistingVectorStore, { admit: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
