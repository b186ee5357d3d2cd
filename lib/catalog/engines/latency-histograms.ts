import type { Provenance } from '../provenance';

/** Bounds of a histogram: between two of them it tells no times apart, and a quantile is read off as if requests were spread evenly. */
export interface HistogramBounds {
  /** Finite bounds, seconds, ascending. */
  readonly seconds: readonly number[];
  /** Flag by which users set others. */
  readonly setBy: string;
}

/** The histograms that latency targets are watched by. */
export interface LatencyHistograms {
  readonly timeToFirstToken: HistogramBounds;
  readonly timePerOutputToken: HistogramBounds;
  readonly endToEndLatency: HistogramBounds;
  readonly provenance: Provenance;
}
