/**
 * Writes the tables of an engine from the readings of its parsers, oldest first: `tsx scripts/engine-flags/write-tables.ts vllm /tmp/vllm-*.json`. A flag
 * keeps the file that it stands in; a new one is printed and has to be put into a file by hand, with its effect on the plan.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { merge, type Reading, type Tables } from './merge';

const ENGINES = path.join(__dirname, '../../lib/catalog/engines');

type Row = readonly (string | undefined)[];

/** Where the tables of an engine stand. */
interface Home {
  readonly flagFiles: readonly string[];
  readonly goneFile?: string;
  readonly aliasFile: string;
  readonly choiceFile: string;
  readonly valueFile: string;
  /** Spellings that the program takes in front of its parser. */
  readonly furtherAliases?: readonly Row[];
  /** Lists of values, by the flag whose choices they are. */
  readonly values: Readonly<Record<string, string>>;
}

const ROOMS = [
  'adapters',
  'device',
  'disaggregation',
  'execution',
  'memory',
  'model',
  'multimodal',
  'observability',
  'parallel',
  'schedule',
  'serving',
  'speculation',
];

const HOMES: Readonly<Record<string, Home>> = {
  vllm: {
    furtherAliases: [
      ['-O', '--optimization-level', '0.19.0'],
      ['-h', '--help', '0.10.2'],
    ],
    flagFiles: ['flags.ts'],
    aliasFile: 'flags.ts',
    choiceFile: 'choices.ts',
    valueFile: 'values.ts',
    values: {},
  },
  sglang: {
    flagFiles: ROOMS.map((room) => `flags/${room}.ts`),
    goneFile: 'flags/gone.ts',
    aliasFile: 'flags/index.ts',
    choiceFile: 'choices.ts',
    valueFile: 'values.ts',
    values: {
      '--tool-call-parser': 'SGLANG_TOOL_PARSERS',
      '--reasoning-parser': 'SGLANG_REASONING_PARSERS',
      '--kv-cache-dtype': 'SGLANG_KV_CACHE_DTYPES',
      '--quantization': 'SGLANG_QUANTIZATIONS',
    },
  },
};

function main([engine = '', ...files]: readonly string[]): void {
  const home = HOMES[engine];
  if (home === undefined || files.length === 0) throw new Error(`usage: write-tables.ts ${Object.keys(HOMES).join('|')} <reading.json> …`);
  const readings = files.map((file) => JSON.parse(fs.readFileSync(file, 'utf8')) as Reading);
  const tables = merge(readings);
  const folder = path.join(ENGINES, engine);
  writeFlags(folder, home, tables, readings.at(-1)?.release ?? '');
  replaceArray(
    path.join(folder, home.aliasFile),
    /_ALIASES: readonly AliasRow\[\] = \[/,
    byName([...tables.aliases, ...(home.furtherAliases ?? [])]),
  );
  replaceArray(path.join(folder, home.choiceFile), /_CHOICES: readonly ChoiceRow\[\] = \[/, tables.choices);
  for (const [flag, list] of Object.entries(home.values)) {
    replaceArray(path.join(folder, home.valueFile), new RegExp(`${list}: readonly ValueRow\\[\\] = \\[`), valuesOf(readings, flag));
  }
}

const byName = (rows: readonly Row[]) =>
  [...rows].sort(([a = '', , first = ''], [b = '', , second = '']) => (a === b ? compare(first, second) : compare(a, b)));
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Each value of a flag as if it were a flag. */
function valuesOf(readings: readonly Reading[], flag: string): readonly Row[] {
  const asFlags = readings.map((reading) => ({
    ...reading,
    flags: (reading.flags.find((row) => row.flag === flag)?.choices ?? []).map((value) => ({
      flag: value,
      takes: 'text' as const,
      aliases: [],
      choices: null,
    })),
  }));
  return merge(asFlags).flags.map(([value, , ...span]) => [value, ...span]);
}

const ROW = /^ {2}\['(--[^']+)', '[a-z]+', '[^']+'(?:, '[^']+')?\],$/;

function writeFlags(folder: string, { flagFiles, goneFile }: Home, { flags }: Tables, newest: string): void {
  const rows = new Map(flags.map((row) => [row[0], row]));
  const placed = new Set<string>();
  for (const file of flagFiles.map((name) => path.join(folder, name))) {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    const written = lines.flatMap((line) => {
      const flag = ROW.exec(line)?.[1];
      const row = flag === undefined ? undefined : rows.get(flag);
      if (flag === undefined || row === undefined) return [line];
      placed.add(flag);
      return [textOf(row)];
    });
    fs.writeFileSync(file, written.join('\n'));
  }
  const rest = flags.filter(([flag]) => !placed.has(flag));
  const gone = rest.filter(([, , , last]) => last !== undefined);
  if (goneFile !== undefined) replaceArray(path.join(folder, goneFile), /: readonly FlagRow\[\] = \[/, gone);
  const homeless = rest.filter((row) => goneFile === undefined || !gone.includes(row));
  for (const row of homeless) console.log(`${newest}: no file has ${textOf(row).trim()}`);
}

const textOf = (row: Row) =>
  `  [${row
    .filter((part) => part !== undefined)
    .map((part) => `'${part}'`)
    .join(', ')}],`;

/** Replaces what stands between the opening and the closing bracket of a list. */
function replaceArray(file: string, opening: RegExp, rows: readonly Row[]): void {
  const text = fs.readFileSync(file, 'utf8');
  const match = opening.exec(text);
  if (match === null) throw new Error(`${file} has no ${opening}`);
  const start = match.index + match[0].length;
  const end = text.indexOf('\n];', start);
  const empty = text.startsWith('];', start);
  const tail = empty ? text.slice(start) : text.slice(end + 1);
  fs.writeFileSync(file, `${text.slice(0, start)}${rows.length === 0 ? '' : `\n${rows.map(textOf).join('\n')}\n`}${tail}`);
}

main(process.argv.slice(2));
