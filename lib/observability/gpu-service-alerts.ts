/**
 * Alerts of one tool on GPUs: no pod answers, fewer than planned, a queue, slow requests, metrics that do not come, a card that idles. What is declared of its
 * load decides which of them there are.
 */
import { SERIES } from '../catalog/recorded-series';
import { isRecordedOf, seriesOfService } from './gpu-service-series';
import type { ObservedGpuService } from './observed-gpu-service';
import { type AlertRule, type AlertSeverity, EVALUATION_INTERVAL, type RuleGroup } from './rule';
import { criticalWaiting, type Thresholds } from './thresholds';

/** Share of a day in which a card that is paid all day should work at least; assumed. */
const WORTH_KEEPING = 0.1;
/** A card that works so much has requests, and a program with requests writes the series that it declares; assumed. */
const WORKS = 0.05;
/** Minutes that a node with a GPU may take to start, for pods that an autoscaler adds; assumed. */
const NODE_MINUTES = 10;

export function gpuServiceAlerts(service: ObservedGpuService, thresholds: Thresholds): RuleGroup {
  return {
    name: `${service.name}-gpu-service-alerts`,
    interval: EVALUATION_INTERVAL,
    rules: [
      ...readyAlerts(service),
      ...given(service, SERIES.waitingPerReplica, () => queueAlerts(service, thresholds)),
      ...given(service, SERIES.requestSecondsP95, () => [slowAlert(service)]),
      ...(service.metrics === null ? [] : [silentAlert(service)]),
      ...given(service, SERIES.gpuMemoryUsed, () => memoryAlerts(service, thresholds)),
      ...given(service, SERIES.gpuActive, () => [idleAlert(service)]),
    ],
  };
}

const given = (service: ObservedGpuService, series: string, alerts: () => AlertRule[]): AlertRule[] =>
  isRecordedOf(service, series) ? alerts() : [];

interface PoolAlert {
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly expr: string;
  readonly minutes: number;
  readonly summary: string;
  readonly description: string;
}

function alert({ name, namespace }: ObservedGpuService, spec: PoolAlert): AlertRule {
  return {
    alert: `AgentFleetGpuService${spec.name}`,
    expr: spec.expr,
    for: `${spec.minutes}m`,
    labels: { severity: spec.severity, namespace, gpu_service: name },
    annotations: { summary: `${namespace}/${name}: ${spec.summary}`, description: spec.description },
  };
}

/** The youngest pod still loads: within its time nothing is wrong. A pod without a node has no start, and is waited for in vain. */
const starting = ({ selector, startupSeconds }: ObservedGpuService): string =>
  `(time() - max(kube_pod_start_time{${selector}}) < ${startupSeconds})`;

const minutesOf = (seconds: number): number => Math.ceil(seconds / 60);

function readyAlerts(service: ObservedGpuService): AlertRule[] {
  const { namespace, name, minReplicas, startupSeconds } = service;
  const ready = seriesOfService(SERIES.replicasReady, service);
  // One that sleeps has no pod for hours, and nothing is wrong until some are wanted.
  const wanted = `(max(kube_deployment_spec_replicas{namespace="${namespace}",deployment="${name}"}) > 0)`;
  const none = minReplicas === 0 ? `${ready} == 0 and on() ${wanted}` : `${ready} == 0`;
  const down = alert(service, {
    name: 'Down',
    severity: 'critical',
    expr: `${none} unless on() ${starting(service)}`,
    minutes: minReplicas === 0 ? NODE_MINUTES : 5,
    summary: 'no pod of the tool is ready',
    description:
      'No pod is ready, and none is within startupSeconds. Look at the events of its pods: no node with the GPU, a model that does not load, a health check at another path.',
  });
  const short = alert(service, {
    name: 'BelowFloor',
    severity: 'warning',
    expr: `${ready} > 0 < ${minReplicas}`,
    minutes: Math.max(30, minutesOf(startupSeconds) + NODE_MINUTES),
    summary: `fewer than ${minReplicas} pods are ready`,
    description: `{{ $value }} of ${minReplicas} pods that are always paid are ready, for longer than a start takes.`,
  });
  return minReplicas > 1 ? [down, short] : [down];
}

