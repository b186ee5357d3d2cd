/** `agent-fleet recommend`: the cheapest fleets for some roles, or what the GPUs that are there can hold. */
import { type Command, Option } from 'commander';
import type { LatencyTargets } from '../../catalog/latency-targets';
import { Model } from '../../catalog/model';
import { FleetSpecError } from '../../core/fleet-error';
import { fleetCode } from '../../planner/code/fleet-code';
import { readQuestion } from '../../planner/question-file';
import { type FleetRecommendation, recommendFleet } from '../../planner/recommend-fleet';
import { sessionsOnGpus } from '../../planner/sessions-on-gpus';
import { EXIT, Exit } from '../exit';
import type { Terminal } from '../terminal';
import { byFlags, COMMAND, inFlags, typed } from './by-flags';
import { showJob } from './recommend-job';
import { boardOf, list, numberIn, questionOf, type RecommendOptions, required, targetsIn } from './recommend-options';
import { recommendTable, sessionsTable } from './recommend-table';

export function registerRecommend(program: Command, terminal: Terminal): void {
  program
    .command('recommend')
    .description('Find the cheapest fleet for some roles (--spec, or flags for one role), or what GPUs that are there can hold (--gpus)')
    .option('--spec <file>', 'roles, inventory and APIs as JSON; docs/recommend.schema.json describes it')
    .option('--model <ids>', 'models that are good enough, with commas between them')
    .option('--quantization <formats>', 'formats of the weights that are good enough (default: checkpoint,fp8)')
    .option('--sessions <n>', 'sessions that hold their context at the same time')
    .option('--context <tokens>', 'context of one session')
    .option('--latency <class>', 'voice, chat or background (default: background)')
    .option('--ttft-ms <ms>', 'time to first token of your own in place of that of the class, with --latency chat or voice')
    .option('--tpot-ms <ms>', 'time per output token after the first')
    .option('--e2e-ms <ms>', 'from the request to the last token of the answer')
    .option('--output-tokens <n>', 'answer of one request, for the latency')
    .option('--per-minute <n>', 'requests of one session in a minute, for the tokens per second')
    .option('--gpu <names>', 'GPUs to choose from, with commas between them; a number of nodes behind a colon')
    .addOption(new Option('--mig', 'cards that can be may be cut into MIG slices').conflicts(['spec', 'gpus', 'job']))
    .addOption(new Option('--sharing', 'engines may share cards by time-slicing; nothing isolates them').conflicts(['spec', 'gpus', 'job']))
    .addOption(new Option('--whole-nodes', 'nodes are paid whole, with the GPUs that are left idle').conflicts(['spec', 'gpus', 'job']))
    .addOption(new Option('--region <name>', 'region whose prices count; a cloud has others in each').conflicts(['spec', 'gpus']))
    .option('--gpus <gpu:count>', 'GPUs of one node that are there: what can run on them, and how many sessions it holds')
    .addOption(
      new Option('--job <requests>', 'requests of a job that nobody waits for: its run time and price on each GPU').conflicts([
        'spec',
        'gpus',
        'code',
        'sessions',
        'latency',
        'ttftMs',
        'tpotMs',
        'e2eMs',
        'perMinute',
      ]),
    )
    .option('--within <seconds>', 'time in which the job has to be done; as many replicas are taken')
    .addOption(new Option('--prices <file>', 'price book of your own, as `prices import` writes it').conflicts('gpus'))
    .option('--code [answer]', 'print the program of an answer by its number (default: 1)')
    .option('--json', 'print answers, what binds their price, and the program of the first')
    .action((options: RecommendOptions) => answer(options, terminal));
}

function answer(options: RecommendOptions, terminal: Terminal): void {
  if (options.job === undefined && options.within !== undefined) required('--job', '10000');
  if (options.job !== undefined) showJob(options, terminal);
  else if (options.gpus === undefined) recommend(options, terminal);
  else showSessions(options, terminal);
}

function recommend(options: RecommendOptions, terminal: Terminal): void {
  const { props, notes } = questionOf(options);
  for (const note of notes) terminal.note(note);
  if (options.code === true && options.json === undefined) {
    terminal.out(fleetCode(props));
    return;
  }
  const found = options.spec === undefined ? flagged(byFlags(() => recommendFleet(props))) : recommendFleet(props);
  const code = () => fleetCode(props, chosen(found, options.code ?? true).plan);
  if (options.json === true) terminal.out(`${JSON.stringify({ ...found, program: code() }, null, 2)}\n`);
  else if (options.code !== undefined) terminal.out(code());
  else terminal.out(`${recommendTable(found, terminal.width)}\n`);
}

/** What eases a condition, as it is typed. */
const flagged = ({ answers, savings }: FleetRecommendation): FleetRecommendation => ({
  answers,
  savings: savings.map((saving) => ({ ...saving, prop: inFlags(saving.prop), change: typed(saving.change) })),
});

/** @throws FleetSpecError AF-SPEC-001 for a number that no answer has */
function chosen({ answers }: FleetRecommendation, code: true | string) {
  const answer = answers[code === true ? 0 : Number(code) - 1];
  if (answer !== undefined) return answer;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: COMMAND,
      prop: '--code',
      value: code,
      allowed: `1 to ${answers.length}, the numbers of the answers`,
      message: `--code is ${JSON.stringify(code)}, and there ${answers.length === 1 ? 'is 1 answer' : `are ${answers.length} answers`}`,
      repairs: ['--code 1'],
    },
  ]);
}

function showSessions(options: RecommendOptions, terminal: Terminal): void {
  const { gpu, count, note } = boardOf('--gpus', options.gpus ?? '');
  for (const text of note) terminal.note(text);
  const models = options.model === undefined ? {} : { models: list(options.model).map(modelNamed) };
  const asked = {
    gpu,
    gpus: count ?? 1,
    contextTokens: numberIn(options.context ?? required('--context', '8192')) as number,
    ...models,
    ...(options.quantization === undefined ? {} : { quantizations: list(options.quantization) as never }),
    ...(options.latency === undefined ? {} : { latency: options.latency as never }),
    ...(targetsIn(options) as { readonly latencyTargets?: LatencyTargets }),
    ...(options.outputTokens === undefined ? {} : { outputTokens: numberIn(options.outputTokens) as number }),
  };
  const ways = byFlags(() => sessionsOnGpus(asked), FLAGS);
  if (options.json === true) terminal.out(`${JSON.stringify(ways, null, 2)}\n`);
  else if (ways.length > 0) terminal.out(`${sessionsTable(ways, terminal.width)}\n`);
  if (ways.length > 0) return;
  terminal.note(`no session of ${options.context} tokens fits on ${count ?? 1} × ${gpu.name}; fewer tokens, or more GPUs, would`);
  throw new Exit(EXIT.problem);
}

const FLAGS = {
  gpus: '--gpus',
  contextTokens: '--context',
  quantizations: '--quantization',
  latency: '--latency',
  outputTokens: '--output-tokens',
};

/** By the reader of spec files, so that an unknown name is refused in the same words. */
function modelNamed(name: string): Model {
  const question = { roles: { sessions: { sessions: 1, contextTokens: 1, models: [name] } }, inventory: { any: { gpu: 'l40s' } } };
  const { roles } = byFlags(() => readQuestion(question, COMMAND));
  const [model] = Object.values(roles)[0]?.models ?? [];
  return Model.isModel(model) ? model : required('--model', 'qwen3-8b');
}
