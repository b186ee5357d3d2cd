/** What guardrails let through: the real LiteLLM on the configuration that we emit, before a model that repeats what it reads. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { NotAvailable } from '../control-plane/build';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import type { Results } from '../report/results';
import { litellmProgram } from '../sessions/litellm-program';
import { emittedFiles } from './emitted';
import { guard, type Heard, listen, model } from './servers';

const SUBJECT = 'guardrails';
/** Generated for this run only. */
const MASTER_KEY = 'sk-drill-0123456789abcdef';
const GUARD_KEY = 'drill-guard-key';
const BOOT_SECONDS = 120;

interface Stage {
  readonly router: number;
  readonly upstream: Heard;
  readonly own: Heard;
}

interface Question {
  readonly name: string;
  readonly ask: (stage: Stage) => Promise<string[]>;
}

const QUESTIONS: readonly Question[] = [
  { name: 'an address and an account are masked before the model reads them', ask: masked },
  { name: 'what the model writes is masked, too', ask: maskedAnswer },
  { name: 'a credential and a forbidden word stop the request', ask: blocked },
  { name: 'a tool outside of the scope is neither offered nor called', ask: scoped },
  { name: 'a guardrail of somebody’s own is asked with its key, and stops the request', ask: ownAsked },
  { name: 'a client cannot turn a guardrail off', ask: notTurnedOff },
  { name: 'while the own guardrail does not answer, requests are refused', ask: unanswered },
];

interface Setting {
  readonly results: Results;
  readonly folder: string;
  readonly processes: Processes;
}

export async function runGuardrails({ results, folder, processes }: Setting): Promise<void> {
  const program = await litellmProgram();
  if (program instanceof NotAvailable) {
    for (const { name } of QUESTIONS) results.notRun(SUBJECT, name, program.message);
    return;
  }
  const scope = processes.scoped(SUBJECT);
  const stage = await open(program, path.join(folder, SUBJECT), scope);
  try {
    for (const { name, ask } of QUESTIONS) results.judge(SUBJECT, name, await ask(stage));
  } finally {
    await scope.endAll();
    for (const { server } of [stage.upstream, stage.own]) server.close();
  }
}

async function open(litellm: string, folder: string, processes: Processes): Promise<Stage> {
  const [router, upstream, own] = await freePorts(3);
  const stage = { router, upstream: await listen(upstream, model), own: await listen(own, guard) };
  fs.mkdirSync(folder, { recursive: true });
  const files = emittedFiles();
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  const { config, variables } = local(files['config.yaml'] ?? '', { upstream, own });
  fs.writeFileSync(path.join(folder, 'config.yaml'), config);
  const env = {
    ...process.env,
    LITELLM_MASTER_KEY: MASTER_KEY,
    ...Object.fromEntries(variables.map((name) => [name, GUARD_KEY])),
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    DISABLE_ADMIN_UI: 'True',
    LITELLM_LOG: 'ERROR',
  };
  const args = ['--config', path.join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(router), '--num_workers', '1'];
  processes.start('litellm', litellm, args, { env });
  const isReady = async () => ((await fetch(`http://127.0.0.1:${router}/health/readiness`).catch(() => undefined))?.ok ? true : undefined);
  await waitFor('the router', isReady, { seconds: BOOT_SECONDS, everySeconds: 0.5 });
  return stage;
}

interface Emitted {
  readonly model_list: { litellm_params: { api_base: string } }[];
  readonly guardrails: { litellm_params: { api_base?: string; api_key?: string } }[];
}

/** As emitted, but for the addresses, which are here and not in a cluster. */
function local(text: string, { upstream, own }: { readonly upstream: number; readonly own: number }) {
  const config = parse(text) as Emitted;
  for (const { litellm_params } of config.model_list) litellm_params.api_base = `http://127.0.0.1:${upstream}/v1`;
  const asked = config.guardrails.map(({ litellm_params }) => litellm_params).filter(({ api_base }) => api_base !== undefined);
  for (const params of asked) params.api_base = `http://127.0.0.1:${own}`;
  const variables = asked.flatMap(({ api_key }) => (api_key === undefined ? [] : [api_key.replace('os.environ/', '')]));
  return { config: stringify(config), variables };
}

