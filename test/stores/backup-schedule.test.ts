/** The longest time between two whole copies, as the library for cron that CloudNativePG uses reads a schedule. */
import { longestGapSeconds } from '../../lib/stores/backup-schedule';

const HOUR = 3_600;
const DAY = 24 * HOUR;

test.each<[string, number]>([
  ['0 0 2 * * *', DAY],
  ['* * * * * *', 1],
  ['30 */20 * * * *', 20 * 60],
  // From 20:30 to 2:00 of the next day, or from 2:30 to 8:00.
  ['0 0,30 2-20/6 * * *', 5.5 * HOUR],
  ['0 30 1 * * 1-5', 3 * DAY],
  ['0 0 2 * * 0', 7 * DAY],
  ['0 0 2 1 * *', 31 * DAY],
  // From the last of March to the last of May.
  ['0 0 2 31 * *', 61 * DAY],
  ['0 0 2 1 1 *', 366 * DAY],
  ['0 0 2 29 2 *', 1_461 * DAY],
  // A day of the month or a weekday: one of both is enough.
  ['0 0 2 1 * 1', 7 * DAY],
  // A star with a step is a star, so that both have to match: Mondays that are the 1st, 16th or 31st.
  ['0 0 2 */15 * 1', 105 * DAY],
  ['0 10/20 2 * * *', DAY - 40 * 60],
])('%s: %d s', (schedule, seconds) => expect(longestGapSeconds(schedule)).toBe(seconds));

test.each([
  ['five fields', '0 2 * * *'],
  ['a day that no month has', '0 0 2 30 2 *'],
  ['a day that comes less often than in five years', '0 0 2 */28 2 1'],
  ['a range that runs backwards', '0 0 2 * * 5-1'],
  ['a step of nothing', '0 0 */0 * * *'],
  ['a value outside', '0 0 24 * * *'],
  ['a seventh weekday', '0 0 2 * * 7'],
  ['names', '0 0 2 * * MON'],
  ['nothing', ''],
])('%s is no schedule', (_what, schedule) => expect(longestGapSeconds(schedule)).toBeNull());
