/** One trace from the graph over the router to the engine, as Jaeger has it. */
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { lastLines, run } from '../machine/command';
import { waitFor } from '../machine/wait';
import type { SpanOf } from '../tracing/jaeger';
import { ENGINE_SERVICE } from './engine-span';
import type { AgentsStage } from './stage';

/** What the image of the agents has for its traces; without `langchain` the instrumentation stays silent. */
export const TRACE_PACKAGES = [
  'langchain==1.5.2',
  'opentelemetry-distro==0.66b2',
  'opentelemetry-exporter-otlp-proto-http==1.45.2',
  'opentelemetry-instrumentation-httpx==0.66b2',
  'opentelemetry-instrumentation-langchain==0.62.4',
];
/** One of each agent. */
const REQUESTS = 2;
const QUESTION = 'Which passport has number C01X00T47?';
const [AGENTS, ROUTER] = ['pair-agents', 'router'];

export async function oneTrace(stage: AgentsStage, program: string): Promise<string> {
  const { traces, programs } = stage;
  if (traces instanceof NotAvailable) throw traces;
  const instrumented = path.join(programs.python, 'opentelemetry-instrument');
  const args = [path.join(programs.python, 'python'), program, 'thread-traced', QUESTION];
  const { code, stderr } = await run(instrumented, args, { env: stage.environmentOf('pair-agents'), timeoutSeconds: 180 });
  if (code !== 0) throw new Error(`the agents ended with ${code}: ${lastLines(stderr, 4)}`);
  const spans = await waitFor('the spans of the engine in Jaeger', () => whole(stage), { seconds: 60, everySeconds: 1 });
  const problems = [...torn(spans), ...told(spans, stage)];
  if (problems.length > 0) throw new Error(problems.join('; '));
  const count = (service: string) => spans.filter((span) => span.service === service).length;
  return `${spans.length} spans: ${[AGENTS, ROUTER, ENGINE_SERVICE].map((service) => `${service} ${count(service)}`).join(', ')}`;
}

/** Once the engine has said what it has to say; all spans of the program, whatever trace they are in. */
async function whole({ traces }: AgentsStage): Promise<readonly SpanOf[] | undefined> {
  if (traces instanceof NotAvailable) return undefined;
  const found = (await traces.jaeger.tracesOf(AGENTS)).flat();
  const written = found.filter(({ service }) => service === ENGINE_SERVICE).length;
  return written >= REQUESTS && found.some(({ service }) => service === ROUTER) ? found : undefined;
}

/** One trace with one beginning, in which router and engine are below the agents. */
function torn(spans: readonly SpanOf[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const above = (span: SpanOf): SpanOf[] => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent === undefined ? [] : [parent, ...above(parent)];
  };
  const traces = new Set(spans.map(({ traceId }) => traceId));
  const beginnings = spans.filter((span) => above(span).length === 0);
  const lost = spans.filter((span) => span.service !== AGENTS && !above(span).some(({ service }) => service === AGENTS));
  return [
    ...(traces.size === 1 ? [] : [`${traces.size} traces`]),
    ...(beginnings.length === 1 && beginnings[0]?.service === AGENTS
      ? []
      : [`it begins ${beginnings.length} times: ${namesOf(beginnings)}`]),
    ...(lost.length === 0 ? [] : [`not below an agent: ${namesOf(lost)}`]),
  ];
}

const namesOf = (spans: readonly SpanOf[]) => spans.map(({ service, name }) => `${service}/${name}`).join(', ');

/** Where in a span a text stands. */
function placeOf({ service, name, attributes = [] }: SpanOf, text: string): string {
  const keys = attributes.filter(({ value }) => JSON.stringify(value).includes(text)).map(({ key }) => key);
  return `${service}/${name}: ${keys.join(', ') || 'elsewhere'}`;
}

/** What the user, the tool and the models wrote. */
function told(spans: readonly SpanOf[], { engine }: AgentsStage): string[] {
  const stored = JSON.stringify(spans);
  const texts = [QUESTION, 'the engine has 42 parts', 'answered by writer', 'Write one sentence about'];
  return [
    ...texts.flatMap((text) =>
      spans.filter((span) => JSON.stringify(span).includes(text)).map((span) => `'${text}' is in ${placeOf(span, text)}`),
    ),
    ...(engine.bodies.some((body) => body.includes(QUESTION)) ? [] : ['the engine was not asked']),
    ...['gen_ai.response.model'].filter((key) => !stored.includes(key)).map((key) => `${key} is not in the trace`),
  ];
}
