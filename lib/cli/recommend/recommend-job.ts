/** `agent-fleet recommend --job`: how long the requests of a job run on each GPU, and where they cost least. */
import { PriceBook } from '../../catalog/prices';
import { FleetSpecError } from '../../core/fleet-error';
import { formatInteger, formatUsd } from '../../core/format';
import type { FleetToPlanProps } from '../../planner/fleet-to-plan';
import { type JobOnGpus, type JobsOnGpusProps, jobsOnGpus } from '../../planner/jobs-on-gpus';
import { EXIT, Exit } from '../exit';
import type { Terminal } from '../terminal';
import { byFlags, COMMAND } from './by-flags';
import { numberIn, questionOf, type RecommendOptions, regionsToName, required } from './recommend-options';
import { columns } from './recommend-table';

/** Ways that a table shows. */
const SHOWN = 10;

export function showJob(options: RecommendOptions, terminal: Terminal): void {
  const job = jobOf(options, terminal);
  const ways = byFlags(() => jobsOnGpus(job), FLAGS);
  if (options.json === true) terminal.out(`${JSON.stringify(ways, null, 2)}\n`);
  else if (ways.length > 0) terminal.out(`${table(ways.slice(0, SHOWN), terminal.width)}\n`);
  if (ways.length > 0) return;
  terminal.note('no GPU of these runs the job as asked; a longer deadline, more GPUs or other formats of the weights would');
  throw new Exit(EXIT.problem);
}

const FLAGS = { requests: '--job', withinSeconds: '--within', outputTokens: '--output-tokens' };

/** Models and GPUs are read as for a role. */
function jobOf(options: RecommendOptions, terminal: Terminal): JobsOnGpusProps {
  const outputTokens = numberIn(options.outputTokens ?? required('--output-tokens', '300')) as number;
  const contextTokens = numberIn(options.context ?? required('--context', '4096')) as number;
  if (contextTokens <= outputTokens) tooShort(options);
  const { props, notes } = questionOf({ ...options, sessions: '1', prices: undefined, latency: undefined });
  for (const note of notes) terminal.note(note);
  const [role] = Object.values(props.roles);
  return {
    requests: numberIn(options.job ?? '') as number,
    inputTokens: contextTokens - outputTokens,
    outputTokens,
    models: role?.models ?? [],
    inventory: props.inventory,
    ...(options.within === undefined ? {} : { withinSeconds: numberIn(options.within) as number }),
    ...pricesOf(options, props, terminal),
  };
}

function pricesOf(options: RecommendOptions, props: FleetToPlanProps, terminal: Terminal): Pick<JobsOnGpusProps, 'prices'> {
  if (options.prices === undefined) return {};
  const prices = PriceBook.fromFile(options.prices);
  for (const note of regionsToName(options, props, prices)) terminal.note(note);
  return { prices };
}

/** A context is the prompt and its answer. */
function tooShort({ context, outputTokens }: RecommendOptions): never {
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: COMMAND,
      prop: '--context',
      value: context,
      allowed: `a prompt beside the ${outputTokens} tokens of the answer`,
      message: `--context is ${context}, and the answer has ${outputTokens} tokens`,
      repairs: [`--context ${Number(outputTokens) + 1}`],
    },
  ]);
}

function table(ways: readonly JobOnGpus[], width: number): string {
  const rows = ways.map(({ gpu, model, quantization, replicas, gpusPerReplica, seconds, secondsRange: [low, high], usd }) => [
    formatUsd(usd),
    hours(seconds),
    `${hours(low)} to ${hours(high)}`,
    `${replicas} × ${gpusPerReplica} × ${gpu}`,
    model,
    quantization === 'checkpoint' ? 'as published' : quantization,
  ]);
  return columns([['the job', 'runs for', 'in nine of ten runs', 'GPUs', 'model', 'weights'], ...rows], width);
}

const hours = (seconds: number): string =>
  seconds < 120
    ? `${formatInteger(seconds)} s`
    : seconds < 7_200
      ? `${formatInteger(seconds / 60)} min`
      : `${(seconds / 3_600).toFixed(1)} h`;
