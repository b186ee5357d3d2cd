import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedTablesPage } from '../../bench/published/page';
import { budgetTable, poolTable, scenarioTable } from '../../bench/published/tables';

test('docs/published-tables.md is what `npm run accuracy` writes', () => {
  expect(readFileSync(join(__dirname, '../../docs/published-tables.md'), 'utf8')).toBe(publishedTablesPage());
});

test('every pool that was computed by hand comes out within 1 GiB per GPU or 2 %', () => {
  expect(poolTable().rows.map((row) => row.at(-1))).toEqual(poolTable().rows.map(() => 'yes'));
});

test('the verdicts of the budget rows', () => {
  const verdicts = budgetTable().rows.map((row) => row[6]);
  expect(verdicts).toEqual(['fits', 'fits', 'tight', 'rejected', 'fits', 'fits', 'rejected', 'rejected', 'fits', 'fits', 'fits']);
});

test('the verdicts of the scenarios', () => {
  const verdicts = scenarioTable().rows.map((row) => row[6]);
  expect(verdicts).toEqual(['fits', 'fits', 'rejected', 'fits', 'fits', 'rejected: no valid split', 'tight', 'fits', 'fits']);
});
