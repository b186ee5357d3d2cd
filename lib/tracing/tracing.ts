import type { Construct } from 'constructs';
import { parseProps } from '../core/schema';
import { KEY_VARIABLE } from './collector-config';
import type { ITracing } from './contract';
import { ExistingTracing } from './existing-tracing';
import { TraceCollector } from './trace-collector';
import {
  type ExistingTracingProps,
  LANGFUSE_PATH,
  LANGSMITH_PATH,
  type LangSmithTracingProps,
  langfuseTracingSchema,
  langSmithTracingSchema,
  type OtlpTracingProps,
  otlpTracingSchema,
  type TracingProps,
} from './tracing-props';

/** The key of the destination, as the collector reads it. */
const KEY = `\${env:${KEY_VARIABLE}}`;

/**
 * Where the steps of a fleet can be followed: agents, routers and tools send spans to a collector of the cluster, which removes prompts and answers and sends the
 * rest on. Pass it in `services` of a fleet; its router is traced, too, and hands the trace on to the engines.
 *
 * @example
 * const to = new ExternalHost({ name: 'traces', host: 'otlp.example.com', cidrs: ['203.0.113.0/24'], key: SecretRef.existing('traces', 'key') });
 * const tracing = Tracing.otlp(stack, 'tracing', { cluster, to });
 */
export class Tracing {
  /**
   * Spans go to any server that speaks OTLP over HTTP, e.g. Jaeger, Tempo or a vendor's.
   * @throws FleetSpecError when a prop is malformed.
   */
  static otlp(scope: Construct, id: string, props: OtlpTracingProps): TraceCollector {
    const madeBy = 'Tracing.otlp';
    const check = (path: string) => {
      const { keyHeader, ...spec } = parseProps(otlpTracingSchema, props, { path, className: madeBy });
      return { spec, headers: spec.to.key === undefined ? {} : otlpKey(keyHeader) };
    };
    return new TraceCollector(scope, id, { madeBy, path: '', check });
  }

  /**
   * Spans go to Langfuse, of your own or in its cloud. The key of `to` is the text `<public key>:<secret key>` in base64.
   * @throws FleetSpecError when a prop is malformed.
   */
  static langfuse(scope: Construct, id: string, props: TracingProps): TraceCollector {
    const madeBy = 'Tracing.langfuse';
    const check = (path: string) => ({
      spec: parseProps(langfuseTracingSchema, props, { path, className: madeBy }),
      // The version asks for the path on which traces are seen at once.
      headers: { authorization: `Basic ${KEY}`, 'x-langfuse-ingestion-version': '4' },
    });
    return new TraceCollector(scope, id, { madeBy, path: LANGFUSE_PATH, check });
  }

  /**
   * Spans go to LangSmith; `to` says in which region, e.g. `eu.api.smith.langchain.com`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static langSmith(scope: Construct, id: string, props: LangSmithTracingProps): TraceCollector {
    const madeBy = 'Tracing.langSmith';
    const check = (path: string) => {
      const { project, ...spec } = parseProps(langSmithTracingSchema, props, { path, className: madeBy });
      return { spec, headers: { 'x-api-key': KEY, ...(project === undefined ? {} : { 'langsmith-project': project }) } };
    };
    return new TraceCollector(scope, id, { madeBy, path: LANGSMITH_PATH, check });
  }

  /**
   * A collector or a backend that takes OTLP over HTTP already. Nothing is made of it.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingTracingProps): ITracing {
    return new ExistingTracing(props);
  }

  private constructor() {}
}

const otlpKey = (header: string | undefined): Record<string, string> =>
  header === undefined ? { authorization: `Bearer ${KEY}` } : { [header]: KEY };
