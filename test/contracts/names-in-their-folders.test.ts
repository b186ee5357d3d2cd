/**
 * The name of an engine or of a router stands in its own folder and nowhere else: shared code that knows a name would have to be changed for
 * the next one. Comments may name them, and so may what users read: sources of facts, documentation of a schema, pins of images and charts.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';
import { ENGINE_DEFINITIONS } from '../../lib/catalog/engines/definitions';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';

const root = path.join(__dirname, '..', '..');

/** By name, as code spells it: the folders and files in which it may stand. */
const HOMES: readonly { readonly name: string; readonly pattern: RegExp; readonly homes: readonly RegExp[] }[] = [
  { name: 'vLLM', pattern: /vllm/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  { name: 'SGLang', pattern: /sglang/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  { name: 'TensorRT-LLM', pattern: /tensorrt|trtllm/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  { name: 'TGI', pattern: /\btgi\b|text-generation-inference/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  { name: 'Ollama', pattern: /ollama/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  { name: 'TEI', pattern: /\btei\b|text-?embeddings-?inference/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  { name: 'Ray Serve', pattern: /ray-?serve/i, homes: [/^lib\/(catalog|capacity|inference)\/engines\//] },
  {
    name: 'LiteLLM',
    pattern: /litellm/i,
    homes: [
      /^lib\/routing\/litellm\//,
      // The one line that makes it the default, and the client that each engine has there.
      /^lib\/routing\/default-router\.ts$/,
      /^lib\/catalog\/engines\/[a-z-]+\/definition\.ts$/,
    ],
  },
];

/**
 * Lists of names for users, with the names that may stand in them: the index of the package, what is downloaded under its own name, where facts were read,
 * whose keys look how, which rules there are.
 */
const LISTS: readonly { readonly files: RegExp; readonly names: readonly string[] }[] = [
  { files: /^lib\/index\.ts$/, names: ['LiteLLM'] },
  { files: /^lib\/policies\/all-rules\.ts$/, names: ['LiteLLM'] },
  { files: /^lib\/core\/secrets\/known-keys\.ts$/, names: ['LiteLLM'] },
  { files: /^lib\/policies\/library\/sources\.ts$/, names: ['vLLM', 'TensorRT-LLM', 'TGI', 'Ollama', 'LiteLLM'] },
  { files: /^lib\/catalog\/models\/sources\.ts$/, names: ['vLLM'] },
  { files: /^lib\/catalog\/gpus\/sources\.ts$/, names: ['vLLM'] },
  {
    files: /^lib\/catalog\/pins\//,
    names: ['vLLM', 'SGLang', 'TensorRT-LLM', 'TGI', 'Ollama', 'TEI', 'LiteLLM'],
  },
];

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'lib'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file.endsWith('.ts') && fs.existsSync(path.join(root, file)));

/** Whether it is worth a look: most files have no name and no flag, also not in a comment. */
const hasNames = (text: string): boolean => HOMES.some(({ pattern }) => pattern.test(text)) || FLAG.test(text);
const FLAG = /(?<![\w-])--[a-z]/;

/** Identifiers, texts and imports of a file, with their lines; no comments. */
function wordsOf(file: string): { readonly line: number; readonly text: string }[] {
  const written = fs.readFileSync(path.join(root, file), 'utf8');
  if (!hasNames(written)) return [];
  const source = ts.createSourceFile(file, written, ts.ScriptTarget.Latest, true);
  const words: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const isWord =
      ts.isIdentifier(node) ||
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      node.kind === ts.SyntaxKind.RegularExpressionLiteral;
    if (isWord && !isForReaders(node)) {
      words.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: node.getText() });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return words;
}

/** Texts that only people read. */
const READ_BY_PEOPLE = /^(?:source|sources|memoryEvidence|asOf|notes|storedAs|formula|attentionDetail|quantizationDetail|description)$/;

function isForReaders(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node)) return false;
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isPropertyAssignment(parent) && READ_BY_PEOPLE.test(parent.name.getText().replaceAll("'", ''))) return true;
    if (ts.isCallExpression(parent) && /\.describe$/.test(parent.expression.getText())) return true;
  }
  return false;
}

const words = new Map(files.map((file) => [file, wordsOf(file)]));

test.each(HOMES)('$name appears in its own folder only', ({ name, pattern, homes }) => {
  const listed = LISTS.filter(({ names }) => names.includes(name)).map((list) => list.files);
  const strays = [...words]
    .filter(([file]) => ![...homes, ...listed].some((home) => home.test(file)))
    .flatMap(([file, found]) =>
      found.filter(({ text }) => pattern.test(text)).map(({ line, text }) => `${file}:${line} ${text.slice(0, 120)}`),
    );
  expect(strays).toEqual([]);
});

test('the search sees what it is for: every name is found in its home', () => {
  for (const { name, pattern, homes } of HOMES) {
    const found = [...words].filter(([file]) => homes.some((home) => home.test(file))).flatMap(([, list]) => list);
    expect([name, found.some(({ text }) => pattern.test(text))]).toEqual([name, true]);
  }
});

test.each(LISTS.flatMap(({ files: list, names }) => names.map((name) => [name, list] as const)))(
  '%s stands in the list %s',
  (name, list) => {
    const pattern = HOMES.find((home) => home.name === name)?.pattern ?? /^$/;
    const found = [...words].filter(([file]) => list.test(file)).flatMap(([, inFile]) => inFile);
    expect(found.some(({ text }) => pattern.test(text))).toBe(true);
  },
);

/** Files whose flags are no engine's: those of Envoy, routers, collectors, clouds and our own command line, names of colours, and code from repositories, which any program may run. */
const OTHER_PROGRAMS =
  /^lib\/(?:cli|agents\/tool-scopes|routing|tracing|platform\/access|report\/html)\/|^lib\/(?:plan\/diff\/policy|security\/remote-code)\.ts$/;
const isEngineFlag = (flag: string): boolean =>
  ENGINE_DEFINITIONS.some(
    ({ flags, defaultVersion, releaseStep }) => flags.resolve(flag, EngineVersion.of(defaultVersion, releaseStep)) !== undefined,
  );

test('flags of engines stand in folders of engines only', () => {
  const strays = [...words]
    .filter(([file]) => !OTHER_PROGRAMS.test(file) && !/^lib\/(?:catalog|capacity|inference)\/engines\//.test(file))
    .flatMap(([file, found]) =>
      found.flatMap(({ line, text }) =>
        [...text.matchAll(/(?<![\w-])--[a-z][\w-]+/g)].filter(([flag]) => isEngineFlag(flag)).map(([flag]) => `${file}:${line} ${flag}`),
      ),
    );
  expect(strays).toEqual([]);
});

test('a repair writes an engine as its factory does, never by its id', () => {
  const byId = files
    .filter((file) => !/^lib\/(catalog|inference)\/engines\/[a-z-]+\//.test(file))
    .filter((file) => /Engine\.\$\{(?:engine\.|this\.)?id\}/.test(fs.readFileSync(path.join(root, file), 'utf8')));
  expect(byId).toEqual([]);
});

test('what differs between vendors of GPUs is a fact of the catalog: nobody else, but an engine, compares a vendor', () => {
  const comparing = files
    .filter((file) => !/^lib\/(catalog|(capacity|inference)\/engines)\//.test(file))
    .filter((file) => /vendor\s*[!=]==/.test(fs.readFileSync(path.join(root, file), 'utf8')));
  expect(comparing).toEqual([]);
});
