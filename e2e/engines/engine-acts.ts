/** What is expected of a real engine with the arguments of its pool, behind the proxy and the router of its fleet. */

import { parse } from 'yaml';
import { workloadsOf } from '../checks/workloads';
import { at, type KubeObject } from '../cluster/kube-object';
import { must } from '../machine/must';
import type { Processes } from '../machine/processes';
import { sleep } from '../machine/wait';
import { seriesRead } from '../routers/emitted-routers';
import { KEY, startRouter } from '../sessions/router-acts';
import type { Stage } from '../sessions/stage';
import { answers, type StartedReplica } from './engine-replica';

const TURNS = 7;
/** Blocks of the cache are whole: the last one of a prompt is computed again, and what was answered before was shorter. */
const FOUND = 0.7;
const FOUND_ELSEWHERE = 0.2;
const MAX_NUM_SEQS = 4;

export interface EnginePlay {
  readonly stage: Stage;
  readonly processes: Processes;
  readonly folder: string;
  readonly objects: readonly KubeObject[];
  readonly pool: string;
  readonly replicas: readonly [StartedReplica, StartedReplica];
}

export interface EngineAct {
  readonly name: string;
  readonly expect: (play: EnginePlay) => Promise<string>;
}

/** @param litellm the program */
export const engineActs = (litellm: string): readonly EngineAct[] => [
  { name: 'two replicas of vLLM start with the arguments of the pool and are healthy where the probe asks', expect: healthy },
  { name: 'they serve the model under the name by which the router asks for it', expect: served },
  { name: 'a tool that must be called is called by the schema of its arguments', expect: calls },
  { name: 'an answer has the schema that was asked for', expect: structured },
  { name: 'LiteLLM starts with the configuration of the router', expect: (play) => startRouter(play, litellm) },
  { name: 'with affinity turn 7 of a session finds turns 1 to 6 in the prefix cache: agent, LiteLLM, proxy, engine', expect: found },
  { name: 'without affinity turn 7 comes to the other replica, which computes all of it', expect: missed },
  { name: 'under load vLLM runs what the plan lets it run, and the rest waits in its queue', expect: queued },
  { name: 'it writes every series that alerts, dashboards and scaling read', expect: written },
];

