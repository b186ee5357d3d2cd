/** Where the engine of a pool sends its spans, as its adapter speaks. */
import type { Workload } from '../security/workload';
import type { ITracing } from '../tracing/contract';
import type { EngineAdapter } from './engines/adapter';

/** Of a pool that is asked about its spans. */
interface TracedPool {
  readonly adapter: Pick<EngineAdapter, 'spansOver'>;
  readonly spec: { readonly tracing?: ITracing | undefined };
}

/** Base address; null where the tracing does not take what the engine speaks, undefined where the pool is not traced. */
export function spansAt({ adapter, spec: { tracing } }: TracedPool): string | null | undefined {
  if (tracing === undefined) return undefined;
  return adapter.spansOver === 'grpc' ? (tracing.grpc?.url ?? null) : tracing.url;
}

/** What the engine is told: OTLP over HTTP posts traces at a path of their own. */
export function spansTo(pool: TracedPool): string | null | undefined {
  const at = spansAt(pool);
  return at === null || at === undefined || pool.adapter.spansOver === 'grpc' ? at : `${at}/v1/traces`;
}

/** Opens the network to it. */
export function admitSpans({ adapter, spec: { tracing } }: TracedPool, client: Workload): void {
  if (tracing === undefined) return;
  if (adapter.spansOver === 'grpc') tracing.grpc?.admit(client);
  else tracing.admit(client);
}