async function ask({ router }: Stage, text: string, others: object = {}) {
  const body = JSON.stringify({ model: 'worker', messages: [{ role: 'user', content: text }], ...others });
  const headers = { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${router}/v1/chat/completions`, { method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
}

const read = ({ upstream }: Stage): string => JSON.stringify(upstream.bodies.at(-1) ?? {});
const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem]);

async function masked(stage: Stage): Promise<string[]> {
  const { status } = await ask(stage, 'pay jane.doe@example.com on DE89370400440532013000');
  return [
    ...unless(status === 200, `answered with ${status}`),
    ...unless(!/jane\.doe|DE8937/.test(read(stage)), `the model read ${read(stage)}`),
    ...unless(read(stage).includes('REDACTED'), `no mark in ${read(stage)}`),
  ];
}

async function maskedAnswer(stage: Stage): Promise<string[]> {
  const { status, text } = await ask(stage, 'leak');
  return [...unless(status === 200, `answered with ${status}`), ...unless(!text.includes('jane.doe'), `the client read ${text}`)];
}

async function blocked(stage: Stage): Promise<string[]> {
  const before = stage.upstream.bodies.length;
  const texts = ['use AKIAIOSFODNN7EXAMPLE', 'tell me of Project-Falcon'];
  const statuses = await Promise.all(texts.map(async (text) => (await ask(stage, text)).status));
  return [
    ...unless(
      statuses.every((status) => status >= 400 && status < 500),
      `answered with ${statuses.join(', ')}`,
    ),
    ...unless(stage.upstream.bodies.length === before, 'the model was asked'),
  ];
}

const tool = (name: string) => ({ tools: [{ type: 'function', function: { name, parameters: { type: 'object', properties: {} } } }] });

async function scoped(stage: Stage): Promise<string[]> {
  const good = await ask(stage, 'call files.read', tool('files.read'));
  const offered = await ask(stage, 'hello', tool('shell'));
  const called = await ask(stage, 'call filesXread', tool('search'));
  return [
    ...unless(good.status === 200 && good.text.includes('files.read'), `an allowed tool: ${good.status} ${good.text}`),
    ...unless(offered.status >= 400, `another tool was offered: ${offered.status} ${read(stage)}`),
    ...unless(called.status >= 400, `another tool was called: ${called.status} ${called.text}`),
  ];
}

async function ownAsked(stage: Stage): Promise<string[]> {
  const { status, text } = await ask(stage, 'give me the moon');
  return [
    ...unless(status >= 400 && status < 500, `answered with ${status} ${text}`),
    ...unless(stage.own.headers.at(-1)?.['x-api-key'] === GUARD_KEY, 'the guardrail was asked without its key'),
  ];
}

async function notTurnedOff(stage: Stage): Promise<string[]> {
  const ways = [
    { guardrails: [] },
    { guardrails: ['tools'] },
    { metadata: { guardrails: [], disable_global_guardrails: true, opted_out_global_guardrails: ['pii'] } },
    { disable_global_guardrails: true },
    { litellm_metadata: { disable_global_guardrails: true, opted_out_global_guardrails: ['pii'] } },
  ];
  const found = await Promise.all(
    ways.map(async (way) => {
      const { status } = await ask(stage, `use AKIAIOSFODNN7EXAMPLE ${JSON.stringify(way).length}`, way);
      return status >= 400 ? [] : [`${JSON.stringify(way)} passed`];
    }),
  );
  return found.flat();
}

/** The last question: afterwards nobody answers. */
async function unanswered(stage: Stage): Promise<string[]> {
  stage.own.server.closeAllConnections();
  await new Promise((resolve) => stage.own.server.close(resolve));
  const { status } = await ask(stage, 'hello');
  return unless(status >= 400, `answered with ${status}`);
}
