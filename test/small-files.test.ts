/** What CONTRIBUTING.md promises of the size of files and constructors. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';
import { sourceFiles } from './support/source-files';

const LIB = path.join(__dirname, '..', 'lib');
const files = sourceFiles(LIB).map((file) => ({ file: path.relative(LIB, file), text: fs.readFileSync(file, 'utf8') }));
const linesOf = (text: string) => text.trimEnd().split('\n').length;

test('no file has more than 500 lines, and half of them at most 150', () => {
  const sizes = files.map(({ text }) => linesOf(text)).sort((a, b) => a - b);
  expect(sizes.at(-1)).toBeLessThanOrEqual(500);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(150);
});

test('a constructor has at most thirty lines', () => {
  const long = files.flatMap(({ file, text }) => {
    if (!text.includes('constructor(')) return [];
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isConstructorDeclaration(node) && linesOf(node.getText()) > 30) found.push(`${file}: ${linesOf(node.getText())}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
  expect(long).toEqual([]);
});
