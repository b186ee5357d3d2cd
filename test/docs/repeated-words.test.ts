/** No page and no printed report says a word or a phrase twice in a row. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { holdAgainst } from '../../lib/policies/hold-against';
import { PACKS } from '../../lib/policies/packs';
import { PRODUCTION_CHECKLIST } from '../../lib/policies/packs/production-checklist';
import { checkTable } from '../../lib/report/check-table';
import { CHECK_FORMATS } from '../../lib/report/formats/check-formats';
import { palette } from '../../lib/report/palette';

const ROOT = path.join(__dirname, '../..');

/** Up to four words, and the same again after blanks alone. */
const REPEATED = /(?<![\w'/.:-])([A-Za-z][\w'-]*(?:[ \t]+[A-Za-z][\w'-]*){0,3})[ \t]+\1(?![\w'/-]|[.:]\w)/gi;

/** What English, and a property `readOnly` that is read only, say so. */
const MEANT = ['again and again and', 'readonly readonly'];

const repeatedIn = (text: string): string[] =>
  [...text.matchAll(REPEATED)].map(([found]) => found).filter((found) => !MEANT.includes(found.toLowerCase()));

const FOLDERS = ['docs', 'examples', 'e2e'];
const pages = (): string[] => [
  ...fs.readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...FOLDERS.flatMap((folder) =>
    (fs.readdirSync(path.join(ROOT, folder), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => path.join(folder, name)),
  ),
];

test('a phrase that is said twice is found', () => {
  expect(repeatedIn('## Checklist for production for production: 3/19')).toEqual(['for production for production']);
  expect(repeatedIn('the the pool')).toEqual(['the the']);
  expect(repeatedIn('| no | no | and --a --a')).toEqual([]);
});

test('no page does', () => {
  const all = pages();
  expect(all.length).toBeGreaterThan(100);
  const found = all.flatMap((page) => repeatedIn(fs.readFileSync(path.join(ROOT, page), 'utf8')).map((text) => `${page}: ${text}`));
  expect(found).toEqual([]);
});

test.each(PACKS.map((pack) => [pack.id, pack] as const))('no report on pack %s does, in any environment and form', (_, pack) => {
  for (const environment of ['development', 'staging', 'production'] as const) {
    const [result, checklist] = [holdAgainst(pack, [], environment), holdAgainst(PRODUCTION_CHECKLIST, [], environment)];
    const texts = [
      checkTable(result, checklist, palette(false), 100),
      ...Object.values(CHECK_FORMATS).map((write) => write({ result, checklist, plans: [], fails: () => false })),
    ];
    for (const text of texts) expect(repeatedIn(text)).toEqual([]);
  }
});
