/** Test titles call published fleets by their number: the page says what each is, and where its figures are held. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { asPath } from '../support/repository-link';
import { sourceFiles } from '../support/source-files';

const DOCS = path.join(__dirname, '../../docs');
const rows = [...fs.readFileSync(path.join(DOCS, 'fleets.md'), 'utf8').matchAll(/^\| (F\d\d) \| .+ \| \[.+\]\((.+)\) \|$/gm)];
const listed = new Map(rows.map(([, fleet = '', link = '']) => [fleet, path.join(DOCS, asPath(link))]));

test('has every fleet that a test or an example is named for', () => {
  const named = ['test', 'examples']
    .flatMap((folder) => sourceFiles(path.join(DOCS, '..', folder)))
    .flatMap((file) => [...fs.readFileSync(file, 'utf8').matchAll(/\bF\d\d\b/g)]);
  expect(named.length).toBeGreaterThan(50);
  expect([...new Set(named.map(([fleet]) => fleet))].filter((fleet) => !listed.has(fleet)).sort()).toEqual([]);
});

test('has all of the forty-three', () => {
  expect([...listed.keys()]).toEqual(Array.from({ length: 43 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`));
});

test.each([...listed])('%s is held where the page says', (fleet, place) => {
  const file = fs.statSync(place).isDirectory() ? path.join(place, 'README.md') : place;
  const text = fs.readFileSync(file, 'utf8');
  const range = [...text.matchAll(/(F\d\d)–(F\d\d)/g)].some(([, from = '', to = '']) => from <= fleet && fleet <= to);
  expect(range || text.includes(fleet)).toBe(true);
});
