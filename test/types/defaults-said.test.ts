/** What may be left out says what holds then: every optional prop that users write has `@default`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { sourceFiles } from '../support/source-files';

const LIB = path.join(__dirname, '../../lib');
const INDEXES = ['index.ts', ...['capacity', 'economics', 'planner', 'policies', 'testing'].map((room) => `${room}/index.ts`)];

/** Names of props in what the package exports, and those that others extend. */
const exported = new Set(INDEXES.flatMap((index) => fs.readFileSync(path.join(LIB, index), 'utf8').match(/\b\w+Props\b/g) ?? []));

function silentProps(file: string, text: string, isAsked: (name: string) => boolean): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => isAsked(name.text))
    .flatMap(({ name, members }) =>
      members
        .filter((member) => member.questionToken !== undefined && !saysDefault(member))
        .map((member) => `${name.text}.${member.name?.getText()}`),
    );
}

const saysDefault = (member: ts.TypeElement): boolean => ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'default');

test('every optional prop of the package', () => {
  expect(exported.size).toBeGreaterThan(100);
  expect(sourceFiles(LIB).flatMap((file) => silentProps(file, fs.readFileSync(file, 'utf8'), (name) => exported.has(name)))).toEqual([]);
});

test('one without it would be found', () => {
  const text =
    'export interface P { /** A. */ readonly a?: number;\n/**\n * B.\n * @default 1\n */\nreadonly b?: number; /** C. */ readonly c: number }';
  expect(silentProps('sample.ts', text, () => true)).toEqual(['P.a']);
});
