/** Windows of a schedule out of replicas by hour, e.g. those that the plan prints for a role with a day curve. */
import { z } from 'zod';
import { parseProps, wholeNumber } from '../core/schema';
import { daysSchema, type ScheduleWindow, type Weekday } from './schedule-props';

/** Replicas by hour, and what to add to them. */
export interface WindowsByHourProps {
  /** Replicas that each hour needs, 24 from midnight: `fleets[].roles[].day.replicasByHour` of the plan. */
  readonly replicasByHour: readonly number[];
  /** Floor of the policy: hours that need no more have no window. */
  readonly min: number;
  /**
   * Share that is added to each hour: a forecast is a mean, and some days are busier.
   * @default 0.3
   */
  readonly headroom?: number;
  /**
   * Days that go so.
   * @default - every day
   */
  readonly days?: readonly Weekday[];
}

const HOURS = 24;

/** Share that a forecast is raised by (published practice). */
export const DEFAULT_HEADROOM = 0.3;

export const windowsByHourSchema = z.strictObject({
  replicasByHour: z.array(wholeNumber(1, 10_000)).length(HOURS).readonly(),
  min: wholeNumber(1, 10_000),
  headroom: z.number().min(0).max(10).default(DEFAULT_HEADROOM),
  days: daysSchema,
});

/** One window for each run of hours with the same replicas; those that need no more than `min` have none, since the plan never counts fewer than the floor. */
export function windowsByHour(props: WindowsByHourProps): Record<string, ScheduleWindow> {
  const context = { path: 'Scaling.windowsByHour', className: 'Scaling.windowsByHour' };
  const { replicasByHour, min, headroom, days } = parseProps(windowsByHourSchema, props, context);
  const needed = replicasByHour.map((replicas) => (replicas <= min ? min : withHeadroom(replicas, headroom)));
  const starts = needed.flatMap((replicas, hour) => (replicas === needed[hour - 1] ? [] : [{ hour, replicas }]));
  return Object.fromEntries(
    starts
      .map(({ hour, replicas }, index) => ({ hour, replicas, end: starts[index + 1]?.hour ?? HOURS }))
      .filter(({ replicas }) => replicas > min)
      .map(({ hour, end, replicas }) => [
        `hours-${twoDigits(hour)}-${twoDigits(end)}`,
        { days, from: clock(hour), to: clock(end), replicas },
      ]),
  );
}

/** Rounded up, and not by what floating point adds: 10 and a tenth are 11. */
export const withHeadroom = (replicas: number, headroom: number): number => Math.ceil(Number((replicas * (1 + headroom)).toFixed(9)));

const twoDigits = (hour: number): string => String(hour).padStart(2, '0');
const clock = (hour: number): string => `${twoDigits(hour % HOURS)}:00`;
