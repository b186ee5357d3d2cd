/** The times of a pool that have a target, and what the histograms of its engine can say of them. */
import { heldTargets, type LatencyMetric } from '../catalog/latency-targets';
import { SERIES } from '../catalog/recorded-series';
import type { ObservedPool } from './observed-pool';

/** One time of a pool with its target. */
export interface WatchedTime {
  readonly metric: LatencyMetric;
  /** Target, seconds. */
  readonly seconds: number;
  /** Recorded series of its 95th percentile. */
  readonly series: string;
  /** Bounds of the histogram behind it, seconds; null where they are not known. */
  readonly bounds: readonly number[] | null;
  /** A role, or `slo`, asks for it; else its class does. */
  readonly isOwn: boolean;
}

const RECORDED: Readonly<Record<LatencyMetric, string>> = { ttftMs: SERIES.ttftP95, tpotMs: SERIES.tpotP95, e2eMs: SERIES.e2eP95 };

export function watchedTimes({ ttftTargetSeconds, tpotTargetSeconds, e2eTargetSeconds, latency, histograms }: ObservedPool): WatchedTime[] {
  const targets = { ttftMs: ttftTargetSeconds, tpotMs: tpotTargetSeconds, e2eMs: e2eTargetSeconds };
  const ofClass = heldTargets(latency);
  return (Object.keys(targets) as LatencyMetric[]).flatMap((metric) => {
    const seconds = targets[metric];
    if (seconds === null) return [];
    return [{ metric, seconds, series: RECORDED[metric], bounds: histograms[metric], isOwn: seconds * 1_000 !== ofClass[metric] }];
  });
}

/** Below the lowest bound a quantile is part of the first bucket, beyond the highest it reads as that: nothing could be held against such a target. */
export const isToldApart = ({ seconds, bounds }: Pick<WatchedTime, 'seconds' | 'bounds'>): boolean =>
  bounds === null || (seconds >= (bounds[0] ?? 0) && seconds < (bounds.at(-1) ?? Number.POSITIVE_INFINITY));
