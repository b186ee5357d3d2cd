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
