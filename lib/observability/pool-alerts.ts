/**
 * Alerts of one pool. Thresholds are set on what users notice (queue, first token, full cache), not on utilization, which is
 * low while a serial server lets everybody wait and high while everybody is served.
 */
import { latencyAlerts } from './latency-alerts';
import type { ApiInstead } from './observed-fleet';
import type { ObservedPool } from './observed-pool';
import { alert, round } from './pool-alert';
import { isRecorded, SERIES, seriesOf } from './pool-series';
import { type AlertRule, EVALUATION_INTERVAL, type RuleGroup } from './rule';
import { criticalWaiting, type Thresholds } from './thresholds';

/** Horizon of the growth alert: +10 waiting requests a minute are overload in this time. */
const GROWTH_HORIZON_SECONDS = 1200;
/** GPU engines that are busy for less than this, while users wait, point at a server that works serially. */
const IDLE_WHILE_LATE = 0.5;
/** First token, seconds, that counts as late without a waiting user: the upper end of ordinary serving. */
const LATE_WITHOUT_TARGET_SECONDS = 5;
/** Of the planned hits, below which caches do not do what the plan counts on. */
const HITS_OF_PLAN = 0.75;
/** Share of cut answers that is worth a look, and how many times the mean of the day before it must be: some roles cut all of theirs on purpose. */
const CUT_OFF = { share: 0.05, timesBaseline: 3 } as const;
/** Use below which GPUs are worth a look where no API is named: about where a published comparison breaks even (28.7 %, March 2026). */
const WORTH_A_LOOK = 0.3;
/** USD of an API for a token a second through an hour, of USD per million tokens. */
const HOURS_OF_TOKENS = 3_600 / 1e6;
/** USD as which a day without tokens counts, so that its GPUs are compared as well. */
const NO_TOKENS_USD = 1e-6;

export function poolAlerts(pool: ObservedPool, thresholds: Thresholds): RuleGroup {
  return {
    name: `${pool.name}-alerts`,
    interval: EVALUATION_INTERVAL,
    rules: [
      ...given(pool, [SERIES.kvCacheUsage], () => kvCacheAlerts(pool, thresholds)),
      ...given(pool, [SERIES.waitingPerReplica], () => queueAlerts(pool, thresholds)),
      ...given(pool, [SERIES.waiting, SERIES.replicasUp], () => [growthAlert(pool, thresholds)]),
      ...latencyAlerts(pool, thresholds),
      ...given(pool, [SERIES.replicasUp], () => replicaAlerts(pool)),
      ...given(pool, [SERIES.running], () => stalledAlerts(pool)),
      ...given(pool, [SERIES.preemptions], () => [preemptionAlert(pool)]),
      ...given(pool, [SERIES.cutOff], () => [cutOffAlert(pool)]),
      ...given(pool, [SERIES.prefixHitRatio], () => hitAlerts(pool)),
      ...given(pool, [SERIES.gpuActive, SERIES.ttftP95, SERIES.waiting], () => [lateWhileIdleAlert(pool)]),
      ...underusedAlerts(pool),
    ],
  };
}

/** Alerts on series that are recorded; on any other they would stay silent and look as if all were well. */
function given(pool: ObservedPool, series: readonly string[], alerts: () => AlertRule[]): AlertRule[] {
  return isRecorded(pool, ...series) ? alerts() : [];
}

function kvCacheAlerts(pool: ObservedPool, { kvCacheWarning, kvCacheCritical }: Thresholds): AlertRule[] {
  const usage = seriesOf(SERIES.kvCacheUsage, pool);
  const base = {
    name: 'KvCacheHigh',
    for: '5m',
    description:
      'A replica uses {{ $value | humanizePercentage }} of its KV cache. Above that, requests queue or are preempted: add replicas, shorten contexts, or store KV in fp8.',
  };
  return [
    alert(pool, { ...base, severity: 'warning', expr: `${usage} > ${kvCacheWarning}`, summary: 'KV cache is filling up' }),
    alert(pool, { ...base, severity: 'critical', expr: `${usage} > ${kvCacheCritical}`, summary: 'KV cache is full' }),
  ];
}

function queueAlerts(pool: ObservedPool, thresholds: Thresholds): AlertRule[] {
  const { waitingWarning } = thresholds;
  const waiting = seriesOf(SERIES.waitingPerReplica, pool);
  const overload = criticalWaiting(thresholds, pool.gpusPerReplica);
  const base = {
    name: 'QueueLong',
    for: '1m',
    description:
      '{{ $value | humanize }} requests wait per replica. Time to first token grows with the queue: raise the ceiling of the pool or the number of replicas.',
  };
  return [
    alert(pool, { ...base, severity: 'warning', expr: `${waiting} > ${waitingWarning}`, summary: 'requests queue up' }),
    alert(pool, { ...base, severity: 'critical', expr: `${waiting} > ${overload}`, summary: 'requests queue in overload' }),
  ];
}

