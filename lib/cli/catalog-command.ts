/** `agent-fleet models` and `agent-fleet gpus`: what the catalog knows by name. */
import type { Command } from 'commander';
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import { EXIT, Exit } from './exit';
import type { Terminal } from './terminal';

export function registerCatalog(program: Command, terminal: Terminal): void {
  const list = (name: string, what: string, rows: () => readonly string[]) =>
    program
      .command(`${name} [text]`)
      .description(`List the ${what} of the catalog whose names contain a text`)
      .action((text: string | undefined) => print(rows(), text, what, terminal));
  list('models', 'models', () => Model.all().map(({ facts }) => row(facts.id, facts.huggingFaceId)));
  list('gpus', 'GPUs', () => Gpu.all().map(({ facts }) => row(facts.id, facts.name, memoryOf(facts.reportedMemoryGiB))));
}

const row = (...cells: readonly (string | null)[]) =>
  cells
    .map((cell) => (cell ?? '–').padEnd(34))
    .join('  ')
    .trimEnd();

const memoryOf = (reported: readonly [number, number] | null) => (reported === null ? 'memory not published' : `${reported[0]} GiB`);

function print(rows: readonly string[], text: string | undefined, what: string, terminal: Terminal): void {
  const shown = rows.filter((one) => one.toLowerCase().includes((text ?? '').toLowerCase()));
  if (shown.length > 0) {
    terminal.out(`${shown.join('\n')}\n`);
    return;
  }
  terminal.note(`no ${what} with "${text}" in the name; \`agent-fleet ${what.toLowerCase()}\` lists all ${rows.length}`);
  throw new Exit(EXIT.problem);
}
