/** The law against start-ups of other people, through the same code as `agent-fleet size`. What is pinned is the error of each half, not a row. */

import { type FieldScore, type FieldSummary, fieldScores, summaryOf } from '../../bench/field-accuracy';
import { type FieldRow, fieldRows, halfOf } from '../../bench/field-rows';
import committed from '../data/field-runs.json';

const scores = fieldScores();
const of = (half: FieldScore['half'], engine: string): FieldSummary =>
  summaryOf(scores.filter((score) => score.half === half && score.row.request['engine'] === engine));

test('the rows are figures, settings and the page they come from', () => {
  expect(committed.rows.length).toBeGreaterThan(150);
  expect(committed.rows.filter(({ url }) => !/^https:\/\/[^ ]+$/.test(url))).toEqual([]);
  expect(committed.rows.flatMap(({ logged }) => Object.values(logged)).every((value) => typeof value === 'number')).toBe(true);
});

test('a repository or thread is in one half, and the row says which', () => {
  expect(committed.rows.filter((row) => row.half !== halfOf(row)).map(({ id }) => id)).toEqual([]);
});

test('vLLM, development half: median at most 1.5 %, p90 at most 8 %, four in five answered', () => {
  const { rows, answered, median, p90 } = of('development', 'vllm');
  expect(median).toBeLessThan(0.015);
  expect(p90).toBeLessThan(0.08);
  expect(answered / rows).toBeGreaterThan(0.8);
});

test('vLLM, held-out half: median at most 3 %', () => {
  const { rows, answered, median, inRange } = of('held-out', 'vllm');
  expect(median).toBeLessThan(0.03);
  expect(answered / rows).toBeGreaterThan(0.75);
  expect(inRange / answered).toBeGreaterThan(0.7);
});

test('every row that is not answered says what it lacks', () => {
  const silent = scores.filter(({ error, missing }) => error === null && missing.length === 0);
  expect(silent.map(({ row }) => row.id)).toEqual([]);
});

test('a row without a figure of the pool is not a measurement', () => {
  const bare: FieldRow[] = fieldRows().filter(({ logged }) => logged.kvCacheGiB === undefined && logged.kvTokens === undefined);
  expect(bare.map(({ id }) => id)).toEqual([]);
});
