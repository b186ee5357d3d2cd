/** The collector of the fleet, on the configuration that we emit, before a Jaeger. */
import * as path from 'node:path';
import type { KubeObject } from '../cluster/kube-object';
import { buildTools, NotAvailable } from '../control-plane/build';
import { COLLECTOR_TOOLS, JAEGER_TOOLS } from '../control-plane/tools';
import type { Processes } from '../machine/processes';
import { runCollector } from '../tracing/collector';
import { Jaeger } from '../tracing/jaeger';

/** Where the emitted configuration sends spans to. */
const DESTINATION = 'http://jaeger.monitoring.svc.cluster.local:4318';

export interface Traces {
  /** Of OTLP over HTTP at the collector. */
  readonly port: number;
  readonly jaeger: Jaeger;
}

/** @returns why there are none where Go or its modules are missing */
export async function openTraces(objects: readonly KubeObject[], processes: Processes, folder: string): Promise<Traces | NotAvailable> {
  try {
    const [collector, jaegers] = [await buildTools(COLLECTOR_TOOLS), await buildTools(JAEGER_TOOLS)];
    const at = { folder, processes };
    const jaeger = await Jaeger.start({ ...at, program: path.join(jaegers, 'jaeger') });
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'tracing');
    const config = (map?.['data'] as Record<string, string> | undefined)?.['config.yaml'] ?? '';
    if (!config.includes(DESTINATION)) throw new Error(`the collector does not send to ${DESTINATION}`);
    const local = config.replace(DESTINATION, `http://127.0.0.1:${jaeger.otlpPort}`);
    const { otlp: port } = await runCollector({ ...at, program: path.join(collector, 'collector') }, 'collector', local);
    return { port, jaeger };
  } catch (error) {
    if (error instanceof NotAvailable) return error;
    throw error;
  }
}
