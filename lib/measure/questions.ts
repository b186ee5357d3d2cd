/** What is asked of Prometheus about each pool, hour by hour: recorded series, which have the same names for every engine. */
import { SERIES } from '../catalog/recorded-series';

interface Question {
  readonly series: string;
  /** What of the hour counts. */
  readonly statistic: 'mean' | 'most';
}

const mean = (series: string): Question => ({ series, statistic: 'mean' });
const most = (series: string): Question => ({ series, statistic: 'most' });

export const QUESTIONS = {
  generated: mean(SERIES.generationTokens),
  prompts: mean(SERIES.promptTokens),
  finished: mean(SERIES.finished),
  promptP95: mean(SERIES.promptP95),
  running: mean(SERIES.running),
  waiting: mean(SERIES.waitingPerReplica),
  waitingMost: most(SERIES.waitingPerReplica),
  kvMost: most(SERIES.kvCacheUsage),
  firstToken: mean(SERIES.ttftP95),
  perToken: mean(SERIES.tpotP95),
  wholeAnswer: mean(SERIES.e2eP95),
  prefixHits: mean(SERIES.prefixHitRatio),
  replicas: mean(SERIES.replicasUp),
  replicasMost: most(SERIES.replicasUp),
  gpuActive: mean(SERIES.gpuActive),
  usdPerHour: mean(SERIES.costPerHour),
} as const satisfies Readonly<Record<string, Question>>;

/** What was asked, e.g. `generated`: tokens that were written per second. */
export type Meaning = keyof typeof QUESTIONS;
export const MEANINGS = Object.keys(QUESTIONS) as Meaning[];

export const STEP_SECONDS = 3_600;

/** A pool as series name it. */
export interface PoolName {
  readonly namespace: string;
  readonly name: string;
}

/** One answer for each pool, at the end of each hour. Names are those of Kubernetes, which no pattern needs to escape. */
export function queryOf(meaning: Meaning, pools: readonly PoolName[]): string {
  const { series, statistic } = QUESTIONS[meaning];
  const oneOf = (names: readonly string[]) => [...new Set(names)].sort().join('|');
  const selector = `namespace=~"${oneOf(pools.map(({ namespace }) => namespace))}",pool=~"${oneOf(pools.map(({ name }) => name))}"`;
  const over = statistic === 'mean' ? 'avg_over_time' : 'max_over_time';
  return `max by (namespace, pool) (${over}(${series}{${selector}}[1h]))`;
}
