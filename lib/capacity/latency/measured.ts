import { type EngineLatency, MEASURED, type Spread } from './engine-latency';
import type { Seen } from './operating-point';

/** A user's own measurement: it replaces the formula at its own load, and corrects it at any other. */
export interface MeasuredLatency {
  readonly ttftMs?: number;
  readonly tpotMs?: number;
  /** Output tokens per second of one replica. */
  readonly tokensPerSecond?: number;
  /**
   * Requests in flight when it was measured.
   * @default - those of the load that is asked about
   */
  readonly atConcurrency?: number;
}

/** Factors on the formula with what is then left of its band, and the numbers that stand as they are. */
export interface Correction {
  readonly step: Corrected;
  readonly firstToken: Corrected;
  readonly exact: MeasuredLatency;
}

export interface Corrected {
  readonly factor: number;
  readonly spread: Spread;
}

/** @param estimateAt what the estimate says at that many requests in flight; null where it says nothing */
export function correctionOf(
  measured: MeasuredLatency,
  concurrency: number,
  { band, correctedBand }: Pick<EngineLatency, 'band' | 'correctedBand'>,
  estimateAt: (concurrency: number) => Seen | null,
): Correction {
  const { step, firstToken } = band;
  const isMeasured = measured.ttftMs !== undefined || measured.tpotMs !== undefined || measured.tokensPerSecond !== undefined;
  if (!isMeasured) return { step: { factor: 1, spread: step }, firstToken: { factor: 1, spread: firstToken }, exact: {} };
  const at = measured.atConcurrency ?? concurrency;
  const isExact = at === concurrency;
  const estimate = estimateAt(at);
  const slower =
    estimate === null || measured.tokensPerSecond === undefined ? undefined : estimate.tokensPerSecond / measured.tokensPerSecond;
  const corrected = (part: 'step' | 'firstToken', number: number | undefined, said: number | undefined): Corrected => {
    const factor = number !== undefined && said !== undefined ? number / said : slower;
    if (factor === undefined) return { factor: 1, spread: band[part] };
    return { factor, spread: isExact && number !== undefined ? MEASURED : correctedBand[part] };
  };
  return {
    step: corrected('step', measured.tpotMs, estimate?.tpotMs),
    firstToken: corrected('firstToken', measured.ttftMs, estimate?.ttftMs),
    exact: isExact ? measured : {},
  };
}
