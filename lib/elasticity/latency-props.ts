import { z } from 'zod';
import { wholeNumber } from '../core/schema';
import { type EnvelopeProps, envelopeShape, windowSeconds } from './envelope-props';
import { waitingShape } from './queue-depth-props';

/** Props of the signal of first tokens. */
export interface FirstTokenProps {
  /**
   * Seconds within which 95 of 100 requests shall have their first token.
   * @default - that of the strictest latency class of the roles on the pool
   */
  readonly ttftSeconds?: number;
  /**
   * Seconds of which the first tokens are looked at.
   * @default 120
   */
  readonly ttftWindowSeconds?: number;
}

/** Props of scaling on the time to the first token, together with the waiting requests. */
export interface LatencyScalingProps extends EnvelopeProps, FirstTokenProps {
  /**
   * Waiting requests that one replica may have. The queue is always a signal, too: a request that still waits has no first token yet.
   * @default 5
   */
  readonly waitingPerReplica?: number;
  /**
   * Seconds that first tokens must be late before a replica is added.
   * @default 120
   */
  readonly scaleOutWindowSeconds?: number;
  /**
   * Seconds that the signals must stay low before a replica is removed.
   * @default - what the start of a replica may take, plus `ttftWindowSeconds`; at least 300, at most 3600
   */
  readonly scaleInWindowSeconds?: number | undefined;
}

/** Four scrapes; a rate needs two. */
const MIN_WINDOW_SECONDS = 60;
export const TTFT_WINDOW_SECONDS = 120;

export const firstTokenShape = {
  ttftSeconds: z.number().positive().max(3600).optional(),
  ttftWindowSeconds: wholeNumber(MIN_WINDOW_SECONDS, 3600).default(TTFT_WINDOW_SECONDS),
};

/** A late first token is seen for a window longer than it lasts. */
export const lateWindowsShape = {
  scaleOutWindowSeconds: windowSeconds().default(TTFT_WINDOW_SECONDS),
  scaleInWindowSeconds: windowSeconds().optional(),
};

export const latencyScalingSchema = z.strictObject({ ...envelopeShape, ...waitingShape, ...firstTokenShape, ...lateWindowsShape });
