/** Two instances of the real LiteLLM with a database, a Redis and a model that says how many tokens it took. */
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { SecretRef } from '../../lib/core/secret-ref';
import { keyVariable } from '../../lib/routing/litellm/client-keys/client-keys';
import { KEY_SETUP_FILE } from '../../lib/routing/litellm/database/key-setup';
import { run } from '../machine/command';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import type { Files } from './emitted';
import { PASSWORD, type Postgres } from './postgres';

const BOOT_SECONDS = 400;
/** Generated for this run only. */
const MASTER_KEY = 'sk-drill-0123456789abcdef';
const SALT_KEY = 'drill-salt-0123456789abcdef';
/** Tokens of each answer. */
export const USED = { input: 1_000, output: 200 } as const;

export interface Instances {
  readonly ports: readonly [number, number];
  readonly folder: string;
  readonly postgres: Postgres;
  /** The program, and what it needs to find its query engine. */
  readonly litellm: string;
  readonly prisma: NodeJS.ProcessEnv;
  readonly processes: Processes;
}

/** Of the one that is played, as its database knows it. */
export const ROUTER = 'prod-eu/research/router';

/** The key behind a variable, as the operator would have drawn it for a router. */
export const keyOf = (secret: string, router = ROUTER): string =>
  router === ROUTER ? `sk-drill-${secret}-0123456789` : `sk-other-${secret}-0123456789`;

export async function startInstances(
  at: Instances,
  files: Files,
  ports: { readonly redis: number; readonly model: number },
): Promise<string> {
  const start = Date.now();
  write(at.folder, { ...files, 'config.yaml': localConfig(files['config.yaml'] ?? '', ports) });
  const env = {
    ...process.env,
    ...at.prisma,
    PATH: `${path.dirname(at.litellm)}:${process.env['PATH'] ?? ''}`,
    LITELLM_MASTER_KEY: MASTER_KEY,
    LITELLM_SALT_KEY: SALT_KEY,
    DATABASE_HOST: `127.0.0.1:${at.postgres.port}`,
    DATABASE_USERNAME: at.postgres.user,
    DATABASE_PASSWORD: PASSWORD,
    DATABASE_NAME: 'router',
    DATABASE_SSLMODE: 'disable',
    DISABLE_SCHEMA_UPDATE: 'true',
    LITELLM_MODE: 'PRODUCTION',
    LITELLM_LOG: 'ERROR',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    LITELLM_OFFLINE_MODE: 'true',
    DISABLE_ADMIN_UI: 'True',
  };
  for (const [index, port] of at.ports.entries()) {
    const args = ['--config', path.join(at.folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1'];
    at.processes.start(`litellm-${index}`, at.litellm, args, { env });
  }
  for (const port of at.ports) await waitFor('the router', () => isConnected(port), { seconds: BOOT_SECONDS, everySeconds: 0.5 });
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

/** Runs the program of the Job of a router with other tables. @returns what it printed */
export async function setUpKeys(at: Instances, files: Files, secrets: readonly string[], router = ROUTER): Promise<string> {
  const folder = path.join(at.folder, 'job');
  write(folder, files);
  const held = secrets.map((secret) => [keyVariable(SecretRef.generated(secret)), keyOf(secret, router)]);
  const env = {
    ...process.env,
    ROUTER_NAME: router,
    ROUTER_URL: `http://127.0.0.1:${at.ports[0]}`,
    LITELLM_MASTER_KEY: MASTER_KEY,
    ...Object.fromEntries(held),
  };
  const { code, stdout, stderr } = await run('python3', [path.join(folder, KEY_SETUP_FILE)], { env, timeoutSeconds: 120 });
  if (code !== 0) throw new Error(`the Job ended with ${code}: ${stderr.slice(-600)}`);
  return stdout.trim();
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export async function send(port: number, key: string, method: string, at: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`http://127.0.0.1:${port}${at}`, { method, headers, ...sent, signal: AbortSignal.timeout(30_000) });
  return { status: answer.status, text: await answer.text() };
}

/** As the holder of a key, made by the router itself or by a request to it. */
export const askWith = (port: number, key: string, model: string): Promise<Answer> =>
  send(port, key, 'POST', '/v1/chat/completions', { model, messages: [{ role: 'user', content: 'go' }] });

export const ask = (port: number, secret: string, model: string): Promise<Answer> => askWith(port, keyOf(secret), model);

/** As whoever holds the master key. */
export const manage = (port: number, at: string, body: object): Promise<Answer> => send(port, MASTER_KEY, 'POST', at, body);

/** Answers everything, and says what it took. */
export function startModel(port: number): Promise<http.Server> {
  const usage = { prompt_tokens: USED.input, completion_tokens: USED.output, total_tokens: USED.input + USED.output };
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'done' } }];
  let answered = 0;
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: `answer-${++answered}`, object: 'chat.completion', created: 1, model: 'm', choices, usage }));
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

async function isConnected(port: number): Promise<true | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/readiness`).catch(() => undefined);
  return answer?.ok && ((await answer.json()) as { db?: string }).db === 'connected' ? true : undefined;
}

/** As emitted, but for the addresses, which are here and not in a cluster. */
function localConfig(text: string, { redis, model }: { readonly redis: number; readonly model: number }): string {
  const config = parse(text) as {
    model_list: { litellm_params: { api_base: string; api_key?: string } }[];
    router_settings: Record<string, unknown>;
    general_settings: { coordination_redis: Record<string, unknown> };
  };
  for (const { litellm_params } of config.model_list) litellm_params.api_base = `http://127.0.0.1:${model}/v1`;
  Object.assign(config.router_settings, { redis_host: '127.0.0.1', redis_port: redis });
  Object.assign(config.general_settings.coordination_redis, { host: '127.0.0.1', port: redis });
  return stringify(config);
}

function write(folder: string, files: Files): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
}