function growthAlert(pool: ObservedPool, thresholds: Thresholds): AlertRule {
  const waiting = seriesOf(SERIES.waiting, pool);
  const replicas = `clamp_min(${seriesOf(SERIES.replicasUp, pool)}, 1)`;
  return alert(pool, {
    name: 'QueueGrowing',
    severity: 'warning',
    expr: `predict_linear(${waiting}[10m], ${GROWTH_HORIZON_SECONDS}) / ${replicas} > ${criticalWaiting(thresholds, pool.gpusPerReplica)} and deriv(${waiting}[10m]) > 0`,
    for: '5m',
    summary: 'the queue grows towards overload',
    description:
      'At its present growth the queue reaches {{ $value | humanize }} waiting requests per replica in 20 minutes, whatever utilization says.',
  });
}

function replicaAlerts(pool: ObservedPool): AlertRule[] {
  const up = seriesOf(SERIES.replicasUp, pool);
  const down = alert(pool, {
    name: 'PoolDown',
    severity: 'critical',
    expr: `${up} == 0 unless on() ${starting(pool)}`,
    for: '5m',
    summary: 'no replica answers',
    description:
      'No replica of the pool answers its scrape, and none is within the time that a start may take. Look at the events of its pods: no node with the GPU, no weights, or an engine that does not start.',
  });
  const short = alert(pool, {
    name: 'PoolBelowFloor',
    severity: 'warning',
    expr: `${up} > 0 < ${pool.minReplicas}`,
    for: '30m',
    summary: `fewer than ${pool.minReplicas} replicas answer`,
    description: `{{ $value }} of ${pool.minReplicas} planned replicas answer for longer than a cold start takes; the plan of the fleet counts on all of them.`,
  });
  // A pool that may scale to zero has no replica for hours, and nothing is wrong.
  if (pool.minReplicas === 0) return [];
  return pool.minReplicas > 1 ? [down, short] : [down];
}

/** The youngest pod still loads: within its time nothing is wrong. A pod without a node has no start, and is waited for in vain. */
const starting = ({ selector, startupSeconds }: ObservedPool): string =>
  `(time() - max(kube_pod_start_time{${selector}}) < ${startupSeconds})`;

/** What an engine that works counts up: a language model its tokens, an embedder or reranker, which never generates, its finished requests. */
const progressOf = ({ generates, metrics }: ObservedPool): string | null =>
  generates ? (metrics.progress ?? metrics.generationTokens) : metrics.requestsFinished;

function stalledAlerts(pool: ObservedPool): AlertRule[] {
  const { metrics, selector, generates } = pool;
  const progress = progressOf(pool);
  if (progress === null) return [];
  const running = `sum by (namespace, pod) (${metrics.requestsRunning}{${selector}}) > 0`;
  const silent = `sum by (namespace, pod) (rate(${progress}{${selector}}[5m])) == 0`;
  const [verb, done] = generates ? ['generates', 'generated a token'] : ['finishes', 'finished one'];
  return [
    alert(pool, {
      name: 'EngineStalled',
      severity: 'critical',
      expr: `(${running}) and on (namespace, pod) (${silent})`,
      for: '5m',
      summary: `an engine runs requests but ${verb} nothing`,
      description: `Pod {{ $labels.pod }} holds {{ $value }} running requests and has not ${done} for 5 minutes, while its health check may still pass. Restart it.`,
    }),
  ];
}

function preemptionAlert(pool: ObservedPool): AlertRule {
  return alert(pool, {
    name: 'Preemptions',
    severity: 'warning',
    expr: `${seriesOf(SERIES.preemptions, pool)} > 0`,
    for: '10m',
    summary: 'the engine preempts requests',
    description:
      'Requests lose their KV cache and are computed again ({{ $value | humanize }} per second): more sessions or longer contexts than the pool was planned for.',
  });
}