/** A scaled one has time to start the pods that the queue asks for. */
function queueAlerts(service: ObservedGpuService, thresholds: Thresholds): AlertRule[] {
  const { waitingWarning } = thresholds;
  const waiting = seriesOfService(SERIES.waitingPerReplica, service);
  const base = {
    name: 'QueueLong',
    minutes: service.scaled ? minutesOf(service.startupSeconds) + NODE_MINUTES : 5,
    description: '{{ $value | humanize }} requests wait for each ready pod: raise the ceiling of scaling, or the number of replicas.',
  };
  return [
    alert(service, { ...base, severity: 'warning', expr: `${waiting} > ${waitingWarning}`, summary: 'requests of a tool queue up' }),
    alert(service, {
      ...base,
      severity: 'critical',
      expr: `${waiting} > ${criticalWaiting(thresholds)}`,
      summary: 'requests of a tool queue in overload',
    }),
  ];
}

function slowAlert(service: ObservedGpuService): AlertRule {
  const { requestSeconds } = service;
  return alert(service, {
    name: 'Slow',
    severity: 'warning',
    expr: `${seriesOfService(SERIES.requestSecondsP95, service)} > ${requestSeconds}`,
    minutes: 10,
    summary: 'requests of a tool take longer than they may',
    description: `5 of 100 requests take {{ $value | humanizeDuration }} or longer, and requestSeconds is ${requestSeconds}: a pod that is stopped cuts such requests off.`,
  });
}

/** What a program allocates in advance, and says, is no news; a program that takes memory as it goes ends where there is none left. */
function memoryAlerts(service: ObservedGpuService, { gpuMemoryWarning, gpuMemoryCritical }: Thresholds): AlertRule[] {
  const used = seriesOfService(SERIES.gpuMemoryUsed, service);
  const expected = Math.max(gpuMemoryWarning, Number((service.declaredMemory ?? 0).toFixed(3)));
  const base = {
    name: 'MemoryHigh',
    minutes: 10,
    description:
      'A GPU has given {{ $value | humanizePercentage }} of its memory away: a larger request may find none, and the program ends. Look whether it grows with every request; take a larger card, or fewer requests at once.',
  };
  const critical = alert(service, {
    ...base,
    severity: 'critical',
    expr: `${used} > ${gpuMemoryCritical}`,
    summary: 'the GPU memory of a tool is full',
  });
  if (expected >= gpuMemoryCritical) return [critical];
  return [
    alert(service, { ...base, severity: 'warning', expr: `${used} > ${expected}`, summary: 'the GPU memory of a tool is filling up' }),
    critical,
  ];
}

/** Nothing is scraped, or the card works while a declared series is not there: its name is wrong. */
function silentAlert(service: ObservedGpuService): AlertRule {
  const { selector, metrics } = service;
  const ready = `${seriesOfService(SERIES.replicasReady, service)} > 0`;
  const { requestsWaiting, requestsRunning, requestDuration } = metrics ?? {};
  const declared = [requestsWaiting, requestsRunning, ...(requestDuration == null ? [] : [`${requestDuration}_count`])];
  const works = `on() (${seriesOfService(SERIES.gpuActive, service)} > ${WORKS})`;
  const unwritten = isRecordedOf(service, SERIES.gpuActive)
    ? declared.filter((name) => name != null).map((name) => `(${ready} and ${works} unless on() (count(${name}{${selector}}) > 0))`)
    : [];
  const unscraped = `(${ready} unless on() (sum(max by (pod) (up{${selector}})) > 0))`;
  return alert(service, {
    name: 'Silent',
    severity: 'warning',
    expr: [unscraped, ...unwritten].join(' or '),
    minutes: 15,
    summary: 'metrics of a tool do not come',
    description:
      'Pods are ready, and Prometheus reads no metrics of them, or not those that `metrics` names: nothing tells a queue, and what scales by it stands still.',
  });
}

function idleAlert(service: ObservedGpuService): AlertRule {
  const active = seriesOfService(SERIES.gpuActive, service);
  return alert(service, {
    name: 'Idle',
    severity: 'info',
    // One that is younger than a day has not had the chance.
    expr: `avg_over_time(${active}[1d]) < ${WORTH_KEEPING} and ${active} offset 1d >= 0`,
    minutes: 60,
    summary: 'the GPU of a tool idles most of the day',
    description:
      'The GPUs were busy {{ $value | humanizePercentage }} of the last day: a shared card, a slice, or a queue that wakes the tool costs less.',
  });
}
