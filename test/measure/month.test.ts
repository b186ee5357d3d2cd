/** Recorded hours: how they are asked for, read and counted. */
import * as fc from 'fast-check';
import { answerSchema, monthOf } from '../../lib/measure/answers';
import { monthSchema } from '../../lib/measure/month';
import { MEANINGS, type Meaning, queryOf } from '../../lib/measure/questions';
import { meanOf, mostOf, quantileOf, ratioOf } from '../../lib/measure/statistics';

const END = Date.parse('2026-10-02T00:00:00Z') / 1_000;
const answer = (values: readonly (readonly [number, string])[], pool = 'desk') => ({
  status: 'success' as const,
  data: {
    resultType: 'matrix' as const,
    result: values.length === 0 ? [] : [{ metric: { namespace: 'support', pool }, values: [...values] as [number, string][] }],
  },
});
const answers = (given: Partial<Record<Meaning, ReturnType<typeof answer>>>) =>
  Object.fromEntries(MEANINGS.map((meaning) => [meaning, given[meaning] ?? answer([])])) as Record<Meaning, ReturnType<typeof answer>>;

test('a query asks for the mean of an hour, or its worst moment, of all pools at once', () => {
  const pools = [
    { namespace: 'a', name: 'x' },
    { namespace: 'a', name: 'y' },
    { namespace: 'b', name: 'x' },
  ];
  expect(queryOf('generated', pools)).toBe(
    'max by (namespace, pool) (avg_over_time(agent_fleet:generation_tokens:rate5m{namespace=~"a|b",pool=~"x|y"}[1h]))',
  );
  expect(queryOf('waitingMost', pools)).toContain('max_over_time(agent_fleet:requests_waiting_per_replica:ratio');
});

test('a figure stands at the end of its hour, and what is no number was not recorded', () => {
  const month = monthOf(
    answers({
      generated: answer([
        [END - 7_200, '5'],
        [END, '7.5'],
        [END - 3_600, 'NaN'],
        [END - 86_400 * 9, '1'],
      ]),
    }),
    { end: END, hours: 3 },
  );
  expect(month).toMatchObject({ from: '2026-10-01T21:00:00.000Z', hours: 3, pools: [{ namespace: 'support', name: 'desk' }] });
  expect(month.pools[0]?.recorded.generated).toEqual([5, null, 7.5]);
  expect(monthSchema.safeParse(month).success).toBe(true);
});

test('an answer that is an error, a vector or without pool is none', () => {
  for (const wrong of [
    { status: 'error', errorType: 'bad_data', error: 'parse error' },
    { status: 'success', data: { resultType: 'vector', result: [] } },
    { status: 'success', data: { resultType: 'matrix', result: [{ metric: { pool: 'x' }, values: [] }] } },
    { status: 'success', data: { resultType: 'matrix', result: [{ metric: { namespace: 'a', pool: 'x' }, values: [[1, 2]] }] } },
  ])
    expect(answerSchema.safeParse(wrong).success).toBe(false);
});

test.each<[string, object]>([
  ['another version', { schemaVersion: 2 }],
  ['a step that is no hour', { stepSeconds: 60 }],
  ['columns that are too short', { hours: 3 }],
  ['a meaning that is not known', { pools: [{ namespace: 'a', name: 'x', recorded: { tokens: [1, 2] } }] }],
  ['text in place of figures', { pools: [{ namespace: 'a', name: 'x', recorded: { generated: ['1', '2'] } }] }],
  ['a day without hour', { from: '2026-10-01' }],
  ['no hour at all', { hours: 0, pools: [] }],
])('an export with %s is refused', (_, change) => {
  const good = {
    schemaVersion: 1,
    from: '2026-10-01T00:00:00Z',
    stepSeconds: 3_600,
    hours: 2,
    pools: [{ namespace: 'a', name: 'x', recorded: { generated: [1, null] } }],
  };
  expect(monthSchema.safeParse(good).success).toBe(true);
  expect(monthSchema.safeParse({ ...good, ...change }).success).toBe(false);
});

describe('figures of hours', () => {
  const hours = fc.array(fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null }), { maxLength: 60 });

  test('the mean and every quantile lie between the least and the most', () => {
    fc.assert(
      fc.property(hours, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const known = values.filter((value) => value !== null);
        if (known.length === 0) return expect([meanOf(values), mostOf(values), quantileOf(values, share)]).toEqual([null, null, null]);
        for (const figure of [meanOf(values), quantileOf(values, share)]) {
          expect(figure).toBeGreaterThanOrEqual(Math.min(...known) * (1 - 1e-12));
          expect(figure).toBeLessThanOrEqual(Math.max(...known) * (1 + 1e-12));
        }
        return undefined;
      }),
    );
  });
  test('hours that were not recorded count for nothing', () => {
    fc.assert(
      fc.property(hours, (values) => {
        const known = values.filter((value) => value !== null);
        expect([meanOf(values), mostOf(values), quantileOf(values, 0.95)]).toEqual([meanOf(known), mostOf(known), quantileOf(known, 0.95)]);
      }),
    );
  });
  test('a ratio is weighted by its hours, and is none where nothing was asked', () => {
    expect(ratioOf([10, 90, 5], [1, 9, null])).toBe(10);
    expect(ratioOf([0, 0], [0, 0])).toBeNull();
    expect(ratioOf([1], [null])).toBeNull();
  });
});
