import * as fs from 'node:fs';
import * as path from 'node:path';
import { CODES } from '../../lib/core/codes';
import { ALL_RULES } from '../../lib/policies/all-rules';
import { errorsPage } from '../../scripts/errors-page';

const root = path.join(__dirname, '..', '..');

function sourceFiles(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(full) : full.endsWith('.ts') ? [full] : [];
  });
}

const sources = (folder: string) =>
  sourceFiles(folder)
    .filter((file) => !file.endsWith('core/codes.ts'))
    .map(programOf);

/** Codes in examples are those that a user writes. */
const programOf = (file: string): string => fs.readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');

const published = [...Object.keys(CODES), ...ALL_RULES.map(({ code }) => code)];

test('every code that a finding can carry is described, and every described code is in use', () => {
  const used = new Set(sources(path.join(root, 'lib')).flatMap((text) => text.match(/'AF-[A-Z]+-\d+'/g) ?? []));
  expect([...used].map((code) => code.slice(1, -1)).sort()).toEqual([...published].sort());
});

test('only a rule raises the code of a rule; other files write only the codes that no rule owns', () => {
  const elsewhere = sourceFiles(path.join(root, 'lib')).filter((file) => path.basename(path.dirname(file)) !== 'rules');
  const raised = elsewhere.flatMap((file) => {
    const codes = programOf(file).match(/'AF-[A-Z]+-\d+'/g) ?? [];
    return codes.map((code) => [path.relative(root, file), code.slice(1, -1)] as const);
  });
  expect(raised.filter(([, code]) => CODES[code] === undefined)).toEqual([]);
});

test('one code for each rule, and one rule for each code', () => {
  expect(published.filter((code, index) => published.indexOf(code) !== index)).toEqual([]);
  const ids = ALL_RULES.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('a rule is a file of its own, and its file is named after it', () => {
  const files = sourceFiles(path.join(root, 'lib')).filter((file) => path.basename(path.dirname(file)) === 'rules');
  const named = files.map((file) => path.basename(file, '.ts')).filter((name) => name !== 'index');
  expect(named.sort()).toEqual(ALL_RULES.map(({ id }) => id).sort());
});

test('every rule says what, why and how in whole sentences', () => {
  for (const { code, title, why, fix } of ALL_RULES) {
    for (const text of [title, why, fix]) expect({ code, text }).toEqual({ code, text: expect.stringMatching(/^[\p{L}'].{15,}\.$/u) });
  }
});

test('docs/errors.md lists them all', () => {
  expect(fs.readFileSync(path.join(root, 'docs/errors.md'), 'utf8')).toBe(errorsPage());
  expect(Object.keys(CODES).filter((code) => !errorsPage().includes(`| ${code} |`))).toEqual([]);
});
