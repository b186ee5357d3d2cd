/**
 * The real vllm-router with the arguments that we emit, before played engines of both stages: it finds their pods at the real API server, as the service account
 * that we emit and with its role alone.
 */

import * as path from 'node:path';
import { vllmStages } from '../../lib/inference/engines/vllm/stages';
import type { KubeClient } from '../cluster/kube-client';
import { at, type KubeObject } from '../cluster/kube-object';
import { writeKubeconfig } from '../cluster/kubeconfig';
import { NotAvailable } from '../control-plane/build';
import type { ControlPlane } from '../control-plane/control-plane';
import { synthesize } from '../fleets/example';
import { freePorts } from '../machine/free-ports';
import { must } from '../machine/must';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { installPython } from '../sessions/python-tools';
import { SessionClient } from '../sessions/session-client';
import type { World } from '../world';
import type { FakeEngine } from './fake-engine';
import { type PlayedPod, playPod } from './played-pods';

const SUBJECT = 'stages';
/** The newest release on PyPI; the image is of the same time. */
const ROUTER = ['vllm-router==0.1.17'];
const PREFILL = ['127.0.7.1', '127.0.7.2'];
const LEAVING = '127.0.7.3';
const SESSIONS = Array.from({ length: 12 }, (_, session) => `session-${session}`);
const MANY = Array.from({ length: 1_000 }, (_, session) => `many-${session}`);
/** How far a replica may be off the mean: the ring has 160 places for each. */
const UNEVEN = 0.3;
const DECODE = '127.0.8.1';

interface Play {
  readonly client: KubeClient;
  readonly pods: readonly PlayedPod[];
  readonly asks: SessionClient;
  readonly port: number;
  readonly metricsPort: number;
}

interface Act {
  readonly name: string;
  readonly expect: (play: Play) => Promise<string>;
}

const prefills = ({ pods }: Play): readonly FakeEngine[] => pods.map(({ engine }) => engine).filter(({ stage }) => stage === 'prefill');
const decodes = ({ pods }: Play): readonly FakeEngine[] => pods.map(({ engine }) => engine).filter(({ stage }) => stage === 'decode');
const last = <T>(list: readonly T[]): T => list[list.length - 1] as T;

/** How many sessions each prefill replica computed the prompt of, one turn each. */
async function spreadOf(play: Play, sessions: readonly string[]): Promise<number[]> {
  const before = prefills(play).map(({ asked }) => asked.length);
  const turns = await Promise.all(sessions.map((session) => play.asks.turn(session)));
  must(
    turns.every(({ status }) => status === 200),
    'not every turn was answered',
  );
  return prefills(play).map(({ asked }, index) => asked.length - (before[index] ?? 0));
}

/** The engine that was asked since, and how often. */
async function askedBy(play: Play, session: string, times: number): Promise<Map<string, number>> {
  const before = new Map(prefills(play).map(({ address, asked }) => [address, asked.length]));
  for (let turn = 0; turn < times; turn++) {
    const { status, replica } = await play.asks.turn(session);
    must(status === 200 && replica === DECODE, `turn ${turn} of ${session}: ${status} ${replica}`);
  }
  return new Map(prefills(play).map(({ address, asked }) => [address, asked.length - (before.get(address) ?? 0)]));
}

