/** The signals by name, and what a workload does not write of them. */
import type { EngineMetric } from '../../catalog/engines/engine-metrics';
import type { ScaledWorkload } from '../../inference/scaling-policy';
import type { ScalingSignal } from '../any-signal-props';
import { FIRST_TOKEN } from './first-token';
import { QUEUE } from './queue';
import { type Signal, seriesOf } from './signal';
import { TOKENS } from './tokens';

export const SIGNALS: Readonly<Record<ScalingSignal, Signal>> = { queue: QUEUE, latency: FIRST_TOKEN, tokens: TOKENS };

/** What the target does not say of what the signals need, each as the end of a sentence. */
export function unsaid(target: ScaledWorkload, signals: readonly ScalingSignal[]): string[] {
  const reads = signals.flatMap((signal) => Object.entries(SIGNALS[signal].reads) as [EngineMetric, string][]);
  return [...new Set(reads.filter(([metric]) => seriesOf(target, metric) === null).map(([, meaning]) => meaning))];
}
