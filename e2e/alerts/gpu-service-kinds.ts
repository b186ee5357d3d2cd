/** Kinds of tools on GPUs, what each writes while it is well, and what goes wrong so that each alert answers. */
import {
  Cluster,
  type ClusterProps,
  Gpu,
  GpuService,
  type GpuServiceProps,
  ObservabilityStack,
  Scaling,
  SessionStore,
  TaskQueue,
} from '../../lib';
import type { RuleGroup } from '../../lib/observability/rule';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { deploymentPod, neighboursOf } from '../cluster/pod-names';
import { type Course, counterValues, gaugeValues, type InputSeries, type Timeline } from './series';

type Trouble = Readonly<Record<string, Partial<Course>>>;
type Setting = { readonly stack: TerraformStack; readonly cluster: Cluster };

export interface ServiceKind {
  readonly props: (setting: Setting) => Partial<GpuServiceProps>;
  readonly pods: number;
  readonly nodePools?: ClusterProps['nodePools'];
  /** Series that its program writes with its first request, which has not come. */
  readonly unwritten?: readonly string[];
  /** Where it differs from one that works. */
  readonly healthy?: Trouble;
}

const SERVICE = 'images';
const metrics = { requestsWaiting: 'flux_queue', requestsRunning: 'flux_running', requestDuration: 'flux_seconds' };

function asleep({ stack, cluster }: Setting): Partial<GpuServiceProps> {
  const store = new SessionStore(stack, 'store', { cluster });
  return { metrics, scaling: Scaling.batch({ queue: TaskQueue.redisStream(stack, 'tasks', { cluster, store }), max: 2 }) };
}

export const SERVICE_KINDS: Readonly<Record<string, ServiceKind>> = {
  'with all metrics': { props: () => ({ metrics, replicas: 2 }), pods: 2 },
  'without metrics': { props: () => ({}), pods: 1 },
  'with a queue alone': { props: () => ({ metrics: { requestsWaiting: 'flux_queue' } }), pods: 1 },
  scaled: { props: () => ({ metrics, scaling: Scaling.queueDepth({ min: 1, max: 3 }) }), pods: 1 },
  sleeping: {
    props: asleep,
    pods: 1,
    healthy: { ready: { healthy: 0 }, up: { healthy: 0 }, wanted: { healthy: 0 }, active: { healthy: 0 } },
  },
  idle: {
    props: () => ({ metrics }),
    pods: 1,
    unwritten: ['flux_running'],
    healthy: { flux_queue: { healthy: 0 }, active: { healthy: 0 }, requests: { healthy: 0 } },
  },
  'on a shared card': {
    props: () => ({ metrics, memoryGiBPerGpu: 12 }),
    pods: 1,
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 1, sharing: { engines: 2 } } },
  },
  'on AMD': { props: () => ({ metrics, gpu: Gpu.MI300X }), pods: 1, nodePools: { mi300x: { gpu: Gpu.MI300X, nodes: 1 } } },
};

export interface ServiceFault {
  readonly what: string;
  readonly minutes: number;
  readonly trouble: Trouble;
}

const fault = (what: string, minutes: number, trouble: Trouble): ServiceFault => ({ what, minutes, trouble });

/** By alert and severity. */
export const SERVICE_FAULTS: Readonly<Record<string, readonly ServiceFault[]>> = {
  'GpuServiceDown critical': [
    fault('no pod is ready', 25, { ready: { troubled: 0 }, wanted: { troubled: 2 } }),
    fault('no pod is there', 25, { ready: { troubled: null }, wanted: { troubled: 2 } }),
  ],
  'GpuServiceBelowFloor warning': [fault('one pod is not ready', 60, { 'ready@0': { troubled: 0 } })],
  'GpuServiceQueueLong warning': [fault('seven wait', 40, { flux_queue: { troubled: 7 } })],
  'GpuServiceQueueLong critical': [fault('twelve wait', 40, { flux_queue: { troubled: 12 } })],
  'GpuServiceSlow warning': [fault('requests take minutes', 30, { seconds: { troubled: 100 }, requests: { healthy: 1 } })],
  'GpuServiceSilent warning': [
    fault('no pod answers the scrape', 30, { up: { troubled: 0 }, ready: { troubled: 1 } }),
    fault('the queue has another name', 30, {
      flux_queue: { troubled: null },
      up: { troubled: 1 },
      ready: { troubled: 1 },
      active: { troubled: 0.8 },
    }),
  ],
  'GpuServiceMemoryHigh warning': [
    fault('the program has taken 41 of 45 GiB', 40, { 'memory used': { troubled: 41 }, 'memory free': { troubled: 4 } }),
  ],
  'GpuServiceMemoryHigh critical': [
    fault('the program has taken 44 of 45 GiB', 40, { 'memory used': { troubled: 44 }, 'memory free': { troubled: 1 } }),
  ],
  'GpuServiceIdle info': [fault('the card does next to nothing', 1_620, { active: { healthy: 0.8, troubled: 0.02 } })],
};

/** What happens to every healthy service: no alert may fire for it. */
export const SERVICE_EVERYDAY: Readonly<Record<string, ServiceFault>> = {
  nothing: fault('nothing', 10, {}),
  burst: fault('a burst queues for four minutes', 4, { flux_queue: { troubled: 40 } }),
  start: fault('pods start, wait for their node and load their model', 9, {
    ready: { troubled: 0 },
    up: { troubled: 0 },
    wanted: { troubled: 1 },
    started: { troubled: 15 * 60 },
    phase: { troubled: 1 },
  }),
  restart: fault('a pod restarts', 4, { 'ready@0': { troubled: 0 }, 'up@0': { troubled: 0 } }),
};

