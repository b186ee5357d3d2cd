/** What keys may spend, on the real LiteLLM with a real Postgres. */

import { parse } from 'yaml';
import { must } from '../machine/must';
import { sleep } from '../machine/wait';
import { emittedFiles, type Files } from './emitted';
import { ask, type Instances, keyOf, send, setUpKeys, USED } from './instances';
import { SHARED_DATABASE_ACTS } from './shared-database-acts';
import type { SpendAct, SpendPlay } from './spend-act';

const [AGENTS, AGENTS_2, FIRST, SECOND] = [
  'router-key-crew-agents',
  'router-key-crew-agents-v2',
  'router-key-first',
  'router-key-second',
] as const;
/** Within which a key that was taken away is refused everywhere. */
const REVOKED_SECONDS = 60;
/** Spend is written every ten seconds. */
const WRITTEN_SECONDS = 30;

export const SPEND_ACTS: readonly SpendAct[] = [
  { name: 'the Job makes the team and the keys, and a second run changes nothing', expect: made },
  ...SHARED_DATABASE_ACTS,
  { name: 'spend of a key is the price of the plan × tokens', expect: spent },
  { name: 'the budget ends a key, at both instances, and nobody else', expect: ended },
  { name: 'a higher budget opens it again', expect: raised },
  { name: 'two clients of a team share its budget', expect: shared },
  { name: 'a key is for its models alone, and chooses no way past them', expect: onlyModels },
  {
    name: 'another version of a key: the new one is taken at once, the old one refused within a minute at both instances',
    expect: rotated,
  },
  { name: 'a client that is gone: its key is refused within a minute at both instances', expect: revoked },
  { name: 'the router was never started anew', expect: lasted },
];

async function made({ at, files }: SpendPlay): Promise<string> {
  const said = await setUpKeys(at, files, [AGENTS, FIRST, SECOND]);
  const before = await table(at);
  await setUpKeys(at, files, [AGENTS, FIRST, SECOND]);
  const after = await table(at);
  must(before.length === 3 && before.join() === after.join(), `keys: ${before.join(' ')} then ${after.join(' ')}`);
  return said;
}

const table = ({ postgres }: Instances) =>
  postgres.rows(
    `select key_alias, team_id, max_budget, budget_duration, models from "LiteLLM_VerificationToken" where key_alias is not null order by 1`,
  );

/** What an answer costs by the emitted prices. */
export function priceOf(files: Files, alias: string): number {
  const { model_list } = parse(files['config.yaml'] ?? '') as {
    model_list: { model_name: string; litellm_params: { input_cost_per_token?: number; output_cost_per_token?: number } }[];
  };
  const params = model_list.find(({ model_name }) => model_name === alias)?.litellm_params;
  return (params?.input_cost_per_token ?? 0) * USED.input + (params?.output_cost_per_token ?? 0) * USED.output;
}

async function spent({ at, files }: SpendPlay): Promise<string> {
  for (const port of [...at.ports, ...at.ports]) {
    const { status, text } = await ask(port, AGENTS, 'worker');
    must(status === 200, `${status} ${text.slice(0, 200)}`);
  }
  const expected = 4 * priceOf(files, 'worker');
  const query = `select k.spend, sum(l.spend), sum(l.total_tokens) from "LiteLLM_VerificationToken" k join "LiteLLM_SpendLogs" l on l.api_key = k.token where k.key_alias like 'crew-agents@%' group by 1`;
  const found = await until(async () => {
    const [ofKey = 0, ofLogs = 0, tokens = 0] = ((await at.postgres.rows(query))[0] ?? '').split('|').map(Number);
    return {
      ok: near(ofKey, expected) && near(ofLogs, expected) && tokens === 4 * (USED.input + USED.output),
      what: `${ofKey}, ${ofLogs}, ${tokens} tokens`,
    };
  }, WRITTEN_SECONDS);
  must(found.ok, `${found.what} instead of ${expected}`);
  return `$${expected.toPrecision(4)} for ${found.what.split(', ')[2]}`;
}

async function ended({ at, files, wanted }: SpendPlay): Promise<string> {
  const most = Math.ceil(wanted.budget / priceOf(files, 'worker'));
  const statuses: number[] = [];
  for (let asked = 0; asked < 2 * most && !statuses.includes(422); asked++)
    statuses.push((await ask(at.ports[asked % 2] ?? 0, AGENTS, 'worker')).status);
  const others = await until(async () => {
    const now = await Promise.all(at.ports.map((port) => ask(port, AGENTS, 'worker')));
    return { ok: now.every(({ status }) => status === 422), what: now.map(({ status }) => status).join(', ') };
  }, WRITTEN_SECONDS);
  must(others.ok, `after ${statuses.join(', ')}: ${others.what}`);
  must((await ask(at.ports[0], FIRST, 'tools')).status === 200, 'another client is refused, too');
  const answered = 4 + statuses.filter((status) => status === 200).length;
  must(answered <= most + 2, `${answered} answers, of which ${most} exhaust the budget`);
  return `${answered} answers, ${most} exhaust the budget`;
}

