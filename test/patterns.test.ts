/** Every regular expression of the library reads any text in time that grows with its length: a name or a log from outside cannot hang a pipeline. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { analyse } from 'scslre';
import ts from 'typescript';
import { sourceFiles } from './support/source-files';

interface Pattern {
  readonly at: string;
  readonly regex: RegExp;
}

const root = path.join(__dirname, '..', 'lib');
const SOURCES = sourceFiles(root).map((file) => ({ file: path.relative(root, file), text: fs.readFileSync(file, 'utf8') }));

function patternsIn({ file, text }: { readonly file: string; readonly text: string }): Pattern[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ at: `${file}:${line} ${node.text}`, regex: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What may stand before a slash that begins no pattern: lines of imports and comments. */
const NO_CODE = /^\s*(?:\/?\*|\/\/).*$|^(?:import\b|export\b|\}).* from '.*';$/gm;
const PATTERNS = SOURCES.filter(({ text }) => text.replace(NO_CODE, '').includes('/')).flatMap(patternsIn);

/** Kinds of slowness as the analysis names them, e.g. `Move` for a match that is begun anew at every character. */
const faultsOf = (regex: RegExp): string[] =>
  analyse(regex).reports.map(({ type, exponential }) => `${type}${exponential ? ', exponential' : ''}`);

test('the library has patterns, and the search finds them', () => {
  expect(PATTERNS.length).toBeGreaterThan(200);
});

test.each([
  ['begun anew at every character', /\s+$/],
  ['two parts that read the same', /^a*a*$/],
  ['a loop in a loop', /^(a+)+$/],
])('the analysis knows a slow pattern: %s', (_, regex) => {
  expect(faultsOf(regex)).not.toEqual([]);
});

test('no pattern is known to be slow', () => {
  expect(PATTERNS.flatMap(({ at, regex }) => faultsOf(regex).map((fault) => `${at}: ${fault}`))).toEqual([]);
});

/** The words of a pattern, again and again: the text on which a part in the middle is begun anew most often. */
function pumped({ source }: RegExp): string[] {
  const words = source
    .replace(/\\[bBdDwWsS]|[\\^$.*+?()[\]{}|]/g, ' ')
    .split(' ')
    .filter((word) => word !== '');
  const length = 20_000;
  return [...new Set([...words, words.join(''), `${words.join(' ')} `, ' ', '-', '1', 'a1'])]
    .filter((word) => word !== '')
    .map((word) => word.repeat(Math.ceil(length / word.length)).slice(0, length));
}

test('no pattern takes long for 20,000 characters made of its own words', () => {
  const slow = PATTERNS.flatMap(({ at, regex }) => {
    const fresh = new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''));
    const longest = Math.max(
      ...pumped(regex).map((text) => {
        // Of the processor: a busy machine makes no pattern slow.
        const started = process.cpuUsage();
        fresh.test(`${text}\u0001`);
        return process.cpuUsage(started).user / 1e3;
      }),
    );
    return longest > 500 ? [`${at}: ${Math.round(longest)} ms`] : [];
  });
  expect(slow).toEqual([]);
}, 60_000);

test('patterns that are put together at run time are these, none of them from data', () => {
  const made = SOURCES.flatMap(({ file, text }) =>
    text
      .split('\n')
      .filter((line) => line.includes('new RegExp('))
      .map(() => file),
  );
  expect(made.sort()).toEqual([
    'core/secrets/known-keys.ts',
    'core/token.ts',
    'planner/code/fleet-code.ts',
    'terraform/engine.ts',
    'terraform/literal.ts',
    'testing/kubernetes-view/kubernetes-view.ts',
  ]);
});
