/** The command `agent-fleet`: reads what a synthesis wrote and never touches a cluster. Every mistake is a sentence and an exit code. */
import { Command, CommanderError } from 'commander';
import { isFleetError } from '../core/fleet-error';
import { printableOutput } from '../core/printable';
import { wrap } from '../report/wrap';
import { registerAdopt } from './adopt-command';
import { registerCatalog } from './catalog-command';
import { registerCheck } from './check-command';
import { registerCompletion } from './completion/completion-command';
import { registerDiff } from './diff/diff-command';
import { EXIT, isExit } from './exit';
import { registerExplain } from './explain-command';
import { registerHelp } from './help-command';
import { registerImages } from './images-command';
import { registerInit } from './init-command';
import { registerManifests } from './manifests-command';
import { registerMeasure } from './measure/measure-command';
import { isMistyped } from './mistyped';
import { packageManifest } from './package-folder';
import { registerPlan } from './plan-command';
import { registerPrices } from './prices/prices-command';
import { registerRecommend } from './recommend/recommend-command';
import { registerReport } from './report-command';
import { registerSize } from './size/size-command';
import type { Terminal } from './terminal';

export function createProgram(terminal: Terminal): Command {
  const program = new Command('agent-fleet')
    .description('Looks into synthesized fleets (their plan, their cost, their Kubernetes objects) and sizes single models')
    .version(packageManifest().version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  registerInit(program, terminal);
  registerPlan(program, terminal);
  registerReport(program, terminal);
  registerCheck(program, terminal);
  registerDiff(program, terminal);
  registerMeasure(program, terminal);
  registerManifests(program, terminal);
  registerImages(program, terminal);
  registerSize(program, terminal);
  registerRecommend(program, terminal);
  registerCatalog(program, terminal);
  registerPrices(program, terminal);
  registerAdopt(program, terminal);
  registerExplain(program, terminal);
  registerCompletion(program, terminal);
  registerHelp(program);
  return program;
}

/**
 * Runs one command line.
 *
 * @param args What stands behind the program's name.
 * @returns the exit code: 0, 1 for a problem of the fleet, 2 for a wrong command line, 3 for an answer that is uncertain, 70 for a fault of ours.
 */
export async function run(args: readonly string[], given: Terminal): Promise<number> {
  const terminal = onlyPrintable(given);
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Names, paths and messages come from files of others: none of them may control the terminal. */
function onlyPrintable(terminal: Terminal): Terminal {
  const { colours, width } = terminal;
  return {
    out: (text) => terminal.out(printableOutput(text)),
    note: (text) => terminal.note(wrap(printableOutput(text), width, '  ')),
    colours,
    width,
  };
}

function explain(error: unknown, terminal: Terminal): number {
  if (isExit(error)) return error.exitCode;
  // commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (isFleetError(error)) {
    terminal.note(`${error.name} ${error.message}`);
    return isMistyped(error) ? EXIT.usage : EXIT.problem;
  }
  if (isSystemError(error)) {
    terminal.note(error.message.startsWith(`${error.code}:`) ? error.message : `${error.code}: ${error.message}`);
    return EXIT.problem;
  }
  terminal.note(
    `agent-fleet failed: ${error instanceof Error ? error.message : String(error)}\nThis is a fault of agent-fleet; please report it.`,
  );
  return EXIT.internal;
}

/** A file that cannot be written or read. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}
