/**
 * Series that are recorded for every pool under names that do not depend on its engine. Alerts, dashboards and people read these;
 * only this file knows which series an engine or an exporter writes.
 */
import { SERIES } from '../catalog/recorded-series';
import { activeGpus, heldBy, heldOrNone } from './gpu-series';
import type { ObservedPool } from './observed-pool';
import { EVALUATION_INTERVAL, type RecordingRule, type RuleGroup } from './rule';

export { SERIES };

/** A recorded series of one pool. */
export function seriesOf(name: string, pool: Pick<ObservedPool, 'namespace' | 'name'>): string {
  return `${name}{namespace="${pool.namespace}",pool="${pool.name}"}`;
}

/** Whether all of some series are recorded for a pool: an engine that does not write one has no rule, no alert and no panel of it. */
export function isRecorded(pool: ObservedPool, ...series: readonly string[]): boolean {
  const records = new Set(rulesOf(pool).map(({ record }) => record));
  return series.every((name) => records.has(name));
}

const rulesOf = (pool: ObservedPool): RecordingRule[] => [
  ...requestSeries(pool),
  ...tokenSeries(pool),
  ...gpuSeries(pool),
  ...costSeries(pool),
];

export function poolSeries(pool: ObservedPool): RuleGroup {
  const rules = rulesOf(pool);
  const labels = { namespace: pool.namespace, pool: pool.name };
  return {
    name: `${pool.name}-series`,
    interval: EVALUATION_INTERVAL,
    rules: rules.map((rule) => ({ ...rule, labels: { ...labels, ...rule.labels } })),
  };
}

/** Names of series, where the engine writes all of them. */
function written(names: readonly (string | null)[], { scraped }: ObservedPool): readonly string[] | undefined {
  const known = names.filter((name) => name !== null);
  return scraped && known.length === names.length ? known : undefined;
}

/** One recorded series from one of the engine; none where the engine does not write that. */
function from(pool: ObservedPool, name: string | null, record: string, expr: (name: string) => string): RecordingRule[] {
  const [known] = written([name], pool) ?? [];
  return known === undefined ? [] : [{ record, expr: expr(known) }];
}

function requestSeries(pool: ObservedPool): RecordingRule[] {
  const { metrics, selector, tpotTargetSeconds, e2eTargetSeconds } = pool;
  return [
    ...from(pool, metrics.requestsWaiting, SERIES.waiting, (name) => `sum(${name}{${selector}})`),
    ...from(pool, metrics.requestsRunning, SERIES.running, (name) => `sum(${name}{${selector}})`),
    // A pool without pods has no series at all, and no series means no alert.
    ...from(pool, 'up', SERIES.replicasUp, (name) => `sum(max by (pod) (${name}{${selector}})) or vector(0)`),
    ...from(
      pool,
      metrics.requestsWaiting,
      SERIES.waitingPerReplica,
      () => `${seriesOf(SERIES.waiting, pool)} / clamp_min(${seriesOf(SERIES.replicasUp, pool)}, 1)`,
    ),
    ...from(pool, metrics.kvCacheUsage, SERIES.kvCacheUsage, (name) => `max(${name}{${selector}})`),
    ...from(pool, metrics.timeToFirstToken, SERIES.ttftP95, (name) => p95(name, selector)),
    ...(tpotTargetSeconds === null ? [] : from(pool, metrics.timePerOutputToken, SERIES.tpotP95, (name) => p95(name, selector))),
    ...(e2eTargetSeconds === null ? [] : from(pool, metrics.endToEndLatency, SERIES.e2eP95, (name) => p95(name, selector))),
  ];
}

const p95 = (histogram: string, selector: string): string =>
  `histogram_quantile(0.95, sum by (le) (rate(${histogram}_bucket{${selector}}[5m])))`;

function tokenSeries(pool: ObservedPool): RecordingRule[] {
  const { metrics, selector } = pool;
  const rate = (counter: string) => `sum(rate(${counter}{${selector}}[5m]))`;
  const [hits, queries] = written([metrics.prefixCacheHits, metrics.prefixCacheQueries], pool) ?? [];
  return [
    ...from(pool, metrics.promptTokens, SERIES.promptTokens, rate),
    ...from(pool, metrics.generationTokens, SERIES.generationTokens, rate),
    ...from(pool, metrics.preemptions, SERIES.preemptions, rate),
    ...from(pool, metrics.requestsFinished, SERIES.finished, rate),
    ...cutOffSeries(pool),
    ...from(pool, metrics.requestPromptTokens, SERIES.promptP95, (name) => p95(name, selector)),
    ...(hits === undefined || queries === undefined
      ? []
      : [{ record: SERIES.prefixHitRatio, expr: `${rate(hits)} / (${rate(queries)} > 0)` }]),
  ];
}

/** A reason that never came up has no series. Embedders cut nothing off. */
function cutOffSeries({ generates, scraped, selector, metrics: { requestsFinished, cutOff } }: ObservedPool): RecordingRule[] {
  if (!generates || !scraped || requestsFinished === null || cutOff === undefined || cutOff === null) return [];
  const rate = (matchers: string) => `sum(rate(${requestsFinished}{${matchers}}[1h]))`;
  return [{ record: SERIES.cutOff, expr: `(${rate(`${selector},${cutOff}`)} or vector(0)) / (${rate(selector)} > 0)` }];
}

function gpuSeries({ selector, gpuResource, dcgm }: ObservedPool): RecordingRule[] {
  const held = { record: SERIES.gpus, expr: heldOrNone(selector, gpuResource) };
  return dcgm ? [held, { record: SERIES.gpuActive, expr: activeGpus(selector) }] : [held];
}

/** GPUs at the price of the floor: one above it counts as many as its price is of that. */
function billedGpus(pool: ObservedPool): string {
  const { burst, price, gpuResource } = pool;
  const held = seriesOf(SERIES.gpus, pool);
  if (price === null || burst === null || burst.price === null || burst.price.usdPerGpuHour === price.usdPerGpuHour) return held;
  const ratio = Number((burst.price.usdPerGpuHour / price.usdPerGpuHour).toPrecision(12));
  return `(${held} - scalar(${heldBy(burst.selector, gpuResource)} or vector(0)) * ${Number((1 - ratio).toPrecision(12))})`;
}

/** Cost of what the pool holds at this moment. Without a price there is no cost, rather than a cost of nothing. */
function costSeries(pool: ObservedPool): RecordingRule[] {
  const { price } = pool;
  if (price === null) return [];
  const counted = written([pool.metrics.promptTokens, pool.metrics.generationTokens], pool) !== undefined;
  const tokensPerHour = `3600 * (${seriesOf(SERIES.promptTokens, pool)} + ${seriesOf(SERIES.generationTokens, pool)})`;
  return [
    {
      record: SERIES.gpuPrice,
      expr: `vector(${price.usdPerGpuHour})`,
      labels: { gpu: pool.gpu, provider: price.provider, purchase: price.purchase, price_as_of: price.asOf },
    },
    {
      record: SERIES.costPerHour,
      expr: `${billedGpus(pool)} * on (namespace, pool) group_left (gpu, price_as_of) ${seriesOf(SERIES.gpuPrice, pool)}`,
      labels: { latency: pool.latency },
    },
    ...(counted
      ? [{ record: SERIES.costPerMillionTokens, expr: `1e6 * sum(${seriesOf(SERIES.costPerHour, pool)}) / (sum(${tokensPerHour}) > 0)` }]
      : []),
  ];
}
