/** Dates on which somebody looked at something are not in the future, by a clock that may be wrong or behind. */
import { isSeen, seenDate } from '../../lib/core/iso-date';
import { apiPriceSchema } from '../../lib/economics/crossover';
import { nodePoolSchema } from '../../lib/platform/node-pool';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

test('yesterday and today are seen, also where the day has begun before that of UTC; later days are not', () => {
  expect([-1, 0, 1, 3, 400].map((days) => isSeen(inDays(days)))).toEqual([true, true, true, false, false]);
  expect(isSeen(inDays(0).slice(0, 7))).toBe(true);
  expect(isSeen('2062-11')).toBe(false);
});

test('days and months that do not exist are not', () => {
  expect(['2026-13', '2026-00', '2026-02-30', '2026-1-1', 'November', ''].map(isSeen)).toEqual([false, false, false, false, false, false]);
});

test('a clock that stands before this release changes nothing', () => {
  jest.useFakeTimers({ now: new Date('1980-01-01T00:00:00Z') });
  try {
    expect(isSeen('2026-11-20')).toBe(true);
    expect(isSeen('2062-11-20')).toBe(false);
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  ['a node pool', (priceAsOf: string) => nodePoolSchema.safeParse({ usdPerGpuHour: 2, priceAsOf })],
  ['an API', (asOf: string) => apiPriceSchema.safeParse({ name: 'an API', input: 1, output: 2, asOf })],
])('the price of %s cannot be dated in the future', (_, parse) => {
  const said = (date: string) => parse(date).error?.issues.map(({ message }) => message) ?? [];
  expect(said('2062-11-20')).toContain('expected a date that exists and is not in the future: the day on which you looked');
  expect(said('2026-11-20').filter((message) => message.includes('future'))).toEqual([]);
  expect(seenDate.safeParse('2026-11-20').success).toBe(true);
});
