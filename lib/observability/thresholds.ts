import { z } from 'zod';

/** When alerts fire. The defaults are the published rules of thumb for serving agents. */
export interface AlertThresholds {
  /**
   * KV cache in use that is a warning, 0 … 1.
   * @default 0.85
   */
  readonly kvCacheWarning?: number;
  /**
   * KV cache in use that is critical, 0 … 1.
   * @default 0.90
   */
  readonly kvCacheCritical?: number;
  /**
   * Waiting requests per replica that are a warning.
   * @default 5
   */
  readonly waitingWarning?: number;
  /**
   * Waiting requests per replica that are critical.
   * @default - 10 for each GPU of a replica, the published overload; 10 for each pod of a tool
   */
  readonly waitingCritical?: number;
  /**
   * Memory in use of a GPU of a tool (`GpuService`) that is a warning, 0 … 1; where `memoryGiBPerGpu` says that it takes more, above that. Pools are watched by their KV cache: their engines take the memory when they start.
   * @default 0.80
   */
  readonly gpuMemoryWarning?: number;
  /**
   * Memory in use of a GPU of a tool that is critical, 0 … 1.
   * @default 0.95
   */
  readonly gpuMemoryCritical?: number;
  /**
   * Share of the time-to-first-token target at which the warning comes, before the target itself is broken.
   * @default 0.8
   */
  readonly ttftWarningShare?: number;
  /**
   * Times its mean of the last day at which the tokens of a client of the router are unusual: agents that loop.
   * @default 10
   */
  readonly spendTimesBaseline?: number;
}

export const thresholdsSchema = z.strictObject({
  kvCacheWarning: z.number().positive().max(1).default(0.85),
  kvCacheCritical: z.number().positive().max(1).default(0.9),
  waitingWarning: z.number().positive().max(1_000_000).default(5),
  waitingCritical: z.number().positive().max(1_000_000).optional(),
  gpuMemoryWarning: z.number().positive().max(1).default(0.8),
  gpuMemoryCritical: z.number().positive().max(1).default(0.95),
  ttftWarningShare: z.number().positive().max(1_000).default(0.8),
  spendTimesBaseline: z.number().min(1.5).max(1_000).default(10),
});

export interface Thresholds extends z.output<typeof thresholdsSchema> {}

/** Waiting requests for each GPU that are an overload: published rules of thumb for agents, April 2026. */
const OVERLOAD_PER_GPU = 10;

/** Waiting requests of a replica that are critical; of several kinds of replicas, of the smallest. One GPU where none is named, as for a pod of a tool. */
export const criticalWaiting = ({ waitingCritical }: Thresholds, ...gpusPerReplica: readonly number[]): number =>
  waitingCritical ?? OVERLOAD_PER_GPU * (gpusPerReplica.length === 0 ? 1 : Math.min(...gpusPerReplica));
