import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldRow, fieldRows } from '../../bench/field-rows';

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