const ACTS: readonly Act[] = [
  {
    name: 'it finds the pods of both stages, with its role alone',
    expect: async ({ port }) => {
      const { prefill, decode } = await waitFor('both stages', () => readiness(port, 3), { seconds: 60 });
      return `${prefill.healthy} prefill, ${decode.healthy} decode`;
    },
  },
  {
    name: 'a prompt is computed with one token, and the answer is written from where it lies',
    expect: async (play) => {
      const asked = await askedBy(play, 'first', 1);
      const computing = prefills(play).find(({ address }) => asked.get(address) === 1);
      const [prompt, answer] = [last(computing?.asked ?? []), last(decodes(play).flatMap((engine) => engine.asked))];
      must(prompt?.['max_tokens'] === 1 && prompt['stream'] === false, `the prompt was asked with ${JSON.stringify(prompt)}`);
      const params = prompt?.['kv_transfer_params'] as { do_remote_decode?: boolean } | undefined;
      must(params?.do_remote_decode === true, 'the prefill replica was not told that another one answers');
      const from = answer?.['kv_transfer_params'] as { remote_host?: string; remote_engine_id?: string } | undefined;
      must(from?.remote_host === computing?.address, `the answer was to be read from ${JSON.stringify(from)}`);
      return `from ${from?.remote_host ?? ''}`;
    },
  },
  {
    name: 'a session keeps the replica that has its prompts, and sessions are spread',
    expect: async (play) => {
      const used = new Set<string>();
      for (const session of SESSIONS) {
        const by = [...(await askedBy(play, session, 3))].filter(([, times]) => times > 0);
        must(by.length === 1, `${session} was on ${by.length} prefill replicas`);
        used.add(by[0]?.[0] ?? '');
      }
      must(used.size > 1, `${SESSIONS.length} sessions were on one prefill replica`);
      return `${SESSIONS.length} sessions on ${used.size} replicas`;
    },
  },
  {
    name: 'a thousand sessions are spread over the prefill replicas',
    expect: async (play) => {
      const counts = await spreadOf(play, MANY);
      const mean = MANY.length / counts.length;
      const off = Math.max(...counts.map((count) => Math.abs(count / mean - 1)));
      must(off <= UNEVEN, `${counts.join(', ')} sessions: ${(100 * off).toFixed(0)} % off the mean`);
      return `${counts.join(', ')}`;
    },
  },
  {
    name: 'an answer is streamed as it is written',
    expect: async ({ asks }) => {
      const { first, last: end } = await asks.stream('first');
      must(end - first > 300, `the first word came after ${first.toFixed(0)} ms, the last after ${end.toFixed(0)} ms`);
      return `${first.toFixed(0)} to ${end.toFixed(0)} ms`;
    },
  },
  {
    name: 'a prefill replica leaves in order: no request is lost',
    expect: async (play) => {
      const [leaving] = play.pods.filter(({ engine }) => engine.address === LEAVING);
      if (leaving === undefined) throw new Error('it was never there');
      const asked = SESSIONS.map((session) => askedBy(play, session, 4));
      await play.client.delete(leaving.pod);
      await Promise.all(asked);
      await waitFor('the pod to leave', () => readiness(play.port, 2), { seconds: 10 });
      leaving.engine.stop();
      for (const session of SESSIONS) await askedBy(play, session, 1);
      return `${5 * SESSIONS.length} requests`;
    },
  },
  {
    name: 'one of two prefill replicas is killed: within seconds its sessions are answered by the other',
    expect: async (play) => {
      const [gone, rest] = play.pods.filter(({ engine }) => PREFILL.includes(engine.address)) as [PlayedPod, PlayedPod];
      gone.engine.stop();
      const start = Date.now();
      const answered = async () => {
        const turns = await Promise.all(SESSIONS.map((session) => play.asks.turn(session)));
        return turns.every(({ status, replica }) => status === 200 && replica === DECODE) ? true : undefined;
      };
      await waitFor('an answer for every session', answered, { seconds: 10 });
      const seconds = (Date.now() - start) / 1_000;
      const before = rest.engine.asked.length;
      for (const session of SESSIONS) await askedBy(play, session, 1);
      must(rest.engine.asked.length - before === SESSIONS.length, 'not every prompt came to the replica that is left');
      return `${seconds.toFixed(1)} s`;
    },
  },
  {
    name: 'its metrics are those that alerts read: requests, and prompts that failed',
    expect: async ({ metricsPort }) => {
      const { path: at, requests, prefillFailures } = vllmStages.proxy.metrics;
      const text = await fetch(`http://127.0.0.1:${metricsPort}${at}`).then((answer) => answer.text());
      const [all, failed] = [requests, prefillFailures].map((series) => sumOf(series, text)) as [number, number];
      must(all > 0, `${requests} is not among ${text.match(/^vllm_router_pd_\w+/gm)?.join(', ') ?? 'nothing'}`);
      must(failed > 0 && failed < all, `${failed} of ${all} requests failed, and one prefill replica was killed`);
      return `${all} requests, ${failed} failed prompts`;
    },
  },
];

