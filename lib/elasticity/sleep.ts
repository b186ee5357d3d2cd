/** Pools that may have no replica: what wakes them, how long they stay awake, and what becomes of requests meanwhile. */
import type { ScaledWorkload, SleepTerms } from '../inference/scaling-policy';
import type { SignalSettings } from './scaling-view';

export const DEFAULT_COOLDOWN_SECONDS = 300;

export const sleeps = ({ min }: Pick<SignalSettings, 'min'>): boolean => min === 0;

/** Signals that exist while no pod runs, in words; empty where all die with the pool. */
export function wakingSignals({ queue, tasksPerReplica, schedule }: SignalSettings): string[] {
  const isAsked = queue !== undefined && queue.depth(tasksPerReplica ?? 1) !== null;
  return [
    ...(isAsked ? [`tasks of queue ${queue.name}`] : []),
    ...Object.keys(schedule?.windows ?? {}).map((name) => `window ${name} (${schedule?.timeZone})`),
  ];
}

/** Undefined where a replica is always there. */
export function sleepTerms(spec: SignalSettings): SleepTerms | undefined {
  if (!sleeps(spec)) return undefined;
  const asked = 'requests are held by the router, refused, or answered by another alias, as it says';
  const { queue, schedule } = spec;
  return {
    wakesOn: wakingSignals(spec),
    ...(schedule === undefined ? { tasksOf: queue } : {}),
    meanwhile: queue === undefined ? `until the next window ${asked}` : `tasks wait in queue ${queue.name}; ${asked}`,
  };
}

/** Seconds without a signal after which the last replica goes: as long as a start may take, so that a pool does not sleep as soon as it has woken. */
export function cooldownSeconds({ startupSeconds }: ScaledWorkload, spec: SignalSettings): number {
  const least = sleeps(spec) ? (startupSeconds ?? 0) : 0;
  return spec.cooldownSeconds ?? Math.max(DEFAULT_COOLDOWN_SECONDS, least);
}
