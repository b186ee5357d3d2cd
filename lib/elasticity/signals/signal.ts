import type { EngineMetric } from '../../catalog/engines/engine-metrics';
import type { IScalable, ScaledWorkload } from '../../inference/scaling-policy';
import type { SignalSettings } from '../scaling-view';
import type { Trigger } from './trigger';

/** What a workload is scaled by: the series that it reads, and the triggers that it becomes. */
export interface Signal {
  /** Meanings of its series, with what they say, as the end of `it does not say …`. */
  readonly reads: Readonly<Partial<Record<EngineMetric, string>>>;
  /** Empty where a number is missing, of which a rule says so. */
  triggers(target: IScalable, spec: SignalSettings): Trigger[];
}

/** Name of a series of the target; null where it writes none. */
export function seriesOf(target: ScaledWorkload, metric: EngineMetric): string | null {
  return target.metricsPath === null ? null : (target.metrics[metric] ?? null);
}