const sumOf = (series: string, text: string): number =>
  [...text.matchAll(new RegExp(`^${series}(?:\\{.*\\})? (\\S+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0);

interface Readiness {
  readonly prefill: { readonly healthy: number; readonly total: number };
  readonly decode: { readonly healthy: number; readonly total: number };
}

async function readiness(port: number, prefill: number): Promise<Readiness | undefined> {
  const found = await fetch(`http://127.0.0.1:${port}/readiness`)
    .then((answer) => answer.json() as Promise<Readiness>)
    .catch(() => undefined);
  return found?.prefill?.total === prefill && found.prefill.healthy === prefill && found.decode.healthy === 1 ? found : undefined;
}

export async function runStages(world: World): Promise<void> {
  const { plane, results } = world;
  const programs = plane === undefined ? new NotAvailable('the proxy runs beside an own control plane') : await install();
  if (plane === undefined || programs instanceof NotAvailable) {
    for (const { name } of ACTS) results.notRun(SUBJECT, name, String(programs));
    return;
  }
  const processes = plane.processes.scoped(SUBJECT);
  const play = await opened(world, plane, path.join(programs, 'vllm-router'), processes);
  try {
    for (const { name, expect } of ACTS) {
      const start = Date.now();
      const outcome = await expect(play).then(
        (note) => ({ problems: [], note }),
        (error: unknown) => ({
          problems: [`${error instanceof Error ? error.message : String(error)}\n${processes.logTail('router', 4)}`],
          note: '',
        }),
      );
      results.judge(SUBJECT, name, outcome.problems, (Date.now() - start) / 1000, outcome.note);
    }
  } finally {
    play.asks.close();
    await processes.endAll();
    for (const { engine, pod } of play.pods) {
      engine.stop();
      await play.client.patch(pod, { metadata: { finalizers: null } }).catch(() => undefined);
    }
    await play.client.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: play.pods[0]?.pod.metadata.namespace ?? '' } });
  }
}

const install = (): Promise<string | NotAvailable> =>
  installPython('vllm-router', ROUTER).catch((error: unknown) => {
    if (error instanceof NotAvailable) return error;
    throw error;
  });

/** What the example has beside its proxy is not needed here. */
const OF_THE_PROXY = new Set(['ServiceAccount', 'Role', 'RoleBinding']);

async function opened(world: World, plane: ControlPlane, program: string, processes: Processes): Promise<Play> {
  const { client, folder } = world;
  const example = await synthesize('prefill-and-decode', path.join(folder, 'synth'));
  const objects = example.stacks.flatMap((stack) => stack.manifests());
  const proxy = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith('-stages'));
  if (proxy === undefined) throw new Error(`the example has no proxy: ${example.refusal ?? ''}`);
  const namespace = `${proxy.metadata.namespace ?? ''}-stages`;
  const here = (object: KubeObject) =>
    JSON.parse(JSON.stringify(object).replaceAll(`"${proxy.metadata.namespace ?? ''}"`, `"${namespace}"`)) as KubeObject;
  await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }, 'e2e', { force: true });
  for (const object of objects.filter(({ kind, metadata }) => OF_THE_PROXY.has(kind) && metadata.name === proxy.metadata.name))
    await client.apply(here(object));
  const [enginePort, port, metricsPort] = await freePorts(3);
  const engines = objects.filter(
    ({ kind, metadata }) =>
      kind === 'Deployment' &&
      proxy.metadata.name.startsWith(metadata.name.replace(/-prefill$/, '')) &&
      metadata.name !== proxy.metadata.name,
  );
  const pods: PlayedPod[] = [];
  for (const deployment of engines.map(here))
    for (const address of deployment.metadata.name.endsWith('-prefill') ? [...PREFILL, LEAVING] : [DECODE])
      pods.push(await playPod(client, deployment, address, enginePort));
  const kubeconfig = path.join(folder, SUBJECT, 'kubeconfig');
  writeKubeconfig(
    kubeconfig,
    {
      server: plane.connection.server,
      ...(plane.connection.ca === undefined ? {} : { ca: plane.connection.ca }),
      token: await tokenOf(client, namespace, proxy.metadata.name),
    },
    ['stages'],
  );
  const args = (at(here(proxy), 'spec', 'template', 'spec', 'containers') as { readonly args: string[] }[])[0]?.args ?? [];
  processes.start(
    'router',
    program,
    withPorts(args, { '--port': port, '--service-discovery-port': enginePort, '--prometheus-port': metricsPort }),
    {
      env: { ...process.env, KUBECONFIG: kubeconfig },
    },
  );
  return { client, pods, asks: new SessionClient(`http://127.0.0.1:${port}/v1`), port, metricsPort };
}

/** Ports of this machine in place of those of the pods. */
const withPorts = (args: readonly string[], ports: Readonly<Record<string, number>>): string[] =>
  args.map((arg, index) => {
    const port = ports[args[index - 1] ?? ''];
    return port === undefined ? arg : String(port);
  });

async function tokenOf(client: KubeClient, namespace: string, account: string): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3_600 } };
  const { body: answer } = await client.request<{ status: { token: string } }>(
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    { body },
  );
  return answer.status.token;
}
