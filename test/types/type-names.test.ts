/** One suffix for what a user writes (Props), one for the same after its checks (Spec), and Options for command lines alone. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { sourceFiles } from '../support/source-files';
import { typeNameProblems } from '../support/type-names';

const LIB = path.join(__dirname, '..', '..', 'lib');

test('every exported type of the library is called by what it is', () => {
  const files = sourceFiles(LIB).filter((file) => !file.startsWith(path.join(LIB, 'cli')));
  expect(files.length).toBeGreaterThan(300);
  const problems = files.flatMap((file) =>
    typeNameProblems(file, fs.readFileSync(file, 'utf8')).map((problem) => `${path.relative(LIB, file)} ${problem}`),
  );
  expect(problems).toEqual([]);
});

test.each<[string, string, RegExp]>([
  ['options', 'export interface PoolOptions { readonly a: number }', /^PoolOptions: .*Props$/],
  ['a config', 'export type RouterConfig = { readonly a: number };', /^RouterConfig: /],
  ['a spec of which there are no props', 'export type PoolSpec = { readonly a: number };', /^PoolSpec: .* PoolProps beside it$/],
  ['props that can be written', 'export interface PoolProps { a: number }', /^PoolProps\.a: props are readonly$/],
  ['a constructor that takes a spec', 'class Pool { constructor(props: PoolSpec) {} }', /^props: PoolSpec: /],
  [
    'a factory that takes something else',
    'class Pool { static of(props: PoolShape) {} }',
    /^props: PoolShape: what makes a class is Props$/,
  ],
  ['a parameter called options', 'export function pool(options: PoolProps) {}', /^options: PoolProps: /],
])('%s would be found', (_, text, problem) => {
  expect(typeNameProblems('sample.ts', text)).toContainEqual(expect.stringMatching(problem));
});

test('props, their checked form and plain values are fine', () => {
  const text = `
    export interface PoolProps { readonly a?: number }
    export type PoolSpec = { readonly a: number };
    export interface ReplicaSpec { readonly a: number }
    interface OwnOptions { b: number }
    class Pool { constructor(scope: object, id: string, props: PoolProps = {}) {} static of(props: Readonly<PoolProps>) {} }
  `;
  expect(typeNameProblems('sample.ts', text)).toEqual([]);
});
