import type { Workload } from './workload';

/** A workload whose pods serve metrics. It opens its own network edge for Prometheus; the caller only says where Prometheus runs. */
export interface IScraped {
  readonly workload: Workload;
  /** Name of the container port that serves the metrics, as the pod declares it. */
  readonly metricsPortName: string;
  /** Path of the metrics, e.g. `/metrics`; null for a workload that serves none and is not scraped. */
  readonly metricsPath: string | null;
}