async function healthy({ replicas, objects, pool, processes }: EnginePlay): Promise<string> {
  const start = Date.now();
  const [container] = workloadsOf(objects).find(({ object }) => object.metadata.name === pool)?.containers ?? [];
  const path = String(at(container?.json, 'readinessProbe', 'httpGet', 'path'));
  for (const replica of replicas) await answers(replica, processes, path);
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

/** As the router asks for it. */
export function modelOf({ stage }: EnginePlay): string {
  const { model_list } = parse(stage.configFile('config.yaml')) as { model_list: { litellm_params: { model: string } }[] };
  return (model_list[0]?.litellm_params.model ?? '').replace(/^hosted_vllm\//, '');
}

async function served(play: EnginePlay): Promise<string> {
  const { data } = (await (await fetch(`${play.replicas[0].url}/v1/models`)).json()) as { data: { id: string }[] };
  must(
    data.some(({ id }) => id === modelOf(play)),
    `it serves ${data.map(({ id }) => id).join(', ')}, the router asks for ${modelOf(play)}`,
  );
  return modelOf(play);
}

interface Message {
  readonly role: string;
  readonly content: string;
}

export interface Completion {
  readonly usage: { readonly prompt_tokens: number };
  readonly choices: readonly {
    readonly message: {
      readonly content: string;
      readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
    };
  }[];
}

export async function ask(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Completion> {
  const answer = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  must(answer.ok, `${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Completion;
}

const COLOURS = ['red', 'green'];
const SCHEMA = {
  type: 'object',
  properties: { colour: { enum: COLOURS } },
  required: ['colour'],
  additionalProperties: false,
};
const PAINT: readonly Message[] = [{ role: 'user', content: 'paint the door' }];

function mustHaveColour(text: string): string {
  const { colour } = JSON.parse(text) as { colour: string };
  must(COLOURS.includes(colour), text);
  return text.replaceAll(/\s+/g, '');
}

async function calls(play: EnginePlay): Promise<string> {
  const tools = [{ type: 'function', function: { name: 'paint', parameters: SCHEMA } }];
  const body = { model: modelOf(play), messages: PAINT, tools, max_tokens: 300 };
  await ask(`${play.replicas[0].url}/v1`, { ...body, tool_choice: 'auto', max_tokens: 4 });
  const { choices } = await ask(`${play.replicas[0].url}/v1`, { ...body, tool_choice: 'required' });
  const call = choices[0]?.message.tool_calls?.[0]?.function;
  must(call?.name === 'paint', JSON.stringify(choices).slice(0, 300));
  return `${call?.name}(${mustHaveColour(call?.arguments ?? '')})`;
}

async function structured(play: EnginePlay): Promise<string> {
  const response_format = { type: 'json_schema', json_schema: { name: 'door', schema: SCHEMA } };
  const { choices } = await ask(`${play.replicas[0].url}/v1`, { model: modelOf(play), messages: PAINT, response_format, max_tokens: 300 });
  return mustHaveColour(choices[0]?.message.content ?? '');
}

/** Prompt tokens of the last turn of a conversation of turns, and how many of them the cache of any replica held. */
async function lastTurn(play: EnginePlay, name: string, send: (turn: number, messages: readonly Message[]) => Promise<Completion>) {
  const messages: Message[] = [{ role: 'system', content: `You are ${name}, and careful. `.repeat(4) }];
  let before = await cacheOf(play);
  for (let turn = 1; turn <= TURNS; turn++) {
    messages.push({ role: 'user', content: `Turn ${turn}: ${'and then tell me more. '.repeat(10)}` });
    before = await cacheOf(play);
    await send(turn, messages);
    messages.push({ role: 'assistant', content: 'Understood.' });
  }
  const after = await cacheOf(play);
  return { asked: after.queries - before.queries, found: after.hits - before.hits };
}

async function cacheOf({ replicas }: EnginePlay): Promise<{ readonly queries: number; readonly hits: number }> {
  const texts = await Promise.all(replicas.map(metricsOf));
  const sum = (name: string) => texts.reduce((total, text) => total + sampleOf(text, name), 0);
  return { queries: sum('vllm:prefix_cache_queries_total'), hits: sum('vllm:prefix_cache_hits_total') };
}

/** Sum of a series over its labels. */
export const sampleOf = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0);

export const metricsOf = async ({ url }: StartedReplica): Promise<string> => (await fetch(`${url}/metrics`)).text();

async function found(play: EnginePlay): Promise<string> {
  const url = `http://127.0.0.1:${play.stage.ports.router}/v1`;
  const headers = { authorization: `Bearer ${KEY}`, 'x-session-id': 'a-session-of-seven' };
  const turn = await lastTurn(play, 'Ada', (_, messages) => ask(url, { model: 'worker', messages, max_tokens: 4 }, headers));
  must(turn.found >= FOUND * turn.asked, `${turn.found} of ${turn.asked} tokens were in the cache`);
  return `${turn.found} of ${turn.asked} tokens`;
}

/** A Service chooses among the replicas of a pool without looking at sessions. */
async function missed(play: EnginePlay): Promise<string> {
  const [home, other] = play.replicas;
  const turn = await lastTurn(play, 'Bob', (index, messages) =>
    ask(`${(index < TURNS ? home : other).url}/v1`, { model: modelOf(play), messages, max_tokens: 4 }),
  );
  must(turn.found <= FOUND_ELSEWHERE * turn.asked, `${turn.found} of ${turn.asked} tokens were in the cache`);
  return `${turn.found} of ${turn.asked} tokens`;
}

async function queued(play: EnginePlay): Promise<string> {
  const [{ url }] = play.replicas;
  const [all, most] = [3 * MAX_NUM_SEQS, { running: 0, waiting: 0 }];
  const body = { model: modelOf(play), max_tokens: 400, ignore_eos: true };
  let isOver = false;
  const asked = Promise.all(
    Array.from({ length: all }, (_, index) => ask(`${url}/v1`, { ...body, messages: [{ role: 'user', content: `count ${index}` }] })),
  ).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const text = await metricsOf(play.replicas[0]);
    most.running = Math.max(most.running, sampleOf(text, 'vllm:num_requests_running'));
    most.waiting = Math.max(most.waiting, sampleOf(text, 'vllm:num_requests_waiting'));
    await sleep(200);
  }
  await asked;
  must(most.running === MAX_NUM_SEQS, `${most.running} ran at once, the plan lets ${MAX_NUM_SEQS}`);
  must(most.waiting >= MAX_NUM_SEQS, `${most.waiting} waited at once, of ${all}`);
  return `${most.running} ran, up to ${most.waiting} waited, all ${all} were answered`;
}

async function written({ replicas, objects }: EnginePlay): Promise<string> {
  const read = seriesRead(objects, /\bvllm:[a-z_]+/g);
  const text = await metricsOf(replicas[0]);
  const missing = read.filter((name) => !new RegExp(`^${name}[{ ]`, 'm').test(text));
  must(read.length > 5 && missing.length === 0, `of ${read.length} not written: ${missing.join(', ')}`);
  return `${read.length} series`;
}
