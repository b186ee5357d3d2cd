/** Timeouts and limits of the emitted configuration, on the real LiteLLM. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { must } from '../machine/must';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { type SlowEngine, WORDS, WORK_MS } from './slow-engine';

/** Generated for this run only; LiteLLM refuses weak ones. */
const KEY = 'sk-drill-0123456789abcdef';
const BOOT_SECONDS = 400;
/** The pause of LiteLLM before a retry, and what a busy machine adds. */
const SLACK_MS = 4_000;

/** What the drills share. */
export interface LimitPlay {
  readonly engine: SlowEngine;
  readonly enginePort: number;
  readonly routerPort: number;
  /** A second instance with the same configuration. */
  readonly secondPort: number;
  readonly redisPort: number;
  readonly processes: Pick<Processes, 'start' | 'pid' | 'end'>;
  readonly folder: string;
  /** The configuration and the check of keys beside it, as they are emitted. */
  readonly files: Readonly<Record<string, string>>;
  /** Keys of the clients, one for each variable. */
  readonly keys: readonly string[];
  /** What the program has written since it was started. */
  log(): string;
}

/** Something that is expected; its function returns a figure for the table. */
export interface LimitAct {
  readonly name: string;
  readonly expect: (play: LimitPlay) => Promise<string>;
}

/** @param litellm the program */
export function limitActs(litellm: string): readonly LimitAct[] {
  return [
    { name: 'LiteLLM starts without a warning on derived timeouts and limits', expect: (play) => boots(play, litellm) },
    { name: 'a derived route answers', expect: answers },
    { name: 'an engine that says nothing is given up after the timeout of the route, and asked once more', expect: givenUp },
    { name: 'a stream that does not begin is given up after its own timeout', expect: streamGivenUp },
    { name: 'a stream whose parts come in time outlives the timeout of a whole answer', expect: streamLives },
    { name: 'more than the limit get 429, the engine never sees more, and the limit frees up again', expect: limited },
  ];
}

export const LIMIT_ACTS = limitActs('litellm').map(({ name }) => name);

async function boots(
  { processes, folder, files, enginePort, routerPort, secondPort, redisPort, log }: LimitPlay,
  litellm: string,
): Promise<string> {
  const { 'config.yaml': config = '', ...beside } = files;
  const file = path.join(folder, 'limits.yaml');
  fs.writeFileSync(file, localConfig(config, enginePort, redisPort));
  for (const [name, text] of Object.entries(beside)) fs.writeFileSync(path.join(folder, name), text);
  const start = Date.now();
  const env = {
    ...process.env,
    LITELLM_MASTER_KEY: KEY,
    LITELLM_MODE: 'PRODUCTION',
    LITELLM_LOG: 'ERROR',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    DISABLE_ADMIN_UI: 'True',
    GRACEFUL_SHUTDOWN_TIMEOUT: '30',
    ...externalKeys(config),
    ...clientKeys(files),
  };
  const ports = { litellm: routerPort, 'litellm-2': secondPort };
  for (const [name, port] of Object.entries(ports))
    processes.start(name, litellm, ['--config', file, '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1'], { env });
  const isReady = async () => ((await Promise.all(Object.values(ports).map(readiness))).every(Boolean) ? true : undefined);
  await waitFor('both instances of the router', isReady, { seconds: BOOT_SECONDS, everySeconds: 0.5 });
  const said = log()
    .split('\n')
    .filter((line) => /warn|error|traceback/i.test(line));
  must(said.length === 0, `LiteLLM says: ${said.slice(0, 3).join(' | ')}`);
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

/** Variables with keys of providers. */
const externalKeys = (config: string): Record<string, string> =>
  Object.fromEntries([...config.matchAll(/os\.environ\/(EXTERNAL_KEY_\w+)/g)].map(([, name = '']) => [name, 'sk-provider']));

/** In the order of the table. */
export const clientKeys = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    (JSON.parse(files['clients.json'] ?? '[]') as { variables: string[] }[]).flatMap(({ variables }) =>
      variables.map((name) => [name, `sk-drill-${name.toLowerCase()}`]),
    ),
  );

