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
   * @default 10
   */
  readonly waitingCritical?: number;
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
  waitingCritical: z.number().positive().max(1_000_000).default(10),
  ttftWarningShare: z.number().positive().max(1_000).default(0.8),
  spendTimesBaseline: z.number().min(1.5).max(1_000).default(10),
});

export interface Thresholds extends z.output<typeof thresholdsSchema> {}
