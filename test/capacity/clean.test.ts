import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldRow, fieldRows } from '../../bench/field-rows';
import perf from '../data/perf.json';

interface CleanRow extends FieldRow {
  readonly first: { readonly at: string; readonly error: number | null; readonly missing?: string };
}

const { rows, dropped } = JSON.parse(readFileSync(join(__dirname, '../data/clean-runs.json'), 'utf8')) as {
  readonly rows: readonly CleanRow[];
  readonly dropped: readonly { readonly what: string; readonly why: string }[];
};

describe('start-ups that nobody had seen', () => {
  it('every row keeps what was answered first, and the commit that answered', () => {
    for (const { first } of rows) {
      expect(first.at).toMatch(/^[0-9a-f]{8,}$/);
      expect(first.error !== null || typeof first.missing === 'string').toBe(true);
    }
  });

  it('no page of them is one that the estimate was made with', () => {
    const known = new Set(fieldRows().map(({ url }) => url));
    expect(rows.filter(({ url }) => known.has(url))).toEqual([]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('what was left out says why', () => {
    expect(dropped.every(({ what, why }) => what !== '' && why !== '')).toBe(true);
  });
});

const latencies = JSON.parse(readFileSync(join(__dirname, '../data/clean-latency.json'), 'utf8')) as {
  readonly rows: readonly { readonly id: string; readonly url: string; readonly first: { readonly at: string } }[];
};

test('serving runs that nobody had seen keep what was said first, and none is of the rows that were fitted', () => {
  const fitted = new Set(perf.rows.map(({ source }) => source));
  for (const { first, url } of latencies.rows) {
    expect(first.at).toMatch(/^[0-9a-f]{8,}$/);
    expect(fitted.has(url)).toBe(false);
  }
  expect(new Set(latencies.rows.map(({ id }) => id)).size).toBe(latencies.rows.length);
});
