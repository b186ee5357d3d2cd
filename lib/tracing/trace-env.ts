/** Variables that every OpenTelemetry SDK reads (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables, and docs/gen-ai of the semantic conventions; 2026-11). */
import type { Workload } from '../security/workload';

/** What the spans of a client say of it, and where they go. */
export function traceEnv(url: string, { name, namespace }: Workload, prompts: 'removed' | 'kept'): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace.name},k8s.namespace.name=${namespace.name}`,
    OTEL_TRACES_EXPORTER: 'otlp',
    // Prometheus reads the metrics, and logs stay in the cluster.
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: prompts === 'removed' ? 'false' : 'true',
  };
}

const WHERE_SPANS_GO =
  /^OTEL_(EXPORTER_OTLP_\w+|SERVICE_NAME|RESOURCE_ATTRIBUTES|(TRACES|METRICS|LOGS)_EXPORTER|PROPAGATORS|INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT)$/;

/** Variables that say where spans go, whose they are and whether prompts are in them; others, e.g. those of samplers, are the user's. */
export const isTraceVariable = (name: string): boolean => WHERE_SPANS_GO.test(name);
