import type { ScaledWorkload } from '../inference/scaling-policy';
import { DEFAULT_SCALE_IN_SECONDS, MAX_WINDOW_SECONDS } from './envelope-props';
import type { SignalSettings } from './scaling-view';

/** Seconds for which first tokens must be in time until it is sure that a replica is not needed: one that was removed too soon is missing for its start. */
export function patientSeconds({ startupSeconds }: ScaledWorkload, { ttftWindowSeconds = 0 }: SignalSettings): number {
  return Math.min(MAX_WINDOW_SECONDS, Math.max(DEFAULT_SCALE_IN_SECONDS, (startupSeconds ?? 0) + ttftWindowSeconds));
}

export function scaleInSeconds(target: ScaledWorkload, spec: SignalSettings): number {
  return spec.scaleInWindowSeconds ?? patientSeconds(target, spec);
}
