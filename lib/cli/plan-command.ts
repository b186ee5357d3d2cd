/** `agent-fleet plan`: what was decided, as a table or as JSON. */
import { type Command, Option } from 'commander';
import { isFleetError } from '../core/fleet-error';
import { paidOf } from '../plan/paid-plan';
import { refusalIn } from '../plan/refused-synthesis';
import type { SynthesizedStack } from '../plan/synthesized-app';
import { renderPlan } from '../report/render-plan';
import { type AppOptions, chosenStacks, onSynthesizedApp } from './app-folder';
import { ageNote } from './plan-age';
import { watchPlans } from './plan-watch';
import type { Terminal } from './terminal';

interface PlanOptions extends AppOptions {
  readonly json?: true;
  readonly watch?: true;
  readonly all?: true;
}

export function registerPlan(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('plan'))
    .description('Show the pools of a synthesized fleet: memory, headroom, verdict and cost')
    .option('--json', 'print fleet.plan.json; a list of plans when no stack is named')
    .option('--all', 'print every hint, and what is accepted, in full')
    .addOption(new Option('--watch', 'show it again after each synthesis, until Ctrl+C').conflicts('json'))
    .action((stack: string | undefined, options: PlanOptions) =>
      options.watch ? watch(stack, options, terminal) : showPlan(stack, options, terminal),
    );
}

/** What a synthesis refuses, or has not written yet, is said, and the watch goes on. */
async function watch(stack: string | undefined, options: PlanOptions, terminal: Terminal): Promise<void> {
  const end = new AbortController();
  const stop = () => end.abort();
  process.once('SIGINT', stop);
  const show = () => {
    try {
      showPlan(stack, options, terminal);
    } catch (error) {
      if (!isFleetError(error)) throw error;
      terminal.note(error.message);
    }
  };
  await watchPlans({ folder: options.appDir, show, signal: end.signal }).finally(() => process.removeListener('SIGINT', stop));
}

function showPlan(stack: string | undefined, options: PlanOptions, terminal: Terminal): void {
  const stacks = stacksOf(stack, options);
  const plans = stacks.map((candidate) => candidate.plan());
  noteAge(stacks, options, terminal);
  if (options.json) {
    terminal.out(`${JSON.stringify(stack === undefined ? plans : plans[0], null, 2)}\n`);
    return;
  }
  const shown = stack === undefined ? plans.filter((plan) => paidOf(plan).length > 0 || plan.existingPools !== undefined) : plans;
  if (shown.length === 0) terminal.note(`no stack in ${options.appDir} holds an inference pool`);
  const { colours, width } = terminal;
  const today = new Date().toISOString().slice(0, 10);
  terminal.out(shown.map((plan) => `${renderPlan(plan, { colours, width, today, all: options.all === true })}\n`).join('\n\n'));
}

/** A named stack must have a plan; of all stacks, those without one are not ours. */
const stacksOf = (stack: string | undefined, options: PlanOptions): SynthesizedStack[] =>
  chosenStacks(stack, options).filter((candidate) => stack !== undefined || candidate.hasPlan());

/** All plans of an app are written together. */
function noteAge([first]: readonly SynthesizedStack[], { appDir }: PlanOptions, terminal: Terminal): void {
  const note = first === undefined ? null : ageNote(first.writtenAt(), refusalIn(appDir), new Date());
  if (note !== null) terminal.note(note);
}
