/** For every alert: what has to go wrong, for how long, so that it fires; afterwards it clears. */
import { deploymentPod, neighboursOf } from '../cluster/pod-names';
import type { Scenario } from './scenario';
import { type Course, counterValues, gaugeValues, type InputSeries, poolInput, type Timeline, timelineOf } from './series';
import { STATE_SCENARIOS, stateInput } from './state-scenarios';

export type { Scenario } from './scenario';

const PODS = { planner: [deploymentPod('planner')], workers: [deploymentPod('workers', 0), deploymentPod('workers', 1)] } as const;
const WAITING = 'vllm:num_requests_waiting';
const KV = 'vllm:kv_cache_usage_perc';

const FAILED = 'litellm_proxy_failed_requests_metric_total';

/** Requests that the router ended with a status. */
const failedWith = (status: string) => `${FAILED}@${status}`;

export const SCENARIOS: readonly Scenario[] = [
  { alert: 'KvCacheHigh', severity: 'warning', pool: 'planner', minutes: 10, trouble: { [KV]: { troubled: 0.87 } }, silent: 'critical' },
  { alert: 'KvCacheHigh', severity: 'critical', pool: 'planner', minutes: 10, trouble: { [KV]: { troubled: 0.93 } } },
  {
    alert: 'KvCacheHigh',
    severity: 'warning',
    pool: 'workers',
    minutes: 10,
    trouble: { [`${KV}@${PODS.workers[0]}`]: { troubled: 0.88 } },
  },
  {
    alert: 'KvCacheHigh',
    severity: 'critical',
    pool: 'workers',
    minutes: 10,
    trouble: { [`${KV}@${PODS.workers[1]}`]: { troubled: 0.95 } },
  },
  { alert: 'QueueLong', severity: 'warning', pool: 'planner', minutes: 3, trouble: { [WAITING]: { troubled: 6 } }, silent: 'critical' },
  { alert: 'QueueLong', severity: 'critical', pool: 'planner', minutes: 3, trouble: { [WAITING]: { troubled: 11 } } },
  { alert: 'QueueLong', severity: 'warning', pool: 'workers', minutes: 3, trouble: { [WAITING]: { troubled: 7 } }, silent: 'critical' },
  { alert: 'QueueLong', severity: 'critical', pool: 'workers', minutes: 3, trouble: { [WAITING]: { troubled: 12 } } },
  { alert: 'QueueGrowing', severity: 'warning', pool: 'planner', minutes: 20, trouble: { [WAITING]: { growth: 10 } } },
  { alert: 'QueueGrowing', severity: 'warning', pool: 'workers', minutes: 20, trouble: { [WAITING]: { growth: 10 } } },
  { alert: 'FirstTokenLate', severity: 'warning', pool: 'planner', minutes: 15, trouble: { ttft: { troubled: 0.5 } }, silent: 'critical' },
  { alert: 'FirstTokenLate', severity: 'critical', pool: 'planner', minutes: 15, trouble: { ttft: { troubled: 2 } } },
  { alert: 'PoolDown', severity: 'critical', pool: 'planner', minutes: 10, trouble: { up: { troubled: 0 } } },
  { alert: 'PoolDown', severity: 'critical', pool: 'workers', minutes: 15, trouble: { up: { troubled: null } } },
  { alert: 'PoolBelowFloor', severity: 'warning', pool: 'workers', minutes: 40, trouble: { [`up@${PODS.workers[0]}`]: { troubled: 0 } } },
  {
    alert: 'EngineStalled',
    severity: 'critical',
    pool: 'planner',
    minutes: 15,
    trouble: { 'vllm:generation_tokens_total': { troubled: 0 } },
  },
  {
    alert: 'EngineStalled',
    severity: 'critical',
    pool: 'workers',
    minutes: 15,
    trouble: { [`vllm:generation_tokens_total@${PODS.workers[0]}`]: { troubled: 0 } },
  },
  { alert: 'Preemptions', severity: 'warning', pool: 'planner', minutes: 15, trouble: { 'vllm:num_preemptions_total': { troubled: 0.5 } } },
  { alert: 'Preemptions', severity: 'warning', pool: 'workers', minutes: 15, trouble: { 'vllm:num_preemptions_total': { troubled: 0.5 } } },
  {
    alert: 'LateWhileIdle',
    severity: 'warning',
    pool: 'planner',
    minutes: 20,
    trouble: { DCGM_FI_PROF_GR_ENGINE_ACTIVE: { troubled: 0.2 }, ttft: { troubled: 5 }, [WAITING]: { growth: 2 } },
  },
  {
    alert: 'LateWhileIdle',
    severity: 'warning',
    pool: 'workers',
    minutes: 20,
    trouble: { DCGM_FI_PROF_GR_ENGINE_ACTIVE: { troubled: 0.2 }, ttft: { troubled: 10 }, [WAITING]: { growth: 2 } },
  },
  {
    alert: 'PoolUnderused',
    severity: 'info',
    pool: 'planner',
    minutes: 1620,
    trouble: { DCGM_FI_PROF_GR_ENGINE_ACTIVE: { troubled: 0.1 } },
  },
  {
    alert: 'PoolUnderused',
    severity: 'info',
    pool: 'workers',
    minutes: 1620,
    trouble: { DCGM_FI_PROF_GR_ENGINE_ACTIVE: { troubled: 0.1 } },
  },
  { alert: 'AnswersCutOff', severity: 'warning', pool: 'planner', minutes: 90, before: 1500, trouble: { 'cut off': { troubled: 5 } } },
  { alert: 'AnswersCutOff', severity: 'warning', pool: 'workers', minutes: 90, before: 1500, trouble: { 'cut off': { troubled: 5 } } },
  {
    alert: 'PrefixHitsLow',
    severity: 'warning',
    pool: 'planner',
    minutes: 150,
    before: 100,
    trouble: { 'vllm:prefix_cache_hits_total': { troubled: 100 } },
  },
  { alert: 'RouterDown', severity: 'critical', pool: 'router', minutes: 10, trouble: { up: { troubled: 0 } } },
  { alert: 'RouteDown', severity: 'critical', pool: 'router', minutes: 5, trouble: { litellm_deployment_state: { troubled: 2 } } },
  ...(
    [
      ['orchestration', { [failedWith('400')]: { troubled: 2 } }],
      ['orchestration', { [failedWith('429')]: { troubled: 2 } }],
      ['model', { [failedWith('500')]: { troubled: 2 } }],
      ['model', { [failedWith('408')]: { troubled: 2 } }],
      ['router', { [failedWith('503')]: { troubled: 2 }, litellm_deployment_state: { troubled: 2 } }],
      ['capacity', { [failedWith('408')]: { troubled: 2 } }, { planner: { [WAITING]: { troubled: 20 } } }],
      ['capacity', { [failedWith('429')]: { troubled: 2 } }, { workers: { [KV]: { troubled: 0.97 } } }],
      [
        'capacity',
        { [failedWith('503')]: { troubled: 2 }, litellm_deployment_state: { troubled: 2 } },
        { planner: { up: { troubled: 0 } } },
      ],
    ] as const
  ).map(
    ([cause, trouble, beside]): Scenario => ({
      alert: 'RouterFailing',
      severity: 'warning',
      pool: 'router',
      minutes: 15,
      trouble,
      labels: { cause },
      ...(beside === undefined ? {} : { beside }),
    }),
  ),
  {
    alert: 'SpendUnusual',
    severity: 'warning',
    pool: 'router',
    minutes: 40,
    // The alert compares with the day before.
    before: 1500,
    trouble: { litellm_total_tokens_metric_total: { troubled: 12_000 } },
  },
  // Its key ends on the 20th day; the days pass by themselves.
  {
    alert: 'KeyExpires',
    severity: 'warning',
    pool: 'router',
    minutes: 120,
    before: 5 * 1_440,
    after: 1_500,
    trouble: {},
    silent: 'critical',
    lasts: true,
  },
  { alert: 'KeyExpires', severity: 'critical', pool: 'router', minutes: 120, before: 18 * 1_440, after: 1_500, trouble: {}, lasts: true },
  { alert: 'TasksFull', severity: 'warning', pool: 'tasks', minutes: 10, trouble: { tasks: { troubled: 85 } }, silent: 'critical' },
  { alert: 'TasksFull', severity: 'critical', pool: 'tasks', minutes: 10, trouble: { tasks: { troubled: 97 } } },
  { alert: 'TasksGrowing', severity: 'warning', pool: 'tasks', minutes: 25, trouble: { tasks: { growth: 3 } } },
  { alert: 'TasksNotWorkedOn', severity: 'critical', pool: 'tasks', minutes: 15, trouble: { ready: { troubled: 0 } } },
  { alert: 'DeadLetters', severity: 'warning', pool: 'tasks', minutes: 5, trouble: { dead: { troubled: 2 } } },
  { alert: 'StoreFull', severity: 'warning', pool: 'store', minutes: 10, trouble: { used: { troubled: 1.4e9 } }, silent: 'critical' },
  { alert: 'StoreFull', severity: 'critical', pool: 'store', minutes: 10, trouble: { used: { troubled: 1.58e9 } } },
  { alert: 'StoreEvicts', severity: 'warning', pool: 'store', minutes: 25, trouble: { evicted: { troubled: 5 } } },
  { alert: 'StoreLogNotWritten', severity: 'critical', pool: 'store', minutes: 5, trouble: { log: { troubled: 0 } } },
  { alert: 'StoreLogNotShortened', severity: 'warning', pool: 'store', minutes: 30, trouble: { shortened: { troubled: 0 } } },
  { alert: 'StoreDown', severity: 'critical', pool: 'store', minutes: 10, trouble: { answers: { troubled: 0 } } },
  { alert: 'StoreDown', severity: 'critical', pool: 'store', minutes: 10, trouble: { answers: { troubled: null } } },
  // To be renewed at the first minute, and an hour late after an hour and one minute.
  {
    alert: 'CertificateNotRenewed',
    severity: 'warning',
    pool: 'store',
    minutes: 75,
    trouble: { renewed: { troubled: 60 } },
    silent: 'critical',
  },
  {
    alert: 'CertificateNotRenewed',
    severity: 'critical',
    pool: 'store',
    minutes: 75,
    trouble: { renewed: { troubled: 60 }, ends: { troubled: 80_000 } },
  },
  ...STATE_SCENARIOS,
  {
    alert: 'Budget',
    severity: 'warning',
    pool: 'observability',
    minutes: 20,
    trouble: { kube_pod_container_resource_requests: { troubled: 2.8 } },
    silent: 'critical',
  },
  {
    alert: 'Budget',
    severity: 'critical',
    pool: 'observability',
    minutes: 20,
    trouble: { kube_pod_container_resource_requests: { troubled: 4 } },
  },
  // A day at $5, hours at $20, and a week until they are forgotten.
  {
    alert: 'MonthlyBudget',
    severity: 'warning',
    pool: 'observability',
    minutes: 240,
    before: 1_500,
    after: 10_200,
    trouble: { kube_pod_container_resource_requests: { troubled: 4 } },
    silent: 'critical',
  },
  {
    alert: 'MonthlyBudget',
    severity: 'critical',
    pool: 'observability',
    minutes: 500,
    before: 1_500,
    after: 10_200,
    trouble: { kube_pod_container_resource_requests: { troubled: 4 } },
  },
];

