/**
 * Series that are recorded for every pool under names that do not depend on its engine. Alerts, dashboards and people read these;
 * only this file knows which series an engine or an exporter writes.
 */
import type { ObservedPool } from './observed-pool';
import { EVALUATION_INTERVAL, type RecordingRule, type RuleGroup } from './rule';

/** Recorded series; each carries the labels `namespace` and `pool`. */
export const SERIES = {
  /** Requests that wait for a slot. */
  waiting: 'agent_fleet:requests_waiting:sum',
  /** Requests that run. */
  running: 'agent_fleet:requests_running:sum',
  /** Replicas that answer the scrape. */
  replicasUp: 'agent_fleet:replicas_up:count',
  /** Waiting requests per answering replica. */
  waitingPerReplica: 'agent_fleet:requests_waiting_per_replica:ratio',
  /** KV cache in use in the fullest replica, 0 … 1. */
  kvCacheUsage: 'agent_fleet:kv_cache_usage:max',
  /** Time to first token that 95 of 100 requests keep, seconds. */
  ttftP95: 'agent_fleet:time_to_first_token_seconds:p95_5m',
  /** Prompt tokens per second. */
  promptTokens: 'agent_fleet:prompt_tokens:rate5m',
  /** Generated tokens per second. */
  generationTokens: 'agent_fleet:generation_tokens:rate5m',
  /** Preempted requests per second. */
  preemptions: 'agent_fleet:preemptions:rate5m',
  /** Share of prompt tokens that the prefix cache had, 0 … 1. */
  prefixHitRatio: 'agent_fleet:prefix_cache_hits:ratio_rate5m',
  /** GPUs that running replicas hold. */
  gpus: 'agent_fleet:gpus:sum',
  /** Share of the time in which the GPUs' engines work, 0 … 1. */
  gpuActive: 'agent_fleet:gpu_engine_active:avg',
  /** USD per GPU and hour; labels say whose price it is and when it was read. */
  gpuPrice: 'agent_fleet:gpu_price_usd_per_hour:constant',
  /** USD per hour of the GPUs that the pool holds. */
  costPerHour: 'agent_fleet:cost_usd_per_hour:sum',
  /** USD per million tokens, prompt and generated together. */
  costPerMillionTokens: 'agent_fleet:cost_usd_per_million_tokens:ratio_rate5m',
} as const;

/** A recorded series of one pool. */
export function seriesOf(name: string, pool: Pick<ObservedPool, 'namespace' | 'name'>): string {
  return `${name}{namespace="${pool.namespace}",pool="${pool.name}"}`;
}

export function poolSeries(pool: ObservedPool): RuleGroup {
  const rules = [...requestSeries(pool), ...tokenSeries(pool), ...gpuSeries(pool), ...costSeries(pool)];
  const labels = { namespace: pool.namespace, pool: pool.name };
  return {
    name: `${pool.name}-series`,
    interval: EVALUATION_INTERVAL,
    rules: rules.map((rule) => ({ ...rule, labels: { ...labels, ...rule.labels } })),
  };
}

function requestSeries(pool: ObservedPool): RecordingRule[] {
  const { metrics, selector } = pool;
  return [
    { record: SERIES.waiting, expr: `sum(${metrics.requestsWaiting}{${selector}})` },
    { record: SERIES.running, expr: `sum(${metrics.requestsRunning}{${selector}})` },
    // A pool without pods has no series at all, and no series means no alert.
    { record: SERIES.replicasUp, expr: `sum(max by (pod) (up{${selector}})) or vector(0)` },
    {
      record: SERIES.waitingPerReplica,
      expr: `${seriesOf(SERIES.waiting, pool)} / clamp_min(${seriesOf(SERIES.replicasUp, pool)}, 1)`,
    },
    { record: SERIES.kvCacheUsage, expr: `max(${metrics.kvCacheUsage}{${selector}})` },
    {
      record: SERIES.ttftP95,
      expr: `histogram_quantile(0.95, sum by (le) (rate(${metrics.timeToFirstToken}_bucket{${selector}}[5m])))`,
    },
  ];
}

function tokenSeries({ metrics, selector }: ObservedPool): RecordingRule[] {
  const rate = (counter: string) => `sum(rate(${counter}{${selector}}[5m]))`;
  return [
    { record: SERIES.promptTokens, expr: rate(metrics.promptTokens) },
    { record: SERIES.generationTokens, expr: rate(metrics.generationTokens) },
    { record: SERIES.preemptions, expr: rate(metrics.preemptions) },
    { record: SERIES.prefixHitRatio, expr: `${rate(metrics.prefixCacheHits)} / (${rate(metrics.prefixCacheQueries)} > 0)` },
  ];
}

function gpuSeries(pool: ObservedPool): RecordingRule[] {
  const { selector, gpuResource } = pool;
  const requests = `kube_pod_container_resource_requests{${selector},resource="${gpuResource}"}`;
  const running = `max by (namespace, pod) (kube_pod_status_phase{${selector},phase="Running"} == 1)`;
  // Zero where pods are known and none runs; nothing at all, rather than zero, where nobody reports pods.
  const none = `0 * sum(kube_pod_status_phase{${selector}})`;
  const held = { record: SERIES.gpus, expr: `sum(${requests} * on (namespace, pod) group_left () ${running}) or ${none}` };
  return pool.dcgm ? [held, gpuActive(pool)] : [held];
}

/** Where the scrape of DCGM keeps its own target labels, the labels of the workload arrive as `exported_…`. */
function gpuActive({ selector }: ObservedPool): RecordingRule {
  const exported = selector.replace(/(^|,)(namespace|pod)=/g, '$1exported_$2=');
  const metric = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE';
  return { record: SERIES.gpuActive, expr: `avg(${metric}{${selector}} or ${metric}{${exported}})` };
}

/** Cost of what the pool holds at this moment. Without a price there is no cost, rather than a cost of nothing. */
function costSeries(pool: ObservedPool): RecordingRule[] {
  const { price } = pool;
  if (price === null) return [];
  const tokensPerHour = `3600 * (${seriesOf(SERIES.promptTokens, pool)} + ${seriesOf(SERIES.generationTokens, pool)})`;
  return [
    {
      record: SERIES.gpuPrice,
      expr: `vector(${price.usdPerGpuHour})`,
      labels: { gpu: pool.gpu, provider: price.provider, purchase: price.purchase, price_as_of: price.asOf },
    },
    {
      record: SERIES.costPerHour,
      expr: `${seriesOf(SERIES.gpus, pool)} * on (namespace, pool) group_left (gpu, price_as_of) ${seriesOf(SERIES.gpuPrice, pool)}`,
      labels: { latency: pool.latency },
    },
    {
      record: SERIES.costPerMillionTokens,
      expr: `1e6 * sum(${seriesOf(SERIES.costPerHour, pool)}) / (sum(${tokensPerHour}) > 0)`,
    },
  ];
}
