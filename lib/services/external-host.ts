import { isIPv4 } from 'node:net';
import { regionOf } from '../catalog/region';
import { brand, hasBrand } from '../core/brand';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { allowInternet, allowToCidr } from '../security/network-edges';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import type { IService, ServiceEntry } from '../security/service';
import type { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { type ExternalHostProps, type ExternalHostSpec, externalHostSchema } from './external-host-props';
import { addressEnv, mcpEntry, urlOf } from './service-env';

/**
 * A host outside the cluster, e.g. a public API or a database of the company. Its clients get its address, and their network policies open the way to its
 * address ranges. Standard network policies know no names: a host without ranges opens port 443 to every public IPv4 address, which is a finding.
 *
 * @example
 * new ExternalHost({ name: 'crm', host: 'crm.example.com', cidrs: ['203.0.113.0/24'], key: SecretRef.existing('crm', 'token') })
 */
export class ExternalHost implements IService {
  /** Recognises a host by its brand, so that two copies of the library agree. */
  static isExternalHost(value: unknown): value is ExternalHost {
    return hasBrand(value, 'ExternalHost');
  }

  readonly kind = 'external-host';
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Address ranges that are opened; empty where every public IPv4 address is. */
  readonly ranges: readonly string[];
  private readonly spec: ExternalHostSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExternalHostProps) {
    this.spec = parseProps(externalHostSchema, props, { path: 'ExternalHost', className: 'ExternalHost' });
    const { name, host, port, cidrs } = this.spec;
    this.name = name;
    this.host = host;
    this.port = port;
    this.ranges = cidrs ?? (isIPv4(host) ? [`${host}/32`] : []);
    brand(this, 'ExternalHost');
  }

  /** Its entry in `MCP_SERVERS`; undefined unless it is an MCP server. */
  get listed(): ServiceEntry | undefined {
    return mcpEntry(this.spec);
  }

  /** Certificates by which clients check the host. */
  get volumes(): readonly Volume[] {
    return this.spec.caBundle === undefined ? [] : [this.spec.caBundle.volume];
  }

  /** Its whole address, with scheme and path. */
  get url(): string {
    return urlOf(this.spec);
  }

  /** Key or password that clients authenticate with. */
  get key(): SecretRef | undefined {
    return this.spec.key;
  }

  /** File with the certificates by which clients check the host. */
  get caFile(): string | undefined {
    return this.spec.caBundle?.file;
  }

  /** No range is named, so that every public address is open. */
  get overInternet(): boolean {
    return this.ranges.length === 0;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return addressEnv(this.spec);
  }

  dataPlace({ byName = false }: DataSender): DataPlace {
    const { region } = this.spec;
    return {
      kind: 'external host',
      name: this.host,
      region: region === undefined ? null : regionOf(region),
      repairs: [`region of the ExternalHost ${this.name}, which says where ${this.host} is`],
      isOpen: this.ranges.length === 0 && !byName,
    };
  }

  admit(client: Workload): void {
    if (this.ranges.length === 0) allowInternet(client, this.port, [this.host]);
    for (const range of this.ranges) allowToCidr(client, range, this.port);
  }
}

checkMethods(ExternalHost, { admit: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
