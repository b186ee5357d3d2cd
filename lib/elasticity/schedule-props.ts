import { z } from 'zod';
import { notion } from '../core/notion';
import { wholeNumber } from '../core/schema';

/** A day of the week. */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Hours in which a pool has more replicas than its floor. */
export interface ScheduleWindow {
  /**
   * Days on which it begins.
   * @default - every day
   */
  readonly days?: readonly Weekday[];
  /** When the replicas must be ready, `HH:MM` on the clock of `timeZone`. */
  readonly from: string;
  /** When they may stop, `HH:MM`; the next day where it is not after `from`. */
  readonly to: string;
  /** Replicas at least, from the floor to the ceiling of the policy. */
  readonly replicas: number;
}

/** Floors by the clock. */
export interface Schedule {
  /** Name of the IANA time zone whose clock counts, e.g. `Europe/Berlin` or `UTC`. */
  readonly timeZone: string;
  /** Windows by name, e.g. `{ office: { days: ['mon'], from: '08:00', to: '18:00', replicas: 6 } }`. Where several hold, the most replicas count. */
  readonly windows: Readonly<Record<string, ScheduleWindow>>;
  /**
   * Seconds before `from` at which replicas begin to start.
   * @default - what the start of a replica may take, plus what the autoscaler takes from the floor to the replicas of the window
   */
  readonly startEarlySeconds?: number | undefined;
}

/** Days as cron counts them, Sunday first. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const satisfies readonly Weekday[];

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const clock = notion('time of day', 'a time such as 08:00', (text) => CLOCK.test(text));

export const daysSchema = z
  .array(z.enum(WEEKDAYS))
  .min(1)
  .refine((days) => new Set(days).size === days.length, 'each day once')
  .readonly()
  .default([...WEEKDAYS]);

const windowSchema = z.strictObject({
  days: daysSchema,
  from: clock,
  to: clock,
  replicas: wholeNumber(1, 10_000),
});

/** KEDA reads the zone on Linux, where names are distinguished by case and offsets are no names. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

const NAME = /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/;

export const scheduleSchema = z.strictObject({
  timeZone: notion('time zone', 'a name of the IANA time zones, e.g. Europe/Berlin', isTimeZone),
  windows: z
    .record(
      notion('name of a window', 'lower-case letters, digits and hyphens, at most 30', (text) => NAME.test(text)),
      windowSchema,
    )
    .refine((windows) => Object.keys(windows).length > 0, 'at least one window'),
  startEarlySeconds: wholeNumber(0, 86_400).optional(),
});
