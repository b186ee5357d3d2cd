/** The triggers of a schedule: KEDA takes the maximum over all triggers, so each is a floor while its window lasts. */
import type { ScaledWorkload } from '../inference/scaling-policy';
import { aboveFloor } from './above-floor';
import { STEP_SECONDS, stepsBetween } from './scaling-steps';
import type { SignalSettings } from './scaling-view';
import type { ScheduleWindow } from './schedule-props';
import { cronSpans, type Span, spansOf } from './week';

/** Seconds before a window at which its replicas begin to start; null where the time of a start is not known. */
export function startEarlySeconds(target: ScaledWorkload, spec: SignalSettings, replicas: number): number | null {
  const said = spec.schedule?.startEarlySeconds;
  if (said !== undefined) return said;
  if (target.startupSeconds === null) return null;
  return (
    target.startupSeconds +
    spec.scaleOutWindowSeconds +
    stepsBetween(aboveFloor(target, spec.min), aboveFloor(target, replicas)) * STEP_SECONDS
  );
}

/** The spans of a window with its early start, in whole minutes. */
export function windowSpans(target: ScaledWorkload, spec: SignalSettings, window: Required<ScheduleWindow>): Span[] {
  return spansOf(window, Math.ceil((startEarlySeconds(target, spec, window.replicas) ?? 0) / 60));
}

export function scheduleTriggers(target: ScaledWorkload, spec: SignalSettings) {
  const { schedule } = spec;
  if (schedule === undefined) return [];
  return Object.entries(schedule.windows).flatMap(([name, window]) =>
    cronSpans(windowSpans(target, spec, window)).map(({ start, end }, index) => ({
      type: 'cron',
      name: index === 0 ? `window-${name}` : `window-${name}-part-${index + 1}`,
      metricType: 'AverageValue',
      metadata: { timezone: schedule.timeZone, start, end, desiredReplicas: String(aboveFloor(target, window.replicas)) },
    })),
  );
}
