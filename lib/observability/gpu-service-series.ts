/** Series that are recorded for every tool on GPUs, under the names that pools have, with the label `gpu_service` in place of `pool`. */
import { SERIES } from '../catalog/recorded-series';
import { activeGpus, heldOrNone, usedMemory } from './gpu-series';
import type { ObservedGpuService } from './observed-gpu-service';
import { EVALUATION_INTERVAL, type RecordingRule, type RuleGroup } from './rule';

/** A recorded series of one service. */
export const seriesOfService = (name: string, { namespace, name: service }: Pick<ObservedGpuService, 'namespace' | 'name'>): string =>
  `${name}{namespace="${namespace}",gpu_service="${service}"}`;

/** Whether a series is recorded for a service; alerts and panels of one that is not are left out. */
export const isRecordedOf = (service: ObservedGpuService, series: string): boolean =>
  rulesOf(service).some(({ record }) => record === series);

export function gpuServiceSeries(service: ObservedGpuService): RuleGroup {
  const labels = { namespace: service.namespace, gpu_service: service.name };
  return {
    name: `${service.name}-gpu-service-series`,
    interval: EVALUATION_INTERVAL,
    rules: rulesOf(service).map((rule) => ({ ...rule, labels: { ...labels, ...rule.labels } })),
  };
}

const rulesOf = (service: ObservedGpuService): RecordingRule[] => [
  ...podSeries(service),
  ...requestSeries(service),
  ...moneySeries(service),
];

function podSeries({ selector, gpuResource, dcgm }: ObservedGpuService): RecordingRule[] {
  return [
    // A service without pods has no series at all, and no series means no alert.
    { record: SERIES.replicasReady, expr: `sum(kube_pod_status_ready{${selector},condition="true"}) or vector(0)` },
    { record: SERIES.gpus, expr: heldOrNone(selector, gpuResource) },
    ...(dcgm
      ? [
          { record: SERIES.gpuActive, expr: activeGpus(selector) },
          { record: SERIES.gpuMemoryUsed, expr: usedMemory(selector) },
        ]
      : []),
  ];
}

function requestSeries(service: ObservedGpuService): RecordingRule[] {
  const { metrics, selector } = service;
  const { requestsWaiting = null, requestsRunning = null, requestDuration = null } = metrics ?? {};
  const from = (name: string | null, record: string, expr: (name: string) => string): RecordingRule[] =>
    name === null ? [] : [{ record, expr: expr(name) }];
  const ready = seriesOfService(SERIES.replicasReady, service);
  return [
    ...from(requestsWaiting, SERIES.waiting, (name) => `sum(${name}{${selector}})`),
    ...from(
      requestsWaiting,
      SERIES.waitingPerReplica,
      () => `sum(${seriesOfService(SERIES.waiting, service)}) / clamp_min(sum(${ready}), 1)`,
    ),
    ...from(requestsRunning, SERIES.running, (name) => `sum(${name}{${selector}})`),
    ...from(
      requestDuration,
      SERIES.requestSecondsP95,
      (name) => `histogram_quantile(0.95, sum by (le) (rate(${name}_bucket{${selector}}[5m])))`,
    ),
  ];
}

/** Cost of what it holds at this moment. Without a price there is no cost, rather than a cost of nothing. */
function moneySeries(service: ObservedGpuService): RecordingRule[] {
  const { price, gpu } = service;
  if (price === null) return [];
  const held = seriesOfService(SERIES.gpus, service);
  return [
    {
      record: SERIES.gpuPrice,
      expr: `vector(${price.usdPerGpuHour})`,
      labels: { gpu, provider: price.provider, purchase: price.purchase, price_as_of: price.asOf },
    },
    {
      record: SERIES.costPerHour,
      expr: `${held} * on (namespace, gpu_service) group_left (gpu, price_as_of) ${seriesOfService(SERIES.gpuPrice, service)}`,
    },
  ];
}
