/** The signals by name, and what a workload does not write of them. */
import type { EngineMetric } from '../../catalog/engines/engine-metrics';
import type { ScaledWorkload } from '../../inference/scaling-policy';
import type { SignalName } from '../scaling-view';
import { FIRST_TOKEN } from './first-token';
import { QUEUE } from './queue';
import { type Signal, seriesOf } from './signal';
import { TASKS } from './tasks';
import { TOKENS } from './tokens';

export const SIGNALS: Readonly<Record<SignalName, Signal>> = { queue: QUEUE, latency: FIRST_TOKEN, tokens: TOKENS, tasks: TASKS };

/** What the target does not say of what the signals need, each as the end of a sentence. */
export function unsaid(target: ScaledWorkload, signals: readonly SignalName[]): string[] {
  const reads = signals.flatMap((signal) => Object.entries(SIGNALS[signal].reads) as [EngineMetric, string][]);
  return [...new Set(reads.filter(([metric]) => seriesOf(target, metric) === null).map(([, meaning]) => meaning))];
}
