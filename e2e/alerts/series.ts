/** Input of `promtool test rules`: what a healthy pool writes, and how one of its series goes wrong for a while. */

/** Minutes of health, of trouble, of health again, and the seconds between two samples. */
export interface Timeline {
  readonly before: number;
  readonly trouble: number;
  readonly after: number;
  readonly stepSeconds: number;
}

/** A trouble of minutes is watched closely, one of a day from afar. */
export function timelineOf(minutes: number, before?: number, after = 60): Timeline {
  if (before !== undefined) return { before, trouble: minutes, after, stepSeconds: after > 1_440 ? 300 : 60 };
  return minutes < 720
    ? { before: 15, trouble: minutes, after: 20, stepSeconds: 30 }
    : { before: 60, trouble: minutes, after: 1500, stepSeconds: 300 };
}

/** A value in health and in trouble. Counters are given as what they gain per second. */
export interface Course {
  readonly healthy: number;
  readonly troubled?: number | null;
  /** In trouble the value grows by this much per minute, from what it was. */
  readonly growth?: number;
}

export type Courses = Readonly<Record<string, Course>>;

export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** Seconds before the first sample. */
const LONG_AGO = -1e6;
const FIRST_TOKEN = [0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const PER_TOKEN = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3];
const WHOLE_ANSWER = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60];

/** Everything that a pool of `pods` writes, with some of it in trouble. */
export function poolInput(
  pool: string,
  pods: readonly string[],
  time: Timeline,
  trouble: Readonly<Record<string, Partial<Course>>>,
): InputSeries[] {
  return pods.flatMap((pod) => podInput(pod, `namespace="research",pod="${pod}"`, pool, time, trouble));
}

function podInput(
  pod: string,
  place: string,
  pool: string,
  time: Timeline,
  trouble: Readonly<Record<string, Partial<Course>>>,
): InputSeries[] {
  const engine = `${place},container="vllm",job="research/${pool}",engine="0",model_name="llama"`;
  const gauge = (name: string, labels: string, healthy: number) => ({
    series: `${name}{${labels}}`,
    values: gaugeValues({ healthy, ...trouble[name], ...trouble[`${name}@${pod}`] }, time),
  });
  const counter = (name: string, labels: string, healthy: number) => ({
    series: `${name}{${labels}}`,
    values: counterValues({ healthy, ...trouble[name], ...trouble[`${name}@${pod}`] }, time),
  });
  return [
    gauge('up', `${place},container="vllm",job="research/${pool}",endpoint="http"`, 1),
    gauge('vllm:num_requests_waiting', engine, 0),
    gauge('vllm:num_requests_running', engine, 8),
    gauge('vllm:kv_cache_usage_perc', engine, 0.4),
    counter('vllm:prompt_tokens_total', engine, 900),
    counter('vllm:generation_tokens_total', engine, 100),
    counter('vllm:num_preemptions_total', engine, 0),
    counter('vllm:request_success_total', `${engine},finished_reason="stop"`, 10),
    {
      series: `vllm:request_success_total{${engine},finished_reason="length"}`,
      values: counterValues({ healthy: 0, ...trouble['cut off'] }, time),
    },
    counter('vllm:prefix_cache_queries_total', engine, 900),
    counter('vllm:prefix_cache_hits_total', engine, 450),
    ...histogram('vllm:time_to_first_token_seconds', FIRST_TOKEN, engine, time, { healthy: 0.1, ...trouble['ttft'] }),
    ...histogram('vllm:request_time_per_output_token_seconds', PER_TOKEN, engine, time, { healthy: 0.02, ...trouble['tpot'] }),
    ...histogram('vllm:e2e_request_latency_seconds', WHOLE_ANSWER, engine, time, { healthy: 4, ...trouble['e2e'] }),
    gauge('kube_pod_container_resource_requests', `${place},container="vllm",resource="nvidia_com_gpu",unit="integer"`, 1),
    gauge('kube_pod_start_time', place, LONG_AGO),
    gauge('kube_pod_status_ready_time', place, LONG_AGO + 120),
    counter('kube_pod_container_status_restarts_total', `${place},container="vllm"`, 0),
    gauge('kube_pod_status_phase', `${place},phase="Pending"`, 0),
    gauge('kube_pod_status_phase', `${place},phase="Running"`, 1),
    gauge('DCGM_FI_PROF_GR_ENGINE_ACTIVE', `${place},container="vllm",gpu="0"`, 0.8),
  ];
}

/** Ten requests a second that all take the same time. */
function histogram(
  name: string,
  bounds: readonly number[],
  labels: string,
  time: Timeline,
  { healthy, troubled = healthy }: Course,
): InputSeries[] {
  const late = troubled ?? healthy;
  const bucket = (le: string, limit: number) => ({
    series: `${name}_bucket{${labels},le="${le}"}`,
    values: counterValues({ healthy: healthy <= limit ? 10 : 0, troubled: late <= limit ? 10 : 0 }, time),
  });
  return [...bounds.map((limit) => bucket(String(limit), limit)), bucket('+Inf', Number.POSITIVE_INFINITY)];
}

export function gaugeValues({ healthy, troubled = healthy, growth = 0 }: Course, time: Timeline): string {
  const perStep = (growth * time.stepSeconds) / 60;
  const samples = (minutes: number, value: (index: number) => number | null) => steps(time, minutes).map((_, index) => value(index) ?? '_');
  return [
    ...samples(time.before, () => healthy),
    ...samples(time.trouble, (index) => (troubled === null ? null : troubled + perStep * index)),
    ...samples(time.after, () => healthy),
  ].join(' ');
}

export function counterValues({ healthy, troubled = healthy }: Course, time: Timeline): string {
  let total = 0;
  const gain = (minutes: number, perSecond: number) =>
    steps(time, minutes).map(() => {
      total += perSecond * time.stepSeconds;
      return total;
    });
  return [...gain(time.before, healthy), ...gain(time.trouble, troubled ?? 0), ...gain(time.after, healthy)].join(' ');
}

function steps(time: Timeline, minutes: number): undefined[] {
  return Array.from({ length: Math.round((minutes * 60) / time.stepSeconds) });
}