/** Everything the fleet writes while one scenario happens. A budget is broken by all pools together. */
export function inputOf({ pool, minutes, before, after, trouble, beside = {} }: Scenario): InputSeries[] {
  const time = timelineOf(minutes, before, after);
  const of = (name: 'planner' | 'workers') => (pool === name || pool === 'observability' ? trouble : (beside[name] ?? {}));
  return [
    ...poolInput('planner', PODS.planner, time, of('planner')),
    ...poolInput('workers', PODS.workers, time, of('workers')),
    // A neighbour whose name begins alike; its series must not count.
    ...poolInput('planner-long', [deploymentPod('planner-long')], time, {
      [WAITING]: { healthy: 500 },
      [KV]: { healthy: 0.99 },
      ttft: { healthy: 10 },
      DCGM_FI_PROF_GR_ENGINE_ACTIVE: { healthy: 0 },
    }),
    ...['planner', 'workers', 'research-router'].flatMap((name) => scrapedNeighbours(name, time)),
    ...routerInput(time, pool === 'router' ? trouble : {}),
    ...tasksInput(time, pool === 'tasks' ? trouble : {}),
    ...storeInput(time, pool === 'store' ? trouble : {}),
    ...stateInput(time, pool === 'state' || pool === 'vectors' || pool === 'store' ? trouble : {}),
  ];
}

