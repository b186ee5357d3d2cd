/** `agent-fleet check`: a synthesized app against packs of rules. */
import { type Command, Option } from 'commander';
import type { Severity } from '../core/finding';
import type { Environment } from '../core/rule';
import { chosenPack } from '../policies/chosen-pack';
import { holdAgainst, type PackResult } from '../policies/hold-against';
import { PRODUCTION_CHECKLIST } from '../policies/packs';
import { checkTable } from '../report/check-table';
import { palette } from '../report/palette';
import { type AppOptions, chosenStacks, onSynthesizedApp } from './app-folder';
import { EXIT, Exit } from './exit';
import type { Terminal } from './terminal';

interface CheckOptions extends AppOptions {
  readonly pack: string;
  readonly environment?: Environment;
  readonly format?: 'table' | 'json';
  readonly json?: true;
  readonly failOn: Severity | 'never';
}

export function registerCheck(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('check'))
    .description('Hold a synthesized app against a pack of rules, and say its score on the checklist for production')
    .option(
      '--pack <name>',
      'agentFleetDefault, productionChecklist, costControl, security, restricted, or a pack that the app applies',
      'agentFleetDefault',
    )
    .addOption(
      new Option('--environment <name>', 'judge it as if its clusters were for this').choices(['development', 'staging', 'production']),
    )
    .addOption(new Option('--format <format>', 'how the answer is printed: a table, or JSON').choices(['table', 'json']))
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .addOption(
      new Option('--fail-on <severity>', 'end with exit code 1 from this severity on')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .action((stack: string | undefined, options: CheckOptions) => check(stack, options, terminal));
}

function check(stack: string | undefined, options: CheckOptions, terminal: Terminal): void {
  const plans = chosenStacks(stack, options).flatMap((one) => (stack !== undefined || one.hasPlan() ? [one.plan()] : []));
  const result = holdAgainst(chosenPack(options.pack, plans), plans, options.environment);
  const checklist = holdAgainst(PRODUCTION_CHECKLIST, plans, options.environment);
  const { colours, width } = terminal;
  terminal.out(
    options.json || options.format === 'json'
      ? `${JSON.stringify(asData(result, checklist), null, 2)}\n`
      : `${checkTable(result, checklist, palette(colours), width)}\n`,
  );
  if (fails(result, options.failOn)) throw new Exit(EXIT.problem);
}

const UP_TO: Readonly<Record<CheckOptions['failOn'], readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
  never: [],
};

const fails = ({ results }: PackResult, failOn: CheckOptions['failOn']): boolean =>
  results.some(({ outcome, severity }) => outcome === 'fail' && UP_TO[failOn].includes(severity));

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
