/** A collector or a backend that is there already: clients send their spans to it. Nothing is made of it. */
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import type { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { ITracing } from './contract';
import type { TraceDestination } from './trace-destination';
import { traceEnv } from './trace-env';
import { type ExistingTracingProps, existingTracingSchema } from './tracing-props';

export class ExistingTracing implements ITracing {
  readonly kind = 'tracing';
  readonly host: string;
  readonly port: number;
  readonly url: string;
  private readonly to: TraceDestination;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingTracingProps) {
    const className = 'Tracing.fromExisting';
    this.to = parseProps(existingTracingSchema, props, { path: className, className }).to;
    this.host = this.to.host;
    this.port = this.to.port;
    this.url = this.to.url.replace(/\/$/, '');
  }

  /** Certificates by which clients check it. */
  get volumes(): readonly Volume[] {
    return this.to.volumes;
  }

  clientEnv(client: Workload): Readonly<Record<string, string | SecretRef>> {
    const { key, caFile } = this.to;
    return {
      ...traceEnv(this.url, client, 'removed'),
      ...(key === undefined ? {} : { OTEL_EXPORTER_OTLP_HEADERS: key }),
      ...(caFile === undefined ? {} : { OTEL_EXPORTER_OTLP_CERTIFICATE: caFile }),
    };
  }

  dataPlace(sender: DataSender): DataPlace {
    return { ...this.to.dataPlace(sender), kind: 'tracing' };
  }

  admit(client: Workload): void {
    this.to.admit(client);
  }
}

checkMethods(ExistingTracing, { admit: CLIENT_ARGUMENT, clientEnv: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
