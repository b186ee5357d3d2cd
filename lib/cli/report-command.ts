/** `agent-fleet report`: one page about a synthesized app, or the same for other programs to read. */
import * as path from 'node:path';
import { type Command, Option } from 'commander';
import { refusalIn } from '../plan/refused-synthesis';
import { REPORT_FORMATS, type ReportFormat, renderReport } from '../report/formats/formats';
import { type ReportView, reportView } from '../report/view/report-view';
import { type AppOptions, chosenStacks, onSynthesizedApp } from './app-folder';
import { ageNote } from './plan-age';
import { replaceFile } from './safe-files';
import type { Terminal } from './terminal';

interface ReportOptions extends AppOptions {
  readonly format?: ReportFormat;
  readonly json?: true;
  readonly out?: string;
  readonly title?: string;
}

export function registerReport(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('report'))
    .description('Write a page about a synthesized app: what it is, what it costs, what limits it, what was found')
    .addOption(new Option('--format <format>', 'what to write, html where it is left out').choices(Object.keys(REPORT_FORMATS)))
    .addOption(new Option('--json', 'the same as --format json, on standard output').conflicts(['format', 'out']))
    .option(
      '--out <file>',
      'file to write; - for standard output (default: fleet-report.html in the folder of the app, else standard output)',
    )
    .option('--title <text>', 'heading of the page (default: the stacks that hold a pool)')
    .action((stack: string | undefined, options: ReportOptions) => writeReport(stack, options, terminal));
}

function writeReport(stack: string | undefined, options: ReportOptions, terminal: Terminal): void {
  const { json, format = json ? 'json' : 'html' } = options;
  const text = renderReport(viewOf(stack, options, terminal), format);
  const file = options.out ?? (format === 'html' ? path.join(options.appDir, 'fleet-report.html') : '-');
  if (file === '-') {
    terminal.out(text);
    return;
  }
  replaceFile(file, text);
  terminal.out(`${file}\n`);
}

function viewOf(stack: string | undefined, { title, ...options }: ReportOptions, terminal: Terminal): ReportView {
  const stacks = chosenStacks(stack, options).filter((chosen) => stack !== undefined || chosen.hasPlan());
  const plans = stacks.map((chosen) => chosen.plan());
  const writtenAt = stacks[0]?.writtenAt();
  const refusal = refusalIn(options.appDir);
  const note = writtenAt === undefined ? null : ageNote(writtenAt, refusal, new Date());
  if (note !== null) terminal.note(note);
  if (plans.length === 0) terminal.note(`no stack in ${options.appDir} holds a construct of cdktf-agent-fleet`);
  return reportView(plans, { ...(title === undefined ? {} : { title }), ...(writtenAt === undefined ? {} : { writtenAt }), refusal });
}
