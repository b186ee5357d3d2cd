/** `agent-fleet models` and `agent-fleet gpus`: what `size` knows by name, and which of it the catalog of the constructs has. */
import type { Command } from 'commander';
import { Gpu } from '../catalog/gpu';
import { KNOWN_CONFIGS } from '../catalog/hugging-face/known-configs';
import { Model } from '../catalog/model';
import { reportedCards } from '../catalog/reported-cards';
import { EXIT, Exit } from './exit';
import type { Terminal } from './terminal';

type Row = readonly string[];

/** Marks what `size` knows and the catalog does not: no construct takes it by name. */
const SIZE_ONLY = 'size only';

export function registerCatalog(program: Command, terminal: Terminal): void {
  const list = (name: string, what: string, rows: () => readonly Row[]) =>
    program
      .command(name)
      .argument('[text]', 'part of the name')
      .option('--json', 'print JSON: a list of rows')
      .description(`List the ${what} that \`size\` knows by name; those marked "${SIZE_ONLY}" are not in the catalog of the constructs`)
      .action((text: string | undefined, { json }: { readonly json?: true }) =>
        print(chosen(rows(), text, what, terminal), json === true, terminal),
      );
  list('models', 'models', modelRows);
  list('gpus', 'GPUs', gpuRows);
}

function modelRows(): Row[] {
  const inCatalog = Model.all().map(({ facts }) => [facts.id, facts.huggingFaceId ?? '–', '']);
  const known = new Set(inCatalog.map(([id]) => id));
  const others = Object.keys(KNOWN_CONFIGS).filter((name) => !known.has(name));
  return [...inCatalog, ...others.map((name) => [name, 'published dimensions', SIZE_ONLY])];
}

function gpuRows(): Row[] {
  const inCatalog = Gpu.all().map(({ facts }) => [facts.id, facts.name, memoryOf(facts.reportedMemoryGiB), '']);
  return [...inCatalog, ...reportedCards().map(({ name, reportedGiB }) => [name, name, memoryOf(reportedGiB), SIZE_ONLY])];
}

/** One line a name where the columns are wide enough, else the further cells below it. */
function lines(rows: readonly Row[], width: number): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isWide = widths.reduce((sum, one) => sum + one + 2, -2) <= width;
  return rows
    .flatMap((row) => (isWide ? [row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')] : stacked(row)))
    .map((line) => line.trimEnd())
    .join('\n');
}

const stacked = ([first = '', ...more]: Row): string[] => [first, ...more.filter((cell) => cell !== '').map((cell) => `  ${cell}`)];

const memoryOf = (reported: readonly [number, number] | null) => (reported === null ? 'memory not published' : `${reported[0]} GiB`);

/** @throws Exit where nothing has the text in its name */
function chosen(rows: readonly Row[], asked: string | undefined, what: string, terminal: Terminal): Row[] {
  const text = asked ?? '';
  const found = rows.filter((one) => one.join(' ').toLowerCase().includes(text.toLowerCase()));
  if (found.length > 0) return found;
  terminal.note(`no ${what} with "${text}" in the name; \`agent-fleet ${what.toLowerCase()}\` lists all ${rows.length}`);
  throw new Exit(EXIT.problem);
}

const print = (rows: readonly Row[], json: boolean, terminal: Terminal): void =>
  terminal.out(json ? `${JSON.stringify(rows.map(asData), null, 2)}\n` : `${lines(rows, terminal.width)}\n`);

const asData = (row: Row) => ({ name: row[0], details: row.slice(1, -1), sizeOnly: row.at(-1) === SIZE_ONLY });
