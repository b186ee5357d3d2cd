/** What package.json promises, held against the sources. The packed files themselves are checked by `npm run package:check`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

interface Entry {
  readonly types: string;
  readonly default: string;
}

interface Manifest {
  readonly main: string;
  readonly types: string;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Entry | string>>;
  readonly typesVersions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly sideEffects: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([subpath, entry]) => (typeof entry === 'string' ? [] : [{ subpath, ...entry }]));

/** The source that is compiled to a file of the package. */
const sourceOf = (target: string) => join(ROOT, target.replace(/^(\.\/)?dist\//, 'lib/').replace(/(\.d\.ts|\.js)$/, '.ts'));

test('the subpaths are these', () => {
  expect(Object.keys(manifest.exports)).toEqual([
    '.',
    './capacity',
    './economics',
    './planner',
    './policies',
    './simulation',
    './testing',
    './package.json',
  ]);
});

test.each(entries)('$subpath has code and types from one source, types first', (entry) => {
  expect(Object.keys(entry)).toEqual(['subpath', 'types', 'default']);
  expect(entry.types).toBe(entry.default.replace(/\.js$/, '.d.ts'));
  expect(existsSync(sourceOf(entry.default))).toBe(true);
});

test('main and types are those of the root entry', () => {
  const root = entries.find(({ subpath }) => subpath === '.');
  expect([`./${manifest.main}`, `./${manifest.types}`]).toEqual([root?.default, root?.types]);
});

test('compilers that know no exports find the types of every subpath', () => {
  const known = Object.entries(manifest.typesVersions['*'] ?? {}).map(([subpath, [types]]) => [`./${subpath}`, `./${types}`]);
  expect(known).toEqual(entries.filter(({ subpath }) => subpath !== '.').map(({ subpath, types }) => [subpath, types]));
});

test('the command starts with node', () => {
  for (const target of Object.values(manifest.bin)) {
    expect(readFileSync(sourceOf(target), 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  }
});

test('what has an effect on import is named, and is only the matcher', () => {
  for (const file of manifest.sideEffects) expect(existsSync(sourceOf(file))).toBe(true);
  expect(manifest.sideEffects.every((file) => file.startsWith('./dist/testing/'))).toBe(true);
});

test('the package ships code, documentation, examples without their tests but that of the starter, and the licence', () => {
  expect(manifest.files).toEqual([
    'dist',
    'README.md',
    'CHANGELOG.md',
    'docs',
    'LICENSE',
    'examples',
    '!examples/**/*.test.ts',
    '!examples/**/__snapshots__',
    'examples/starter/*.test.ts',
  ]);
});

test('cdktf and its providers come from the user, so that there is one copy', () => {
  const own = Object.keys(manifest.dependencies);
  expect(own.filter((name) => /cdktf|constructs/.test(name))).toEqual([]);
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual([
    '@cdktf/provider-helm',
    '@cdktf/provider-kubernetes',
    'cdktf',
    'constructs',
  ]);
});
