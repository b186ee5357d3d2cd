import type { GpuPrice } from '../platform/cluster';

/** Where the program of a tool on GPUs says how much it has to do; null where it does not. */
export interface ObservedServiceMetrics {
  /** Gauge of the requests that wait. */
  readonly requestsWaiting: string | null;
  /** Gauge of the requests that run. */
  readonly requestsRunning: string | null;
  /** Histogram of the seconds that requests take, without `_bucket`. */
  readonly requestDuration: string | null;
}

/** A tool on GPUs as rules and dashboards see it: plain values. */
export interface ObservedGpuService {
  readonly name: string;
  readonly namespace: string;
  /** Label matchers of its pods, without braces. */
  readonly selector: string;
  /** Null where it is not scraped. */
  readonly metrics: ObservedServiceMetrics | null;
  /** Pods that are always there; 0 where it may sleep. */
  readonly minReplicas: number;
  /** An autoscaler owns the number of its pods. */
  readonly scaled: boolean;
  /** Seconds that a start may take, as declared. */
  readonly startupSeconds: number;
  /** Seconds that a request may take: a pod that is stopped has so long to finish. */
  readonly requestSeconds: number;
  /** Name of the GPU for people. */
  readonly gpu: string;
  /** GPU resource as kube-state-metrics writes it, e.g. `nvidia_com_gpu`. */
  readonly gpuResource: string;
  /** Its GPUs report through DCGM, and what they report is about this service alone: not about a card that it shares. */
  readonly dcgm: boolean;
  /** Share of the memory of each GPU that it is declared to take, 0 … 1; null where nobody says. */
  readonly declaredMemory: number | null;
  readonly price: GpuPrice | null;
  /** USD per hour of the pods that are always there; null where no price is known. */
  readonly floorUsdPerHour: number | null;
}

/** What can be watched as a tool on GPUs: `GpuService` is one. */
export interface IObservedGpuService {
  readonly observed: ObservedGpuService;
}

export function isObservedGpuService(value: unknown): value is IObservedGpuService {
  const observed = typeof value === 'object' && value !== null && 'observed' in value ? value.observed : undefined;
  if (typeof observed !== 'object' || observed === null) return false;
  const { name, namespace, selector } = observed as Partial<Record<keyof ObservedGpuService, unknown>>;
  return [name, namespace, selector].every((text) => typeof text === 'string');
}