async function raised({ at, wanted }: SpendPlay): Promise<string> {
  await setUpKeys(at, emittedFiles({ ...wanted, budget: wanted.budget * 100 }), [AGENTS, FIRST, SECOND]);
  const start = Date.now();
  const open = await until(async () => {
    const now = await Promise.all(at.ports.map((port) => ask(port, AGENTS, 'worker')));
    return {
      ok: now.every(({ status }) => status === 200),
      what: now.map(({ status, text }) => `${status} ${text.slice(0, 80)}`).join(', '),
    };
  }, REVOKED_SECONDS);
  must(open.ok, open.what);
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

async function shared({ at, files, wanted }: SpendPlay): Promise<string> {
  const most = Math.ceil(wanted.teamBudget / priceOf(files, 'tools'));
  let answered = 0;
  const end = await until(async () => {
    const both = [await ask(at.ports[0], FIRST, 'tools'), await ask(at.ports[1], SECOND, 'tools')];
    answered += both.filter(({ status }) => status === 200).length;
    return {
      ok: both.every(({ status }) => status === 422),
      what: both.map(({ status, text }) => `${status} ${text.slice(0, 120)}`).join(', '),
    };
  }, REVOKED_SECONDS);
  must(end.ok, end.what);
  return `${answered} more answers, ${most} exhaust the budget`;
}

/** What an agent must not do with its key. */
const FORBIDDEN: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', '/key/generate', {}],
  ['POST', '/key/update', { max_budget: 1e9 }],
  ['POST', '/team/new', {}],
  ['POST', '/config/update', {}],
  ['POST', '/cache/flushall', {}],
  ['POST', '/model/new', { model_name: 'mine' }],
  ['GET', '/model/info'],
  ['GET', '/key/list'],
  ['GET', '/spend/logs'],
  ['GET', '/health'],
  ['GET', '/v1/mcp/server'],
  ['POST', '/openai/deployments/worker/chat/completions', { messages: [] }],
  ['POST', '/v1/chat/completions', { model: 'tools', messages: [] }],
  ['POST', '/v1/chat/completions', { model: 'worker', messages: [], fallbacks: ['tools'] }],
  ['POST', '/v1/chat/completions', { model: 'worker', messages: [], router_settings_override: { fallbacks: [{ worker: ['tools'] }] } }],
  ['POST', '/v1/chat/completions', { model: 'worker', messages: [], api_base: 'http://127.0.0.1:1' }],
  ['POST', '/v1/chat/completions?model=tools', { model: 'worker', messages: [] }],
];

async function onlyModels({ at }: SpendPlay): Promise<string> {
  const answers = await Promise.all(FORBIDDEN.map(([method, way, body]) => send(at.ports[0], keyOf(AGENTS), method, way, body)));
  const open = FORBIDDEN.filter((_, index) => ![400, 401, 403, 404, 405].includes(answers[index]?.status ?? 0));
  must(open.length === 0, `answered: ${open.map(([method, way, body]) => `${method} ${way} ${JSON.stringify(body)}`).join('; ')}`);
  must((await send(at.ports[0], keyOf(AGENTS), 'GET', '/v1/models')).status === 200, 'the agents cannot list their models');
  return `${FORBIDDEN.length} requests refused`;
}

async function rotated({ at, wanted }: SpendPlay): Promise<string> {
  await setUpKeys(at, emittedFiles({ ...wanted, version: 2, budget: wanted.budget * 100 }), [AGENTS_2, FIRST, SECOND]);
  const now = await Promise.all(at.ports.map((port) => ask(port, AGENTS_2, 'worker')));
  must(
    now.every(({ status }) => status === 200),
    `the new key: ${now.map(({ status }) => status).join(', ')}`,
  );
  return refused(at, AGENTS);
}

async function revoked({ at, wanted }: SpendPlay): Promise<string> {
  await setUpKeys(at, emittedFiles({ ...wanted, version: undefined }), [FIRST, SECOND]);
  return refused(at, AGENTS_2);
}

/** @returns after how long */
async function refused({ ports }: Instances, secret: string): Promise<string> {
  const start = Date.now();
  const gone = await until(async () => {
    const now = await Promise.all(ports.map((port) => ask(port, secret, 'worker')));
    return { ok: now.every(({ status }) => status === 401), what: now.map(({ status }) => status).join(', ') };
  }, REVOKED_SECONDS);
  must(gone.ok, `after ${REVOKED_SECONDS} s: ${gone.what}`);
  return `refused after ${((Date.now() - start) / 1000).toFixed(0)} s`;
}

async function lasted({ at }: SpendPlay): Promise<string> {
  for (const index of at.ports.keys()) at.processes.assertRunning(`litellm-${index}`);
  return '';
}

const near = (value: number, expected: number) => Math.abs(value - expected) <= 1e-9 + expected * 1e-6;

async function until(look: () => Promise<{ readonly ok: boolean; readonly what: string }>, seconds: number) {
  const end = Date.now() + seconds * 1000;
  let seen = await look();
  while (!seen.ok && Date.now() < end) {
    await sleep(1_000);
    seen = await look();
  }
  return seen;
}
