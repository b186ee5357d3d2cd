/** `agent-fleet measure`: the plan against what a Prometheus recorded. */
import { type Command, Option } from 'commander';
import { FleetSpecError } from '../../core/fleet-error';
import { measureReport } from '../../measure/measure-report';
import type { Month } from '../../measure/month';
import type { PoolName } from '../../measure/questions';
import type { FleetPlan } from '../../plan/schema';
import { measureText } from '../../report/measure-text';
import { palette } from '../../report/palette';
import { type AppOptions, chosenStacks, onSynthesizedApp } from '../app-folder';
import type { Terminal } from '../terminal';
import { endOfHours, numberOfDays, prometheusAddress } from './measure-options';
import { readMonth, writeMonth } from './month-file';
import { monthFrom } from './prometheus';

interface MeasureOptions extends AppOptions {
  readonly url?: URL;
  readonly from?: string;
  readonly days: number;
  readonly until?: Date;
  readonly save?: string;
  readonly json?: true;
}

export function registerMeasure(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('measure'))
    .description('Compare the plan with a month that Prometheus recorded, and propose what the load allows, with the money')
    .addOption(
      new Option(
        '--url <address>',
        'Prometheus that scrapes the pools, e.g. http://localhost:9090; AGENT_FLEET_PROMETHEUS_TOKEN is sent as a bearer token',
      )
        .argParser(prometheusAddress)
        .conflicts('from'),
    )
    .option('--from <file>', 'export that --save wrote, in place of a Prometheus')
    .addOption(new Option('--days <days>', 'days to look at').argParser(numberOfDays).default(30))
    .addOption(
      new Option('--until <time>', 'day, or hour in UTC, at which they end (default: the last full hour)')
        .argParser(endOfHours)
        .conflicts('from'),
    )
    .addOption(new Option('--save <file>', 'write what Prometheus recorded, to be read with --from').conflicts('from'))
    .option('--json', 'print the comparison as JSON (docs/measure.schema.json)')
    .action((stack: string | undefined, options: MeasureOptions) => measure(stack, options, terminal));
}

async function measure(stack: string | undefined, options: MeasureOptions, terminal: Terminal): Promise<void> {
  const stacks = chosenStacks(stack, options).filter((chosen) => stack !== undefined || chosen.hasPlan());
  const plans = stacks.map((chosen) => chosen.plan());
  const month = await monthOf(plans, options);
  if (options.save !== undefined) writeMonth(options.save, month);
  const report = measureReport(plans, month);
  if (options.json) {
    terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  if (report.pools.length === 0) terminal.note(NOTHING_SEEN);
  terminal.out(`${measureText(report, palette(terminal.colours), terminal.width)}\n`);
}

const NOTHING_SEEN =
  'nothing was recorded of the pools of this app: an ObservabilityStack records them, in the Prometheus of their cluster, from its deployment on';

async function monthOf(plans: readonly FleetPlan[], { url, from, days, until }: MeasureOptions): Promise<Month> {
  if (from !== undefined) return readMonth(from);
  if (url === undefined) throw noSource();
  const pools: PoolName[] = plans.flatMap((plan) => plan.pools.map(({ namespace, name }) => ({ namespace, name })));
  if (pools.length === 0) throw noPools();
  const end = Math.floor((until ?? new Date()).getTime() / 3_600_000) * 3_600;
  return monthFrom({ url, pools, hours: days * 24, end, token: process.env['AGENT_FLEET_PROMETHEUS_TOKEN'] });
}

const problem = (prop: string, message: string, allowed: string, repairs: readonly string[]): FleetSpecError =>
  new FleetSpecError([{ code: 'AF-SPEC-001', severity: 'error', path: 'agent-fleet measure', prop, allowed, message, repairs }]);

const noSource = () =>
  problem('--url', 'it is not said where the recorded hours are', '--url or --from', [
    '--url http://localhost:9090, after kubectl port-forward -n monitoring svc/prometheus-operated 9090',
    '--from <file>',
  ]);

const noPools = () => problem('--app-dir', 'no stack of this app holds an inference pool', 'an app with a pool', ['cdktf synth']);