/** The rules of a stack that watches one service of the kind. */
export function groupsOfService(kind: ServiceKind): RuleGroup[] {
  return stackOfService(kind).ruleGroups();
}

export function stackOfService({ props, nodePools = PRICED }: ServiceKind): ObservabilityStack {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { ...nodePools, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(Testing.app(), 'research');
  const service = new GpuService(stack, SERVICE, {
    cluster,
    image: 'registry.example.com/flux-server:1.3.0',
    port: 8188,
    gpu: Gpu.L40S,
    ...props({ stack, cluster }),
  });
  const fleet = { name: 'research', pools: () => [], latencyOf: () => 'background' as const, gpuServices: [service] } as const;
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], budget: { usdPerHour: 100 } });
}

const PRICED = { l40s: { gpu: Gpu.L40S, nodes: 4, usdPerGpuHour: 1.5, priceAsOf: '2026-11-01' } } as const;

const LONG_AGO = -1e6;
const BUCKETS = [1, 10, 30, 60, 120, 300];

/** Everything that its pods write; `name@0` is a series of the first pod alone. */
export function serviceInput({ pods, healthy = {}, unwritten = [] }: ServiceKind, time: Timeline, trouble: Trouble): InputSeries[] {
  const place = (pod: string) => `namespace="research",pod="${pod}"`;
  const course = (name: string, pod: number | undefined, usual: number): Course => ({
    healthy: usual,
    ...healthy[name],
    ...trouble[name],
    ...(pod === undefined ? {} : trouble[`${name}@${pod}`]),
  });
  const ofPod = (pod: string, index: number): InputSeries[] => {
    const gauge = (name: string, series: string, usual: number) => ({ series, values: gaugeValues(course(name, index, usual), time) });
    const own = `${place(pod)},container="service"`;
    return [
      gauge('ready', `kube_pod_status_ready{${place(pod)},condition="true"}`, 1),
      gauge('started', `kube_pod_start_time{${place(pod)}}`, LONG_AGO),
      gauge('ready since', `kube_pod_status_ready_time{${place(pod)}}`, LONG_AGO + 120),
      gauge('phase', `kube_pod_status_phase{${place(pod)},phase="Running"}`, 1),
      gauge('pending', `kube_pod_status_phase{${place(pod)},phase="Pending"}`, 0),
      ...['nvidia_com_gpu', 'nvidia_com_gpu_shared', 'amd_com_gpu'].map((resource) =>
        gauge('held', `kube_pod_container_resource_requests{${own},resource="${resource}",unit="integer"}`, 1),
      ),
      gauge('restarts', `kube_pod_container_status_restarts_total{${own}}`, 0),
      gauge('up', `up{${own},job="research/images"}`, 1),
      gauge('active', `DCGM_FI_PROF_GR_ENGINE_ACTIVE{${own},gpu="0"}`, 0.8),
      gauge('memory used', `DCGM_FI_DEV_FB_USED{${own},gpu="0"}`, 20),
      gauge('memory free', `DCGM_FI_DEV_FB_FREE{${own},gpu="0"}`, 25),
      gauge('flux_queue', `flux_queue{${own}}`, 1),
      gauge('flux_running', `flux_running{${own}}`, 1),
      ...durations(own, course('seconds', index, 20), course('requests', index, 1), time),
    ];
  };
  const names = Array.from({ length: pods }, (_, index) => deploymentPod(SERVICE, index));
  return [
    ...names.flatMap(ofPod).filter(({ series }) => !unwritten.some((name) => series.startsWith(`${name}{`))),
    {
      series: `kube_deployment_spec_replicas{namespace="research",deployment="${SERVICE}"}`,
      values: gaugeValues(course('wanted', undefined, pods), time),
    },
    { series: 'kube_node_status_allocatable{node="gpu-1",resource="nvidia_com_gpu"}', values: gaugeValues({ healthy: 4 }, time) },
    // Neighbours whose names begin alike; their series must not count.
    ...neighbours(time),
  ];
}

function durations(labels: string, { healthy, troubled = healthy }: Course, { healthy: rate }: Course, time: Timeline): InputSeries[] {
  const late = troubled ?? healthy;
  const bucket = (le: string, limit: number) => ({
    series: `flux_seconds_bucket{${labels},le="${le}"}`,
    values: counterValues({ healthy: healthy <= limit ? rate : 0, troubled: late <= limit ? rate : 0 }, time),
  });
  return [
    ...BUCKETS.map((limit) => bucket(String(limit), limit)),
    bucket('+Inf', Number.POSITIVE_INFINITY),
    { series: `flux_seconds_count{${labels}}`, values: counterValues({ healthy: rate }, time) },
  ];
}

function neighbours(time: Timeline): InputSeries[] {
  const of = (series: string, healthy: number) => ({ series, values: gaugeValues({ healthy }, time) });
  return neighboursOf(SERVICE).flatMap((pod) => {
    const place = `namespace="research",pod="${pod}"`;
    return [
      of(`kube_pod_status_ready{${place},condition="true"}`, 1),
      of(`kube_pod_start_time{${place}}`, LONG_AGO),
      of(`flux_queue{${place},container="service"}`, 500),
      of(`up{${place},container="service"}`, 1),
    ];
  });
}
