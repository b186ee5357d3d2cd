/** The contract of tracing: where agents, routers and tools send their spans. */
import { type IService, isServiceOf } from '../security/service';
import type { Workload } from '../security/workload';

/**
 * Takes the spans of its clients over OTLP. Pass it in `services` of a fleet, of a runtime or of an MCP server: `clientEnv` gives them the variables that every
 * OpenTelemetry SDK reads, and the fleet passes it on to its router.
 */
export interface ITracing extends IService {
  readonly kind: 'tracing';
  /** Base address of OTLP over HTTP, e.g. `http://tracing.research.svc.cluster.local:4318`. */
  readonly url: string;
  /**
   * For engines that speak OTLP over gRPC alone.
   * @default - it takes none: such an engine is refused
   */
  readonly grpc?: SpansOverGrpc | undefined;
}

/** Where spans over gRPC go. */
export interface SpansOverGrpc {
  /** Address, e.g. `http://tracing.research.svc.cluster.local:4317`. */
  readonly url: string;
  /** Opens the network from a client to it. */
  admit(client: Workload): void;
}

const isTracingService = isServiceOf('tracing');

/** Recognises tracing by what it can do, so that a user's own is one. */
export function isTracing(value: unknown): value is ITracing {
  return isTracingService(value) && typeof (value as Partial<ITracing>).url === 'string';
}
