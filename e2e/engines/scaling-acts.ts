/** The queries by which a pool scales, as they are emitted, asked of a real Prometheus that scrapes the real engine: what KEDA would read. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import { deploymentPod } from '../cluster/pod-names';
import { freePorts } from '../machine/free-ports';
import { must } from '../machine/must';
import { waitFor } from '../machine/wait';
import { ask, type EngineAct, type EnginePlay, modelOf } from './engine-acts';

const SCRAPE_SECONDS = 5;
/** Requests at once on each replica: three times what one runs. */
const LOAD = 12;
/** Triggers that must ask for more replicas while so many requests wait; the cache of so small a model need not be full. */
const UNDER_LOAD = ['waiting-requests', 'first-token-p95', 'waiting-prompt-tokens'];

/** @param program Prometheus */
export const scalingActs = (program: string): readonly EngineAct[] => [
  {
    name: 'late first tokens and prompt tokens that wait: by the series of the real vLLM the pool is to grow under load, and not afterwards',
    expect: (play) => scales(play, program),
  },
];

interface Trigger {
  readonly name: string;
  readonly query: string;
  readonly threshold: number;
  /** The answer counts over all replicas. */
  readonly isSum: boolean;
}

function triggersOf({ objects, pool }: EnginePlay): Trigger[] {
  const scaler = objects.find(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === pool);
  return listAt(scaler, 'spec', 'triggers').map((trigger) => ({
    name: String(at(trigger, 'name')),
    query: String(at(trigger, 'metadata', 'query')),
    threshold: Number(at(trigger, 'metadata', 'threshold')),
    isSum: at(trigger, 'metricType') === 'AverageValue',
  }));
}

async function scales(play: EnginePlay, program: string): Promise<string> {
  const triggers = triggersOf(play);
  const [port] = await freePorts(1);
  startPrometheus(play, program, port);
  const asksForMore = async ({ query, threshold, isSum }: Trigger): Promise<boolean> =>
    ((await answerTo(port, query)) ?? 0) > threshold * (isSum ? play.replicas.length : 1);
  const growing = async () => {
    const asked = await Promise.all(triggers.map(async (trigger) => ((await asksForMore(trigger)) ? [trigger.name] : [])));
    return asked.flat();
  };
  const seen = new Set<string>();
  const stop = load(play);
  try {
    const all = async () => {
      for (const name of await growing()) seen.add(name);
      return UNDER_LOAD.every((name) => seen.has(name)) ? true : undefined;
    };
    await waitFor('each trigger above its threshold', all, { seconds: 300, everySeconds: SCRAPE_SECONDS }).catch(async (error: Error) => {
      throw new Error(`${error.message}: ${await answersTo(triggers, port)}`);
    });
  } finally {
    await stop();
  }
  await waitFor('no trigger above its threshold', async () => ((await growing()).length === 0 ? true : undefined), {
    seconds: 300,
    everySeconds: SCRAPE_SECONDS,
  });
  const silent = await Promise.all(
    triggers.filter(({ isSum }) => isSum).map(async ({ name, query }) => ((await answerTo(port, query)) === undefined ? [name] : [])),
  );
  must(silent.flat().length === 0, `no answer without load: ${silent.flat().join(', ')}`);
  return `${triggers.length} triggers, ${[...seen].join(', ')} under load`;
}

/** Keeps requests coming to both replicas until it is stopped. */
function load(play: EnginePlay): () => Promise<void> {
  let isOver = false;
  const body = { model: modelOf(play), max_tokens: 200, ignore_eos: true };
  const client = async (url: string, index: number): Promise<void> => {
    for (let round = 0; !isOver; round++)
      await ask(`${url}/v1`, { ...body, messages: [{ role: 'user', content: `count ${index} ${round}` }] });
  };
  const clients = play.replicas.flatMap(({ url }) => Array.from({ length: LOAD }, (_, index) => client(url, index)));
  const ended = Promise.all(clients);
  // Told where it is awaited.
  ended.catch(() => undefined);
  return async () => {
    isOver = true;
    await ended;
  };
}

/** Labels as the scrape of pods sets them. */
function startPrometheus({ processes, folder, objects, pool, replicas }: EnginePlay, program: string, port: number): void {
  const namespace = objects.find(({ kind }) => kind === 'ScaledObject')?.metadata.namespace ?? '';
  const home = path.join(folder, 'prometheus');
  fs.mkdirSync(home, { recursive: true });
  const static_configs = replicas.map(({ url }, index) => ({
    targets: [new URL(url).host],
    labels: { namespace, pod: deploymentPod(pool, index), container: 'vllm' },
  }));
  const config = {
    global: { scrape_interval: `${SCRAPE_SECONDS}s` },
    scrape_configs: [{ job_name: 'pool', metrics_path: metricsPathOf(objects), static_configs }],
  };
  fs.writeFileSync(path.join(home, 'prometheus.json'), JSON.stringify(config));
  const args = [`--config.file=${path.join(home, 'prometheus.json')}`, `--storage.tsdb.path=${path.join(home, 'data')}`];
  processes.start('prometheus', program, [...args, `--web.listen-address=127.0.0.1:${port}`, '--log.level=warn']);
}

function metricsPathOf(objects: readonly KubeObject[]): string {
  const monitor = objects.find(({ kind, metadata }) => kind === 'PodMonitor' && metadata.name.includes('tiny'));
  return String(at(monitor, 'spec', 'podMetricsEndpoints', 0, 'path') ?? '/metrics');
}

/** What each trigger reads now, beside its threshold. */
async function answersTo(triggers: readonly Trigger[], port: number): Promise<string> {
  const answers = triggers.map(async ({ name, query, threshold }) => `${name} ${await answerTo(port, query)} of ${threshold}`);
  return (await Promise.all(answers)).join(', ');
}

/** Undefined where there is no answer yet, or none at all. */
async function answerTo(port: number, query: string): Promise<number | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => undefined);
  const value = answer === undefined ? undefined : at(await answer.json(), 'data', 'result', 0, 'value', 1);
  return value === undefined || value === 'NaN' ? undefined : Number(value);
}
