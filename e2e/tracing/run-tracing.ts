/** What leaves a cluster in traces: the real OpenTelemetry collector on the configuration that we emit. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { buildTools, NotAvailable } from '../control-plane/build';
import { COLLECTOR_TOOLS } from '../control-plane/tools';
import { lastLines, run } from '../machine/command';
import type { Processes } from '../machine/processes';
import { sleep, waitFor } from '../machine/wait';
import type { Options } from '../options';
import type { Results } from '../report/results';
import { installPython } from '../sessions/python-tools';
import { KEY, type Sent, type Stage, startCollector } from './collector';
import { emittedConfig } from './emitted';
import { KEPT, PROMPT, spanRequest } from './span';

const SUBJECT = 'tracing';
const TRACES = 400;
const SHARE = 0.25;
const WAIT = { seconds: 30 };
const OVER_GRPC = 'a span over gRPC, as engines in Rust send it, leaves without its prompt';
const PACKAGES = ['opentelemetry-sdk==1.45.2', 'opentelemetry-exporter-otlp-proto-grpc==1.45.2'];

const traceId = (index: number): string =>
  Array.from({ length: 4 }, (_, part) => ((index + 1) * 2_654_435_761 * (part + 1)) % 4_294_967_296)
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');

interface Question {
  readonly name: string;
  readonly config: () => string;
  readonly ask: (stage: Stage) => Promise<string[]>;
}

const QUESTIONS: readonly Question[] = [
  { name: 'a span with prompts leaves without them', config: () => emittedConfig({ keptAttributes: ['app.tenant'] }), ask: removed },
  {
    name: 'so does a span without events, as most are',
    config: () => emittedConfig({ keptAttributes: ['app.tenant'] }),
    ask: (stage) => removed(stage, false),
  },
  { name: 'prompts leave where they are kept', config: () => emittedConfig({ prompts: 'kept' }), ask: kept },
  { name: 'a share of the traces leaves, each as a whole', config: () => emittedConfig({ sampledShare: SHARE }), ask: sampled },
];

interface Setting {
  readonly results: Results;
  readonly folder: string;
  readonly processes: Processes;
}

export async function runTracing({ folder, results, processes }: Setting, { needsTools }: Pick<Options, 'needsTools'>): Promise<void> {
  const tools = await buildTools(COLLECTOR_TOOLS).catch((error: unknown) => {
    if (error instanceof NotAvailable && !needsTools) return error;
    throw error;
  });
  if (tools instanceof NotAvailable) {
    for (const name of [...QUESTIONS.map((question) => question.name), OVER_GRPC]) results.notRun(SUBJECT, name, tools.message);
    return;
  }
  const own = path.join(folder, SUBJECT);
  fs.mkdirSync(own, { recursive: true });
  const scoped = processes.scoped(SUBJECT);
  try {
    const setting = { program: path.join(tools, 'collector'), folder: own, processes: scoped };
    for (const [index, { name, config, ask }] of QUESTIONS.entries()) {
      const stage = await startCollector(setting, `collector-${index}`, config());
      results.judge(SUBJECT, name, await ask(stage));
      await stage.end();
    }
    await overGrpc(results, await startCollector(setting, 'collector-grpc', emittedConfig({})));
  } finally {
    await scoped.endAll();
  }
}

async function overGrpc(results: Results, stage: Stage): Promise<void> {
  try {
    const python = await installPython('tracing', PACKAGES);
    const program = path.join(__dirname, 'send_span.py');
    const { code, stderr } = await run(path.join(python, 'python'), [program, stage.grpc, PROMPT], { timeoutSeconds: 60 });
    if (code !== 0) throw new Error(lastLines(stderr, 3));
    const { body } = await firstOf(stage);
    const lost = ['embedder', 'embed', 'gen_ai.usage.input_tokens'].filter((text) => !body.includes(text));
    results.judge(SUBJECT, OVER_GRPC, [
      ...(body.includes(PROMPT) ? ['the prompt left'] : []),
      ...lost.map((text) => `${text} did not leave`),
    ]);
  } catch (error) {
    if (!(error instanceof NotAvailable)) throw error;
    results.notRun(SUBJECT, OVER_GRPC, error.message);
  } finally {
    await stage.end();
  }
}

/** The first that left. */
const firstOf = ({ sent }: Stage): Promise<Sent> => waitFor('spans that left', async () => sent[0], WAIT);

async function removed(stage: Stage, hasEvents = true): Promise<string[]> {
  await stage.send(spanRequest(traceId(0), hasEvents));
  const { path: at, headers, body } = await firstOf(stage);
  const gone = Object.entries(KEPT).filter(([key, value]) => !body.includes(key) || !body.includes(value));
  return [
    ...(body.includes(PROMPT) ? [`the prompt left: ${body.replace(/[^ -~]+/g, ' ').slice(0, 500)}`] : []),
    ...['chat planner', 'research-agents', ...(hasEvents ? ['BadRequest'] : [])]
      .filter((text) => !body.includes(text))
      .map((text) => `${text} did not leave`),
    ...gone.map(([key]) => `${key} did not leave`),
    ...(at === '/api/public/otel/v1/traces' ? [] : [`sent to ${at}`]),
    ...(headers.authorization === `Basic ${KEY}` ? [] : ['sent without the key']),
    ...(headers['x-langfuse-ingestion-version'] === '4' ? [] : ['sent without the version']),
  ];
}

async function kept(stage: Stage): Promise<string[]> {
  await stage.send(spanRequest(traceId(0)));
  const { body } = await firstOf(stage);
  return body.includes(`gen_ai.input.messages: ${PROMPT}`) ? [] : ['the prompt did not leave'];
}

/** Two spans of each trace, in requests of their own: both leave, or none. */
async function sampled(stage: Stage): Promise<string[]> {
  const ids = Array.from({ length: TRACES }, (_, index) => traceId(index));
  for (const id of [...ids, ...ids]) await stage.send(spanRequest(id));
  await firstOf(stage);
  await sleep(5_000);
  const body = stage.sent.map((one) => one.body).join('');
  const counts = ids.map((id) => body.split(Buffer.from(id, 'hex').toString('latin1')).length - 1);
  const left = counts.filter((count) => count > 0).length;
  return [
    ...(counts.every((count) => count === 0 || count === 2) ? [] : ['a trace was torn apart']),
    // Four standard deviations of a fair draw.
    ...(Math.abs(left - TRACES * SHARE) <= 4 * Math.sqrt(TRACES * SHARE * (1 - SHARE)) ? [] : [`${left} of ${TRACES} traces left`]),
  ];
}
