/**
 * The schedule of whole copies: six fields of cron, as `github.com/robfig/cron` 1.2.0 reads them, which CloudNativePG 1.30 does. Fields of numbers alone are taken; seconds come first,
 * which Kubernetes' own CronJob does not have.
 */

/** Smallest and largest value of a field. */
type Bounds = readonly [least: number, most: number];

/** Values of a field, in order. */
interface Field {
  readonly values: readonly number[];
  /** A `*` is in it, also as that of a step. */
  readonly isAny: boolean;
}

/** Times of a period: its first and last one, and the longest time between two that follow each other, seconds. */
interface Times {
  readonly first: number;
  readonly last: number;
  readonly gap: number;
}

const BOUNDS: readonly Bounds[] = [
  [0, 59],
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];
const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

const DAY_SECONDS = 86_400;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** After 28 years weekdays and leap years come again as they were, but at the turn of three centuries in four. */
const CYCLE_YEARS = 28;
const CYCLE_DAYS = CYCLE_YEARS * 365 + CYCLE_YEARS / 4;
/** The operator looks no further for the next time, and then makes no copy at all. */
const HORIZON_DAYS = 5 * 365;

/** The longest time between two whole copies, seconds; null where the text is no schedule, or one whose time does not come within five years. */
export function longestGapSeconds(schedule: string): number | null {
  const fields = schedule.split(' ').map((text, index) => fieldOf(text, BOUNDS[index]));
  const [seconds, minutes, hours, day, month, weekday] = fields;
  if (fields.length !== BOUNDS.length || !seconds || !minutes || !hours || !day || !month || !weekday) return null;
  const days = daysOf(day, month, weekday);
  const [firstDay] = days;
  if (firstDay === undefined) return null;
  const time = repeated(hours.values, 3_600, repeated(minutes.values, 60, repeated(seconds.values, 1, { first: 0, last: 0, gap: 0 })));
  // The cycle begins again.
  const { gap } = repeated([...days, firstDay + CYCLE_DAYS], DAY_SECONDS, time);
  return gap > HORIZON_DAYS * DAY_SECONDS ? null : gap;
}

/** The times of an inner period, once for each value of an outer one. @param unit seconds of one step of the outer one */
function repeated(values: readonly number[], unit: number, { first, last, gap }: Times): Times {
  const between = values.slice(1).map((value, index) => (value - (values[index] ?? value)) * unit + first - last);
  return {
    first: (values[0] ?? 0) * unit + first,
    last: (values.at(-1) ?? 0) * unit + last,
    gap: between.reduce((longest, each) => Math.max(longest, each), gap),
  };
}

/** Days of the cycle on which copies are made. Where day and weekday are both chosen, one of them is enough. */
function daysOf(day: Field, month: Field, weekday: Field): number[] {
  const [dayIn, monthIn, weekdayIn] = [new Set(day.values), new Set(month.values), new Set(weekday.values)];
  const needsBoth = day.isAny || weekday.isAny;
  const days: number[] = [];
  let passed = 0;
  for (let year = 0; year < CYCLE_YEARS; year += 1) {
    for (const [index, usual] of MONTH_DAYS.entries()) {
      const length = index === 1 && year % 4 === 0 ? usual + 1 : usual;
      for (let date = 1; date <= length; date += 1, passed += 1) {
        if (!monthIn.has(index + 1)) continue;
        const [onDay, onWeekday] = [dayIn.has(date), weekdayIn.has(passed % 7)];
        if (needsBoth ? onDay && onWeekday : onDay || onWeekday) days.push(passed);
      }
    }
  }
  return days;
}

/** Null where it is none. */
function fieldOf(text: string, bounds: Bounds | undefined): Field | null {
  const parts = text.split(',').map((part) => (bounds === undefined ? null : valuesOf(part, bounds)));
  if (!parts.every((part) => part !== null)) return null;
  return { values: [...new Set(parts.flat())].sort((a, b) => a - b), isAny: text.includes('*') };
}

/** `5/20` begins at five and goes on to the end. */
function valuesOf(part: string, [least, most]: Bounds): number[] | null {
  const found = PART.exec(part);
  if (found === null) return null;
  const [, from, to, step] = found;
  const start = from === undefined ? least : Number(from);
  const alone = step === undefined ? start : most;
  const end = from === undefined ? most : to === undefined ? alone : Number(to);
  const by = Number(step ?? 1);
  if (start < least || end > most || start > end || by === 0) return null;
  return Array.from({ length: Math.floor((end - start) / by) + 1 }, (_, index) => start + index * by);
}
