import * as fs from 'node:fs';
import * as path from 'node:path';
import { CODES } from '../../lib/core/codes';
import { errorsPage } from '../../scripts/errors-page';

const root = path.join(__dirname, '..', '..');

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(full);
    return full.endsWith('.ts') && !full.endsWith('core/codes.ts') ? [fs.readFileSync(full, 'utf8')] : [];
  });
}

test('every code that a finding can carry is described, and every described code is in use', () => {
  const used = new Set(sources(path.join(root, 'lib')).flatMap((text) => text.match(/'AF-[A-Z]+-\d+'/g) ?? []));
  expect([...used].map((code) => code.slice(1, -1)).sort()).toEqual(Object.keys(CODES).sort());
});

test('docs/errors.md lists them all', () => {
  expect(fs.readFileSync(path.join(root, 'docs/errors.md'), 'utf8')).toBe(errorsPage());
});
