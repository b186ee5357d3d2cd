/** What an instance of the router takes of a processor, and what becomes of requests when one ends: on two instances of the real LiteLLM that share a Redis. */

import { INSTANCE_WORK } from '../../lib/routing/litellm/instance-work';
import { must } from '../machine/must';
import { processorSeconds } from '../machine/processor-time';
import { sleep, waitFor } from '../machine/wait';
import { ask, type LimitAct, type LimitPlay } from './limit-acts';
import { PARTS, WORK_MS } from './slow-engine';

/** Other machines, and what runs beside. */
const SLOWER = 2;
const CLIENTS = 6;
const LOAD_MS = 4_000;
const PROMPT_TOKENS = 6_000;

export const INSTANCE_ACTS: readonly LimitAct[] = [
  { name: 'requests take no more of a processor than the number of instances is planned with', expect: cost },
  { name: 'one of two instances is killed under load: only requests in flight there are lost', expect: killed },
  { name: 'an instance that is told to end answers what is in flight first', expect: drained },
];

async function cost(play: LimitPlay): Promise<string> {
  const each = (count: number, stream: boolean, content: string) =>
    perRequest(play, count, () => ask(play.routerPort, 'failing', { stream, content }));
  await each(20, false, 'go');
  const whole = await each(100, false, 'go');
  const long = await each(25, false, 'word '.repeat(PROMPT_TOKENS));
  const streamed = await each(20, true, 'go');
  if (whole === null || long === null || streamed === null) return 'no /proc to read it from';
  const found = {
    perRequest: whole,
    perInputToken: (long - whole) / PROMPT_TOKENS,
    perStreamedToken: (streamed - whole) / PARTS,
  };
  for (const part of ['perRequest', 'perInputToken', 'perStreamedToken'] as const)
    must(found[part] <= SLOWER * INSTANCE_WORK[part], `${part}: ${found[part]} s, planned with ${INSTANCE_WORK[part]} s`);
  const ms = (seconds: number) => (seconds * 1_000).toFixed(2);
  return `${ms(found.perRequest)} ms a request, ${ms(found.perInputToken * 1_000)} ms a thousand tokens of a prompt, ${ms(found.perStreamedToken)} ms a streamed part`;
}

/** Seconds of a processor; null where nobody counts them. */
async function perRequest(
  { processes }: LimitPlay,
  count: number,
  send: () => Promise<{ readonly status: number }>,
): Promise<number | null> {
  const pid = processes.pid('litellm');
  const before = processorSeconds(pid);
  let left = count;
  const client = async () => {
    while (left-- > 0) must((await send()).status === 200, 'a request was refused');
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const after = processorSeconds(pid);
  return before === null || after === null ? null : (after - before) / count;
}

interface Sent {
  readonly port: number;
  readonly at: number;
  /** 0: the connection broke. */
  readonly status: number;
}

/** A Service: new requests go to the instances that are ready. A connection that an instance does not take is tried at another one. */
async function killed({ routerPort, secondPort, processes }: LimitPlay): Promise<string> {
  const ready = [routerPort, secondPort];
  const sent: Sent[] = [];
  let isOver = false;
  const client = async (index: number) => {
    for (let turn = index; !isOver; turn++) {
      const [port = routerPort, at] = [ready[turn % ready.length], Date.now()];
      const status = await statusOf(port);
      if (status !== 'refused') sent.push({ port, at, status });
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  await sleep(LOAD_MS);
  await processes.end('litellm-2', 'SIGKILL');
  ready.splice(1);
  // Until then it was an endpoint of the Service.
  const end = Date.now();
  await sleep(LOAD_MS);
  isOver = true;
  await clients;
  const lost = sent.filter(({ status }) => status !== 200);
  const wrong = lost.filter(({ port, at }) => port !== secondPort || at > end);
  must(
    wrong.length === 0,
    `lost, and not in flight there: ${wrong.map(({ port, at, status }) => `${status} of ${port} after ${at - end} ms`).join(', ')}`,
  );
  must(lost.length <= 2 * CLIENTS, `${lost.length} are lost, of ${CLIENTS} in flight at once`);
  const [before, after] = [sent.filter(({ at }) => at < end), sent.filter(({ at }) => at >= end)];
  must(before.some(({ port }) => port === secondPort) && after.length > CLIENTS, `${before.length} before, ${after.length} afterwards`);
  return `${before.length} answered before, ${after.length} afterwards, ${lost.length} in flight lost`;
}

async function statusOf(port: number): Promise<number | 'refused'> {
  return ask(port, 'failing').then(
    ({ status }) => status,
    (error: unknown) => (String((error as { cause?: { code?: string } }).cause?.code) === 'ECONNREFUSED' ? 'refused' : 0),
  );
}

/** As the kubelet ends a container, after its `preStop`. */
async function drained({ routerPort, processes, keys }: LimitPlay): Promise<string> {
  const asked = Promise.all(
    ['lead', 'lead', 'worker', 'worker'].map((alias) => ask(routerPort, alias, keys[0] === undefined ? {} : { key: keys[0] })),
  );
  await sleep(WORK_MS / 2);
  const [pid, start] = [processes.pid('litellm'), Date.now()];
  process.kill(pid, 'SIGTERM');
  const answered = await asked;
  must(
    answered.every(({ status }) => status === 200),
    `answers: ${answered.map(({ status }) => status).join(', ')}`,
  );
  await waitFor('the end of the instance', async () => (processorSeconds(pid) === null ? true : undefined), { seconds: 60 });
  return `${answered.length} answered, ended after ${((Date.now() - start) / 1000).toFixed(1)} s`;
}
