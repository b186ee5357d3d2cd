/** What every policy says besides its signals: between which bounds, how soon, and when. */
import { z } from 'zod';
import { alsoCalled } from '../core/meant';
import { wholeNumber } from '../core/schema';
import { type Schedule, scheduleSchema } from './schedule-props';

/** Props that all policies share. */
export interface EnvelopeProps {
  /** Replicas that are always warm: at least 1, because a pool without replicas exports no signal that could wake it; 0 where a `schedule` wakes it and nobody waits. */
  readonly min: number;
  /** Replicas at most. */
  readonly max: number;
  /**
   * Seconds that the signal must stay high before a replica is added.
   * @default 60
   */
  readonly scaleOutWindowSeconds?: number;
  /**
   * Seconds that the signal must stay low before a replica is removed.
   * @default 300
   */
  readonly scaleInWindowSeconds?: number | undefined;
  /**
   * Seconds of silence before KEDA leaves the last replica of a pool that may sleep. It acts on the step to zero only; the window above rules all others.
   * @default - 300; of a pool that may sleep what a start may take, if that is longer
   */
  readonly cooldownSeconds?: number | undefined;
  /**
   * Seconds between two looks at Prometheus.
   * @default 15
   */
  readonly pollingIntervalSeconds?: number;
  /**
   * Higher floors by the clock, ready when their window begins. The signals add replicas beyond them.
   * @default - none: `min` at all hours
   */
  readonly schedule?: Schedule | undefined;
}

/** The longest window that a HorizontalPodAutoscaler accepts, seconds. */
export const MAX_WINDOW_SECONDS = 3600;

export const DEFAULT_SCALE_IN_SECONDS = 300;

export const windowSeconds = () => wholeNumber(0, MAX_WINDOW_SECONDS);

export const envelopeShape = {
  min: alsoCalled(wholeNumber(0, 10_000), 'minReplicas', 'minReplicaCount', 'floor'),
  max: alsoCalled(wholeNumber(1, 10_000), 'maxReplicas', 'maxReplicaCount', 'ceiling'),
  scaleOutWindowSeconds: windowSeconds().default(60),
  scaleInWindowSeconds: windowSeconds().default(DEFAULT_SCALE_IN_SECONDS),
  cooldownSeconds: wholeNumber(0, 86_400).optional(),
  pollingIntervalSeconds: wholeNumber(1, 3600).default(15),
  schedule: scheduleSchema.optional(),
};

const envelopeSchema = z.strictObject(envelopeShape);

/** `EnvelopeProps` after their checks. Without `scaleInWindowSeconds` it follows from the start of a replica. */
export type EnvelopeSpec = Omit<z.output<typeof envelopeSchema>, 'scaleInWindowSeconds'> & {
  readonly scaleInWindowSeconds?: number | undefined;
};
