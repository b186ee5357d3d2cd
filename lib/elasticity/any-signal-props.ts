import { z } from 'zod';
import { type EnvelopeProps, envelopeShape } from './envelope-props';
import { type FirstTokenProps, firstTokenShape, lateWindowsShape } from './latency-props';
import { waitingShape } from './queue-depth-props';
import { type TokenSignalProps, tokenShape } from './tokens-props';

/** Waiting requests, late first tokens, or the tokens that wait and are held. */
export type ScalingSignal = 'queue' | 'latency' | 'tokens';

/** Props of scaling on several signals: the one that asks for the most replicas wins. */
export interface AnySignalProps extends EnvelopeProps, FirstTokenProps, TokenSignalProps {
  /** What is looked at, each once. `queue` is always among them where `latency` is. */
  readonly signals: readonly ScalingSignal[];
  /**
   * Waiting requests that one replica may have.
   * @default 5
   */
  readonly waitingPerReplica?: number;
  /**
   * Seconds that a signal must stay high before a replica is added.
   * @default 120
   */
  readonly scaleOutWindowSeconds?: number;
  /**
   * Seconds that all signals must stay low before a replica is removed.
   * @default - what the start of a replica may take, plus `ttftWindowSeconds`; at least 300, at most 3600
   */
  readonly scaleInWindowSeconds?: number | undefined;
}

export const anySignalSchema = z.strictObject({
  ...envelopeShape,
  ...waitingShape,
  ...firstTokenShape,
  ...lateWindowsShape,
  ...tokenShape,
  signals: z
    .array(z.enum(['queue', 'latency', 'tokens']))
    .min(1)
    .refine((signals) => new Set(signals).size === signals.length, 'each signal once')
    .readonly(),
});