interface Config {
  readonly model_list: { model_name: string; litellm_params: { api_base: string } }[];
  readonly router_settings: Record<string, unknown>;
  readonly general_settings: { readonly coordination_redis: Record<string, unknown> };
}

/** As emitted, but for the addresses of pool and Redis: the alias is in the path, so that the engine knows how slow to be. */
function localConfig(text: string, port: number, redisPort: number): string {
  const config = parse(text) as Config;
  for (const { model_name, litellm_params } of config.model_list) litellm_params.api_base = `http://127.0.0.1:${port}/${model_name}/v1`;
  Object.assign(config.router_settings, { redis_host: '127.0.0.1', redis_port: redisPort });
  Object.assign(config.general_settings.coordination_redis, { host: '127.0.0.1', port: redisPort });
  return stringify(config);
}

async function answers({ routerPort }: LimitPlay): Promise<string> {
  const { status, text } = await ask(routerPort, 'planned');
  must(status === 200, `${status}: ${text.slice(0, 200)}`);
  return '200';
}

/** Two attempts of 3 s each. */
async function givenUp({ routerPort, engine }: LimitPlay): Promise<string> {
  const { status, ms } = await ask(routerPort, 'silent');
  const attempts = engine.of('silent');
  must(status === 408, `answered ${status}, expected 408`);
  must(attempts.length === 2, `${attempts.length} attempts, expected 2`);
  for (const { ms: each, hungUp } of attempts)
    must(hungUp && (each ?? 0) > 2_500 && (each ?? 0) < 4_500, `an attempt ended after ${each} ms`);
  must(ms > 6_000 && ms < 6_000 + SLACK_MS, `the agent waited ${ms} ms`);
  return `${attempts.length} attempts, ${(ms / 1000).toFixed(1)} s`;
}

/** Two attempts of 1 s each. */
async function streamGivenUp({ routerPort, engine }: LimitPlay): Promise<string> {
  const before = engine.of('silent').length;
  const { status, ms } = await ask(routerPort, 'silent', { stream: true });
  must(status === 408, `answered ${status}, expected 408`);
  must(engine.of('silent').length - before === 2, `${engine.of('silent').length - before} attempts, expected 2`);
  must(ms > 2_000 && ms < 2_000 + SLACK_MS, `the agent waited ${ms} ms`);
  return `${(ms / 1000).toFixed(1)} s`;
}

async function streamLives({ routerPort }: LimitPlay): Promise<string> {
  const { status, text, ms } = await ask(routerPort, 'streaming', { stream: true });
  const words = new Set(text.match(/word\d+/g)).size;
  must(status === 200 && words === WORDS, `${status} with ${words} of ${WORDS} words after ${ms} ms`);
  must(ms > 3_500, `it was over after ${ms} ms`);
  return `${words} words in ${(ms / 1000).toFixed(1)} s`;
}

async function limited({ routerPort, engine }: LimitPlay): Promise<string> {
  engine.most = 0;
  const answered = await Promise.all(Array.from({ length: 6 }, () => ask(routerPort, 'narrow')));
  const [taken, refused] = [answered.filter(({ status }) => status === 200), answered.filter(({ status }) => status === 429)];
  must(engine.most === 2, `the engine saw ${engine.most} requests at once`);
  must(taken.length === 2 && refused.length === 4, `answers: ${answered.map(({ status }) => status).join(', ')}`);
  must(
    refused.every(({ ms }) => ms < WORK_MS),
    'a refusal waited for the others',
  );
  const after = await Promise.all([ask(routerPort, 'narrow'), ask(routerPort, 'narrow')]);
  must(
    after.every(({ status }) => status === 200),
    `afterwards: ${after.map(({ status }) => status).join(', ')}`,
  );
  return `2 taken, 4 refused after ${(Math.max(...refused.map(({ ms }) => ms)) / 1000).toFixed(1)} s`;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

interface Question {
  readonly stream?: boolean;
  readonly content?: string;
  readonly key?: string;
  /** What a client writes beside the prompt. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export async function ask(port: number, model: string, question: Question = {}): Promise<Answer> {
  const { stream = false, content = 'go', key = KEY, more = {} } = question;
  const start = Date.now();
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content }], ...more }),
  });
  const text = await response.text();
  return { status: response.status, text, ms: Date.now() - start };
}

async function readiness(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}
