/** The contract of tracing: where agents, routers and tools send their spans. */
import { type IService, isServiceOf } from '../security/service';

/**
 * Takes the spans of its clients over OTLP. Pass it in `services` of a fleet, of a runtime or of an MCP server: `clientEnv` gives them the variables that every
 * OpenTelemetry SDK reads, and the fleet passes it on to its router.
 */
export interface ITracing extends IService {
  readonly kind: 'tracing';
  /** Base address of OTLP over HTTP, e.g. `http://tracing.research.svc.cluster.local:4318`. */
  readonly url: string;
}

const isTracingService = isServiceOf('tracing');

/** Recognises tracing by what it can do, so that a user's own is one. */
export function isTracing(value: unknown): value is ITracing {
  return isTracingService(value) && typeof (value as Partial<ITracing>).url === 'string';
}