/** Stores and Deployments whose names begin alike are scraped in the same namespace, and are well while all else is down. */
export function scrapedNeighbours(name: string, time: Timeline): InputSeries[] {
  return neighboursOf(name).map((pod) => ({
    series: `up{namespace="research",pod="${pod}",container="exporter",endpoint="metrics"}`,
    values: gaugeValues({ healthy: 1 }, time),
  }));
}

/** Twenty tasks, two workers that are ready, no dead letter; of another queue there are many. */
export function tasksInput(time: Timeline, trouble: Scenario['trouble']): InputSeries[] {
  const gauge = (series: string, name: string, healthy: number) => ({ series, values: gaugeValues({ healthy, ...trouble[name] }, time) });
  const ready = (pod: string, name: string, healthy: number) =>
    gauge(`kube_pod_status_ready{namespace="research",pod="${pod}",condition="true"}`, name, healthy);
  return [
    gauge('keda_scaler_metrics_value{namespace="keda",exported_namespace="research",scaledObject="research-agents"}', 'tasks', 20),
    gauge('keda_scaler_metrics_value{namespace="keda",exported_namespace="research",scaledObject="others"}', 'others', 5_000),
    ready(deploymentPod('research-agents', 0), 'ready', 1),
    ready(deploymentPod('research-agents', 1), 'ready', 1),
    ...[PODS.planner[0], ...neighboursOf('research-agents')].map((pod) => ready(pod, 'others ready', 1)),
    gauge('rabbitmq_queue_messages{namespace="research",queue="tasks.dead",vhost="/",pod="tasks-server-0"}', 'dead', 0),
    gauge('rabbitmq_queue_messages{namespace="research",queue="tasks",vhost="/",pod="tasks-server-0"}', 'own', 20),
  ];
}

