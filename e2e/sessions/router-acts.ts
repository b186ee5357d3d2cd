/** The whole way of an agent's request: the real LiteLLM, the session proxy, a replica. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { KEY_CHECK_FILE, KEY_TABLE_FILE } from '../../lib/routing/litellm/client-keys/key-check';
import { must } from '../machine/must';
import { waitFor } from '../machine/wait';
import { type Act, counts, type Play, replicasOf } from './play';
import { SessionClient } from './session-client';
import { REPLICAS } from './stage';

/** Generated for this run only; LiteLLM refuses weak ones. */
const MASTER_KEY = 'sk-drill-0123456789abcdef';
/** Of the agents of the fleet. */
export const KEY = 'sk-drill-agents-0123456789';
const SESSIONS = 40;
const BOOT_SECONDS = 300;

/** @param litellm the program */
export function routerActs(litellm: string): readonly Act[] {
  return [
    { name: 'LiteLLM starts with the configuration of the router', expect: (play) => startRouter(play, litellm) },
    { name: 'agent, LiteLLM, proxy, replica: turns of a session stay together', expect: together },
    { name: 'requests of no session are spread', expect: spread },
    { name: 'the key of the agents is for their models alone', expect: onlyModels },
    { name: 'a key that the router does not know is refused', expect: unknownKeys },
  ];
}

export const ROUTER_ACTS = routerActs('litellm').map(({ name }) => name);

/** @returns after how long it takes requests */
export async function startRouter(
  { stage, processes, folder }: Pick<Play, 'stage' | 'processes' | 'folder'>,
  litellm: string,
): Promise<string> {
  const config = path.join(folder, 'config.yaml');
  fs.writeFileSync(config, routerConfig(stage.configFile('config.yaml'), stage.url));
  for (const name of [KEY_CHECK_FILE, KEY_TABLE_FILE]) fs.writeFileSync(path.join(folder, name), stage.configFile(name));
  const start = Date.now();
  const env = {
    ...process.env,
    LITELLM_MASTER_KEY: MASTER_KEY,
    ...agentKey(stage.configFile(KEY_TABLE_FILE)),
    LITELLM_MODE: 'PRODUCTION',
    LITELLM_LOG: 'ERROR',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    DISABLE_ADMIN_UI: 'True',
  };
  processes.start(
    'litellm',
    litellm,
    ['--config', config, '--host', '127.0.0.1', '--port', String(stage.ports.router), '--num_workers', '1'],
    { env },
  );
  await waitFor('the router', async () => ((await isReady(stage.ports.router)) ? true : undefined), {
    seconds: BOOT_SECONDS,
    everySeconds: 0.5,
  });
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

/** The variable in which the router finds the key of the agents. */
function agentKey(table: string): Record<string, string> {
  const clients = JSON.parse(table) as { variables: string[] }[];
  return Object.fromEntries(clients.flatMap(({ variables }) => variables.map((name) => [name, KEY])));
}

/** As emitted, but for the address of the proxy, which is here and not in a cluster. */
function routerConfig(text: string, url: string): string {
  const config = parse(text) as { model_list: { litellm_params: { api_base: string } }[] };
  for (const { litellm_params } of config.model_list) litellm_params.api_base = url;
  return stringify(config);
}

async function together({ stage }: Play): Promise<string> {
  const agent = clientOf(stage.ports.router);
  const turns = [await replicasOf(agent, SESSIONS), await replicasOf(agent, SESSIONS), await replicasOf(agent, SESSIONS)];
  agent.close();
  const moved = (turns[0] ?? []).filter((replica, session) => turns.some((turn) => turn[session] !== replica));
  must(moved.length === 0, `${moved.length} of ${SESSIONS} sessions were answered by several replicas`);
  must(new Set(turns[0]).size === REPLICAS.length, `${new Set(turns[0]).size} replicas answered`);
  return `${SESSIONS} sessions of three turns`;
}

async function spread({ stage }: Play): Promise<string> {
  const agent = clientOf(stage.ports.router);
  const answers: string[] = [];
  for (let request = 0; request < SESSIONS; request++) answers.push((await agent.turn(undefined)).replica);
  agent.close();
  must(new Set(answers).size === REPLICAS.length, `only ${new Set(answers).size} replicas answered`);
  return counts(answers)
    .map(([, count]) => count)
    .join(', ');
}

/** What an agent must not do with its key. */
const FORBIDDEN: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', '/key/generate', {}],
  ['POST', '/config/update', {}],
  ['POST', '/cache/flushall', {}],
  ['POST', '/model/new', { model_name: 'mine' }],
  ['GET', '/model/info'],
  ['GET', '/health'],
  ['GET', '/v1/mcp/server'],
  ['POST', '/openai/deployments/worker/chat/completions', { messages: [] }],
  ['POST', '/v1/chat/completions', { model: 'another', messages: [] }],
  ['POST', '/v1/chat/completions', { model: 'worker', messages: [], fallbacks: ['another'] }],
  ['POST', '/v1/chat/completions', { model: 'worker', messages: [], router_settings_override: { fallbacks: [{ worker: ['another'] }] } }],
  ['POST', '/v1/chat/completions?model=another', { model: 'worker', messages: [] }],
];

async function onlyModels({ stage }: Play): Promise<string> {
  const statuses = await Promise.all(FORBIDDEN.map(([method, at, body]) => statusOf(stage.ports.router, KEY, method, at, body)));
  const open = FORBIDDEN.filter((_, index) => ![400, 403, 404].includes(statuses[index] ?? 0));
  must(open.length === 0, `answered for the agents: ${open.map(([method, at]) => `${method} ${at}`).join(', ')} (${statuses.join(', ')})`);
  must((await statusOf(stage.ports.router, KEY, 'GET', '/v1/models')) === 200, 'the agents cannot list their models');
  must((await statusOf(stage.ports.router, MASTER_KEY, 'GET', '/model/info')) === 200, 'the master key does not open the router');
  return `${FORBIDDEN.length} requests refused`;
}

async function unknownKeys({ stage }: Play): Promise<string> {
  const keys = [undefined, '', 'sk-another', KEY.slice(0, -1), `${KEY}0`];
  const ask = { model: 'worker', messages: [] };
  const statuses = await Promise.all(keys.map((key) => statusOf(stage.ports.router, key, 'POST', '/v1/chat/completions', ask)));
  must(
    statuses.every((status) => status === 401),
    `answered with ${statuses.join(', ')}`,
  );
  return statuses.join(', ');
}

async function statusOf(port: number, key: string | undefined, method: string, at: string, body?: object): Promise<number> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return (await fetch(`http://127.0.0.1:${port}${at}`, { method, headers, ...text, signal: AbortSignal.timeout(20_000) })).status;
}

const clientOf = (port: number) => new SessionClient(`http://127.0.0.1:${port}/v1`, { authorization: `Bearer ${KEY}` });

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}
