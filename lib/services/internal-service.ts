import { regionOf } from '../catalog/region';
import { brand, hasBrand } from '../core/brand';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { admitToPods, allowToNamespace, allowToPods } from '../security/network-edges';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import type { IService, ServiceEntry } from '../security/service';
import type { Volume } from '../security/volume';
import { serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { type InternalServiceProps, type InternalServiceSpec, internalServiceSchema } from './internal-service-props';
import { addressEnv, mcpEntry, type ServiceAddress, urlOf } from './service-env';

/**
 * A service that runs in the cluster already, e.g. a vector database, a trace collector, an API of another team. Nothing is made of it: its clients
 * get its address, and their network policies open the way to its pods.
 *
 * @example
 * new InternalService({ name: 'vectors', namespace: 'qdrant', service: 'qdrant', port: 6333, env: { QDRANT_URL: 'url' } })
 */
export class InternalService implements IService {
  /** Recognises a service by its brand, so that two copies of the library agree. */
  static isInternalService(value: unknown): value is InternalService {
    return hasBrand(value, 'InternalService');
  }

  readonly kind = 'internal-service';
  readonly name: string;
  readonly host: string;
  readonly port: number;
  private readonly spec: InternalServiceSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: InternalServiceProps) {
    this.spec = parseProps(internalServiceSchema, props, { path: 'InternalService', className: 'InternalService' });
    const { name, service, namespace, port } = this.spec;
    this.name = name;
    this.host = serviceHost(service ?? name, namespace);
    this.port = port;
    brand(this, 'InternalService');
  }

  /** Its entry in `MCP_SERVERS`; undefined unless it is an MCP server. */
  get listed(): ServiceEntry | undefined {
    return mcpEntry(this.address());
  }

  /** Certificates by which clients check the service. */
  get volumes(): readonly Volume[] {
    return this.spec.caBundle === undefined ? [] : [this.spec.caBundle.volume];
  }

  /** Its whole address, with scheme and path. */
  get url(): string {
    return urlOf(this.address());
  }

  /** Key or password that clients authenticate with. */
  get key(): SecretRef | undefined {
    return this.spec.key;
  }

  /** File with the certificates by which clients check the service. */
  get caFile(): string | undefined {
    return this.spec.caBundle?.file;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return addressEnv(this.address());
  }

  /** What it sends on is its own affair. */
  dataPlace(sender: DataSender): DataPlace {
    const { region } = this.spec;
    return {
      kind: 'internal service',
      name: this.host,
      region: region === undefined ? sender.region : regionOf(region),
      repairs: [`region of the InternalService ${this.name}, or that of the cluster`],
    };
  }

  admit(client: Workload): void {
    const { namespace, podLabels: labels, port, podPort = port, admitClients } = this.spec;
    if (labels === undefined) allowToNamespace(client, namespace, podPort);
    else allowToPods(client, { namespace, labels }, podPort);
    if (labels !== undefined && admitClients === true) admitToPods(client, { namespace, labels }, podPort);
  }

  private address(): ServiceAddress {
    return { ...this.spec, host: this.host };
  }
}

checkMethods(InternalService, { admit: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
