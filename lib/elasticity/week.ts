/** Windows of a schedule as spans of a week, and the cron expressions that begin and end them. Minutes count from Sunday, 00:00. */
import { type ScheduleWindow, WEEKDAYS } from './schedule-props';

export const DAY_MINUTES = 1_440;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Part of every week. */
export interface Span {
  readonly start: number;
  readonly minutes: number;
}

/** When a span begins and ends, in five fields. */
export interface CronSpan {
  readonly start: string;
  readonly end: string;
}

/** Spans of a window that begins earlier by a number of minutes; those that touch are one. A single one of a whole week never ends. */
export function spansOf({ days, from, to }: Required<ScheduleWindow>, earlyMinutes: number): Span[] {
  const begin = minuteOf(from);
  const length = (minuteOf(to) - begin + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const starts = days.map((day) => inWeek(WEEKDAYS.indexOf(day) * DAY_MINUTES + begin - earlyMinutes)).sort((a, b) => a - b);
  return merged(starts.map((start) => ({ start, minutes: length + earlyMinutes })));
}

/**
 * One pair of expressions for all spans that begin at the same time of day and last as long. KEDA is within a window where the next end comes before
 * the next start, which holds of spans that do not overlap.
 */
export function cronSpans(spans: readonly Span[]): CronSpan[] {
  const alike = new Map<string, Span[]>();
  for (const span of spans) {
    const key = `${span.start % DAY_MINUTES} ${span.minutes}`;
    alike.set(key, [...(alike.get(key) ?? []), span]);
  }
  return [...alike.values()].map((group) => ({
    start: cron(group.map(({ start }) => start)),
    end: cron(group.map(({ start, minutes }) => inWeek(start + minutes))),
  }));
}

const inWeek = (minute: number): number => ((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** @param spans in the order of their starts, all of the same length */
function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    if (last !== undefined && last.start + last.minutes >= span.start) found[found.length - 1] = joined(last, span);
    else found.push(span);
  }
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return found;
  if (last.start + last.minutes < first.start + WEEK_MINUTES) return found;
  const around = joined(last, { ...first, start: first.start + WEEK_MINUTES });
  if (found.length > 1) return [...found.slice(1, -1), around];
  return [{ start: first.start, minutes: WEEK_MINUTES }];
}

const joined = (one: Span, next: Span): Span => ({
  start: one.start,
  minutes: Math.max(one.start + one.minutes, next.start + next.minutes) - one.start,
});

/** @param minutes of the week, all at the same time of day */
function cron(minutes: readonly number[]): string {
  const [first = 0] = minutes;
  const days = [...new Set(minutes.map((minute) => Math.floor(minute / DAY_MINUTES)))].sort((a, b) => a - b);
  const time = first % DAY_MINUTES;
  return `${time % 60} ${Math.floor(time / 60)} * * ${days.length === 7 ? '*' : days.join(',')}`;
}
