import * as fs from 'node:fs';
import * as path from 'node:path';
import { LIBRARY } from '../../lib/policies/library';
import { rulesPage } from '../../scripts/rules-page';

test('docs/rules.md lists every rule that packs know', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/rules.md'), 'utf8');
  expect(page).toBe(rulesPage());
  expect(LIBRARY.filter(({ code }) => !page.includes(`| ${code} |`))).toEqual([]);
});