/** Against the mean of the day that ended an hour ago. A pool that is younger than a day has none. */
function cutOffAlert(pool: ObservedPool): AlertRule {
  const share = seriesOf(SERIES.cutOff, pool);
  const { share: least, timesBaseline } = CUT_OFF;
  return alert(pool, {
    name: 'AnswersCutOff',
    severity: 'warning',
    expr: `${share} > ${least} and ${share} > ${timesBaseline} * avg_over_time(${share}[1d] offset 1h) and ${share} offset 1d >= 0`,
    for: '30m',
    summary: 'answers are cut off',
    description:
      '{{ $value | humanizePercentage }} of the answers of the last hour ended at a limit of tokens and not by themselves, three times as many as usual. Contexts that grow with every turn leave no room for the answer.',
  });
}

function hitAlerts(pool: ObservedPool): AlertRule[] {
  const { plannedHitRatio: planned } = pool;
  if (planned === null || planned === 0) return [];
  const percent = Math.round(planned * 100);
  return [
    alert(pool, {
      name: 'PrefixHitsLow',
      severity: 'warning',
      expr: `avg_over_time(${seriesOf(SERIES.prefixHitRatio, pool)}[1h]) < ${round(planned * HITS_OF_PLAN)}`,
      for: '1h',
      summary: 'the prefix cache finds less than planned',
      description: `The prefix cache had {{ $value | humanizePercentage }} of the prompt tokens in the last hour; the plan counts on ${percent} %. Prompts are computed that were to be found: latency and cost are above the plan.`,
    }),
  ];
}

function lateWhileIdleAlert(pool: ObservedPool): AlertRule {
  const active = seriesOf(SERIES.gpuActive, pool);
  const late = `${seriesOf(SERIES.ttftP95, pool)} > ${pool.ttftTargetSeconds ?? LATE_WITHOUT_TARGET_SECONDS}`;
  const growing = `deriv(${seriesOf(SERIES.waiting, pool)}[10m]) > 0`;
  return alert(pool, {
    name: 'LateWhileIdle',
    severity: 'warning',
    expr: `${active} < ${IDLE_WHILE_LATE} and ${late} and ${growing}`,
    for: '5m',
    summary: 'users wait while the GPU idles',
    description:
      'The GPU is busy {{ $value | humanizePercentage }} of the time, the queue grows and the first token is late: something in front of the engine works serially. More GPUs will not help.',
  });
}

/** By money where an API is named for what the pool does, else by how busy its GPUs are. */
function underusedAlerts(pool: ObservedPool): AlertRule[] {
  const { apiInstead } = pool;
  if (apiInstead !== null && isRecorded(pool, SERIES.costPerHour, SERIES.promptTokens, SERIES.generationTokens)) {
    return [dearerAlert(pool, apiInstead)];
  }
  return given(pool, [SERIES.gpuActive], () => [idleAlert(pool)]);
}

/** Sums over the same day: hours in which the pool sleeps cost nothing and answer nothing. */
function dearerAlert(pool: ObservedPool, { api, usdPerMillionTokens }: ApiInstead): AlertRule {
  const ofDay = (series: string) => `sum(sum_over_time(${seriesOf(series, pool)}[1d]))`;
  const atApi = `${round(usdPerMillionTokens * HOURS_OF_TOKENS)} * (${ofDay(SERIES.promptTokens)} + ${ofDay(SERIES.generationTokens)})`;
  return alert(pool, {
    name: 'PoolUnderused',
    severity: 'info',
    expr: `${ofDay(SERIES.costPerHour)} / clamp_min(${atApi}, ${NO_TOKENS_USD.toFixed(6)}) > 1 and on () ${olderThanADay(SERIES.costPerHour, pool)}`,
    for: '1h',
    summary: 'an API would have cost less than the GPUs',
    description: `Over the last day the GPUs cost {{ $value | humanize }} times what ${api} takes for the same tokens, $${usdPerMillionTokens} a million: send the role there, share the pool, or take a smaller card.`,
  });
}

function idleAlert(pool: ObservedPool): AlertRule {
  const active = seriesOf(SERIES.gpuActive, pool);
  return alert(pool, {
    name: 'PoolUnderused',
    severity: 'info',
    expr: `avg_over_time(${active}[1d]) < ${WORTH_A_LOOK} and ${olderThanADay(SERIES.gpuActive, pool)}`,
    for: '1h',
    summary: 'the GPUs idle most of the day',
    description:
      'The GPUs were busy {{ $value | humanizePercentage }} of the last day. Below about 30 % an API, a shared pool or a GPU slice is usually cheaper; with apiAlternative of its role this alert compares the costs.',
  });
}

/** A pool that is younger than a day has not had the chance. */
const olderThanADay = (series: string, pool: ObservedPool): string => `${seriesOf(series, pool)} offset 1d >= 0`;
