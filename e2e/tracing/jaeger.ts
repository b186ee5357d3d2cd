/** The real Jaeger: takes spans over OTLP, keeps them in memory, and answers which traces there are. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

/** A span as Jaeger answers it: JSON of OTLP. */
export interface StoredSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes?: readonly Attribute[];
}

interface ResourceSpans {
  readonly resource: { readonly attributes?: readonly Attribute[] };
  readonly scopeSpans: readonly { readonly spans: readonly StoredSpan[] }[];
}

/** A span with the name of the program that wrote it. */
export type SpanOf = StoredSpan & { readonly service: string };

interface Setting {
  readonly program: string;
  readonly folder: string;
  readonly processes: Processes;
}

export class Jaeger {
  static async start({ program, folder, processes }: Setting): Promise<Jaeger> {
    const [otlp, query, grpc, health] = await freePorts(4);
    const file = path.join(folder, 'jaeger.yaml');
    fs.writeFileSync(file, stringify(configuration({ otlp, query, grpc, health })));
    processes.start('jaeger', program, [`--config=${file}`]);
    const jaeger = new Jaeger(otlp, query);
    const ready = async () => ((await fetch(`http://127.0.0.1:${query}/api/services`).catch(() => undefined))?.ok ? true : undefined);
    await waitFor('Jaeger', ready, { seconds: 60 });
    return jaeger;
  }

  private constructor(
    readonly otlpPort: number,
    private readonly queryPort: number,
  ) {}

  /** Every trace in which this program has a span, each as its spans. */
  async tracesOf(service: string): Promise<readonly (readonly SpanOf[])[]> {
    const now = Date.now();
    const asked = new URLSearchParams({
      'query.service_name': service,
      'query.start_time_min': new Date(now - 3_600_000).toISOString(),
      'query.start_time_max': new Date(now + 3_600_000).toISOString(),
      'query.num_traces': '100',
    });
    const response = await fetch(`http://127.0.0.1:${this.queryPort}/api/v3/traces?${asked}`);
    if (response.status === 404) return [];
    if (!response.ok) throw new Error(`Jaeger answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    const { result } = (await response.json()) as { result: { resourceSpans: readonly ResourceSpans[] } };
    const byTrace = new Map<string, SpanOf[]>();
    for (const span of result.resourceSpans.flatMap(spansOf)) byTrace.set(span.traceId, [...(byTrace.get(span.traceId) ?? []), span]);
    return [...byTrace.values()];
  }
}

function spansOf({ resource, scopeSpans }: ResourceSpans): SpanOf[] {
  const service = resource.attributes?.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
  return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
}

interface JaegerPorts {
  readonly otlp: number;
  readonly query: number;
  readonly grpc: number;
  readonly health: number;
}

const configuration = ({ otlp, query, grpc, health }: JaegerPorts) => ({
  service: {
    extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
    pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
    telemetry: { logs: { level: 'warn' }, metrics: { level: 'none' } },
  },
  extensions: {
    jaeger_storage: { backends: { kept: { memory: { max_traces: 1_000 } } } },
    jaeger_query: {
      storage: { traces: 'kept' },
      http: { endpoint: `127.0.0.1:${query}` },
      grpc: { endpoint: `127.0.0.1:${grpc}` },
    },
    healthcheckv2: { use_v2: true, http: { endpoint: `127.0.0.1:${health}` } },
  },
  receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${otlp}` } } } },
  exporters: { jaeger_storage_exporter: { trace_storage: 'kept' } },
});
