/** The configuration of the collector: take spans, drop traces, remove what users wrote, send on. Names of components: collector 0.161.0. */
import type { YamlValue } from '../core/yaml';
import { KEPT_EVENT_ATTRIBUTES, KEPT_RESOURCE_ATTRIBUTES, KEPT_SPAN_ATTRIBUTES } from './kept-attributes';

/** Port of OTLP over HTTP. */
export const OTLP_PORT = 4318;
/** Port of OTLP over gRPC. */
export const GRPC_PORT = 4317;
export const HEALTH_PORT = 13_133;
/** Variable of the pod with the key of the destination. */
export const KEY_VARIABLE = 'TRACES_KEY';
/** Longest value of an attribute that leaves while prompts are removed. */
const LONGEST_VALUE = 256;

/** How a destination is spoken to. */
export interface TraceExport {
  /** Base address of OTLP over HTTP; `/v1/traces` is added by the collector. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** File with the certificates of its authority. */
  readonly caFile: string | undefined;
}

/** What the collector does with spans. */
export interface CollectorSettings {
  readonly sampledShare: number;
  readonly prompts: 'removed' | 'kept';
  readonly keptAttributes: readonly string[];
}

export function collectorConfig(to: TraceExport, settings: CollectorSettings): YamlValue {
  const processors = processorsOf(settings);
  return {
    extensions: { health_check: { endpoint: `0.0.0.0:${HEALTH_PORT}` } },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${GRPC_PORT}` }, http: { endpoint: `0.0.0.0:${OTLP_PORT}` } } },
    },
    processors,
    exporters: {
      otlp_http: {
        endpoint: to.endpoint,
        headers: Object.keys(to.headers).length === 0 ? undefined : to.headers,
        tls: to.caFile === undefined ? undefined : { ca_file: to.caFile },
      },
    },
    service: {
      extensions: ['health_check'],
      telemetry: { logs: { level: 'warn' }, metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], processors: Object.keys(processors), exporters: ['otlp_http'] } },
    },
  };
}

/** In the order in which they work. */
function processorsOf({ sampledShare, prompts, keptAttributes }: CollectorSettings): Record<string, YamlValue> {
  return {
    memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
    ...(sampledShare === 1 ? {} : { probabilistic_sampler: { sampling_percentage: Number((sampledShare * 100).toPrecision(12)) } }),
    ...(prompts === 'kept' ? {} : { transform: redaction(keptAttributes) }),
    batch: { send_batch_size: 512, send_batch_max_size: 2048, timeout: '2s' },
  };
}

/**
 * A statement that fails drops the spans rather than letting them pass. Each list names what it works on: one list for all would work on events alone, and
 * leave a span without events as it came.
 */
function redaction(keptAttributes: readonly string[]): YamlValue {
  return {
    error_mode: 'propagate',
    trace_statements: [
      { context: 'resource', statements: [keep('resource.attributes', KEPT_RESOURCE_ATTRIBUTES)] },
      { context: 'scope', statements: [keep('scope.attributes', [])] },
      {
        context: 'span',
        statements: [
          keep('span.attributes', [...KEPT_SPAN_ATTRIBUTES, ...keptAttributes]),
          `truncate_all(span.attributes, ${LONGEST_VALUE})`,
          'set(span.status.message, "")',
        ],
      },
      { context: 'spanevent', statements: [keep('spanevent.attributes', KEPT_EVENT_ATTRIBUTES)] },
    ],
  };
}

function keep(attributes: string, names: readonly string[]): string {
  const patterns = names.map((name) => name.replaceAll('.', '[.]').replace(/\[\.\]\*$/, '[.].*'));
  return `keep_matching_keys(${attributes}, "^(${patterns.join('|')})$")`;
}
