import { z } from 'zod';
import { wholeNumber } from '../core/schema';
import { type Schedule, scheduleSchema } from './schedule-props';

/** Props of scaling on waiting requests. */
export interface QueueDepthProps {
  /** Replicas that are always warm, at least 1: a pool without replicas exports no queue that could wake it. */
  readonly min: number;
  /** Replicas at most. */
  readonly max: number;
  /**
   * Waiting requests that one replica may have; above it another replica starts.
   * @default 5
   */
  readonly waitingPerReplica?: number;
  /**
   * Seconds that the queue must stay long before a replica is added.
   * @default 60
   */
  readonly scaleOutWindowSeconds?: number;
  /**
   * Seconds that the queue must stay short before a replica is removed.
   * @default 300
   */
  readonly scaleInWindowSeconds?: number;
  /**
   * Seconds of silence before KEDA would leave the last replica. It acts on the step to zero only; the window above rules all others.
   * @default 300
   */
  readonly cooldownSeconds?: number;
  /**
   * Seconds between two looks at Prometheus.
   * @default 15
   */
  readonly pollingIntervalSeconds?: number;
  /**
   * Higher floors by the clock, ready when their window begins. The queue adds replicas beyond them.
   * @default - none: `min` at all hours
   */
  readonly schedule?: Schedule | undefined;
}

/** The longest window that a HorizontalPodAutoscaler accepts, seconds. */
const MAX_WINDOW_SECONDS = 3600;

export const queueDepthSchema = z.strictObject({
  min: wholeNumber(0, 10_000),
  max: wholeNumber(1, 10_000),
  waitingPerReplica: wholeNumber(1, 100_000).default(5),
  scaleOutWindowSeconds: wholeNumber(0, MAX_WINDOW_SECONDS).default(60),
  scaleInWindowSeconds: wholeNumber(0, MAX_WINDOW_SECONDS).default(300),
  cooldownSeconds: wholeNumber(0, 86_400).default(300),
  pollingIntervalSeconds: wholeNumber(1, 3600).default(15),
  schedule: scheduleSchema.optional(),
});

export type QueueDepthSpec = z.output<typeof queueDepthSchema>;
