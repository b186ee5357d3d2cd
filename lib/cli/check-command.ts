/** `agent-fleet check`: a synthesized app against packs of rules. */
import { type Command, Option } from 'commander';
import type { Severity } from '../core/finding';
import type { Environment } from '../core/rule';
import { requireChecks } from '../policies/checked-plans';
import { chosenPack } from '../policies/chosen-pack';
import { holdAgainst, type PackResult, type PointResult } from '../policies/hold-against';
import { judgedBy } from '../policies/judge-by';
import { PRODUCTION_CHECKLIST } from '../policies/packs';
import { checkTable } from '../report/check-table';
import { CHECK_FORMATS, type CheckReport } from '../report/formats/check-formats';
import { palette } from '../report/palette';
import { type AppOptions, chosenStacks, onSynthesizedApp } from './app-folder';
import { EXIT, Exit } from './exit';
import { isModule, packOfModule } from './pack-module';
import type { Terminal } from './terminal';

interface CheckOptions extends AppOptions {
  readonly pack: string;
  readonly environment?: Environment;
  readonly format?: 'table' | 'json' | keyof typeof CHECK_FORMATS;
  readonly json?: true;
  readonly failOn: Severity | 'never';
}

export function registerCheck(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('check'))
    .description('Hold a synthesized app against a pack of rules, and say its score on the checklist for production')
    .option(
      '--pack <name>',
      'agentFleetDefault, productionChecklist, publishedChecks, costControl, security, restricted, a pack that the app applies, or a module that exports one, e.g. ./policies/acme.js',
      'agentFleetDefault',
    )
    .addOption(
      new Option('--environment <name>', 'judge it as if its clusters were for this').choices(['development', 'staging', 'production']),
    )
    .addOption(new Option('--format <format>', 'how the answer is printed').choices(['table', 'json', ...Object.keys(CHECK_FORMATS)]))
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .addOption(
      new Option('--fail-on <severity>', 'end with exit code 1 from this severity on')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .action((stack: string | undefined, options: CheckOptions) => check(stack, options, terminal));
}

function check(stack: string | undefined, options: CheckOptions, terminal: Terminal): void {
  const written = chosenStacks(stack, options).flatMap((one) => (stack !== undefined || one.hasPlan() ? [one.plan()] : []));
  requireChecks(written, options.appDir);
  const pack = isModule(options.pack) ? packOfModule(options.pack) : chosenPack(options.pack, written);
  const plans = judgedBy(pack, written);
  const result = holdAgainst(pack, plans, options.environment);
  const checklist = holdAgainst(PRODUCTION_CHECKLIST, plans, options.environment);
  const report = { result, checklist, plans, fails: (point: PointResult) => fails(point, options.failOn) };
  terminal.out(formatted(report, options.json === true ? 'json' : (options.format ?? 'table'), terminal));
  if (result.results.some(report.fails)) throw new Exit(EXIT.problem);
}

function formatted(report: CheckReport, format: NonNullable<CheckOptions['format']>, { colours, width }: Terminal): string {
  const { result, checklist } = report;
  if (format === 'json') return `${JSON.stringify(asData(result, checklist), null, 2)}\n`;
  if (format === 'table') return `${checkTable(result, checklist, palette(colours), width)}\n`;
  return CHECK_FORMATS[format](report);
}

const UP_TO: Readonly<Record<CheckOptions['failOn'], readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
  never: [],
};

const fails = ({ outcome, severity }: PointResult, failOn: CheckOptions['failOn']): boolean =>
  outcome === 'fail' && UP_TO[failOn].includes(severity);

function asData({ pack, environment, results, score }: PackResult, checklist: PackResult) {
  return {
    pack: pack.id,
    environment,
    score,
    checklist: checklist.score,
    results: results.map(({ point, outcome, severity, findings }) => ({
      title: point.title,
      rules: point.policies.map(({ code }) => code),
      ...(point.controls === undefined ? {} : { controls: point.controls }),
      outcome,
      severity,
      findings,
    })),
  };
}