/** A third of the memory is used, and nothing is dropped; another store is full. */
function storeInput(time: Timeline, trouble: Scenario['trouble']): InputSeries[] {
  const of = (pod: string) => `namespace="research",pod="${pod}",container="metrics"`;
  const gauge = (name: string, series: string, healthy: number, pod = 'sessions-0') => ({
    series: `${series}{${of(pod)}}`,
    values: gaugeValues({ healthy, ...trouble[name] }, time),
  });
  // As Prometheus scrapes cert-manager: the namespace is that of cert-manager.
  const certificate = (name: string, moment: string, healthy: number) => ({
    series: `certmanager_certificate_${moment}_timestamp_seconds{name="sessions-tls",namespace="cert-manager",exported_namespace="research"}`,
    values: gaugeValues({ healthy, ...trouble[name] }, time),
  });
  return [
    gauge('answers', 'redis_up', 1),
    gauge('used', 'redis_memory_used_bytes', 0.5e9),
    gauge('most', 'redis_memory_max_bytes', 1.61e9),
    gauge('log', 'redis_aof_last_write_status', 1),
    gauge('shortened', 'redis_aof_last_bgrewrite_status', 1),
    { series: `redis_evicted_keys_total{${of('sessions-0')}}`, values: counterValues({ healthy: 0, ...trouble['evicted'] }, time) },
    certificate('renewed', 'renewal', 5e6),
    certificate('ends', 'expiration', 7.5e6),
    gauge('others', 'redis_memory_used_bytes', 1.6e9, 'others-0'),
    gauge('others', 'redis_memory_max_bytes', 1.61e9, 'others-0'),
  ];
}

function routerInput(time: Timeline, trouble: Scenario['trouble']): InputSeries[] {
  const place = `namespace="research",pod="${deploymentPod('research-router')}",container="litellm"`;
  const course = (name: string, healthy: number): Course => ({ healthy, ...trouble[name] });
  const gauge = (name: string, labels: string, healthy: number) => ({
    series: `${name}{${labels}}`,
    values: gaugeValues(course(name, healthy), time),
  });
  const counter = (name: string, healthy: number, labels = '') => ({
    series: `${name}{${place}${labels}}`,
    values: counterValues(course(name, healthy), time),
  });
  return [
    gauge('up', place, 1),
    gauge('litellm_deployment_state', `${place},litellm_model_name="openai/llama",api_base="http://planner:8000/v1"`, 0),
    counter('litellm_proxy_total_requests_metric_total', 10),
    ...['400', '408', '429', '500', '503', 'None'].map((status) => ({
      series: `litellm_proxy_failed_requests_metric_total{${place},exception_status="${status}"}`,
      values: counterValues(course(failedWith(status), status === '500' ? 0.1 : 0), time),
    })),
    ...Object.keys(trouble)
      .map((name) => name.split('@'))
      .filter(([name, , alias]) => name === FAILED && alias !== undefined)
      .map(([name = '', status = '', alias = '']) => ({
        series: `${FAILED}{${place},exception_status="${status}",requested_model="${alias}"}`,
        values: counterValues(course(`${name}@${status}@${alias}`, 0), time),
      })),
    counter('litellm_total_tokens_metric_total', 1_000, ',api_key_alias="research"'),
  ];
}
