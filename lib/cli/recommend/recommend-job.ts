/** `agent-fleet recommend --job`: how long the requests of a job run on each GPU, and where they cost least. */
import { PriceBook } from '../../catalog/prices';
import { formatInteger, formatUsd } from '../../core/format';
import { type JobOnGpus, type JobsOnGpusProps, jobsOnGpus } from '../../planner/jobs-on-gpus';
import { EXIT, Exit } from '../exit';
import type { Terminal } from '../terminal';
import { numberIn, questionOf, type RecommendOptions, required } from './recommend-options';
import { columns } from './recommend-table';

/** Ways that a table shows. */
const SHOWN = 10;

export function showJob(options: RecommendOptions, terminal: Terminal): void {
  const ways = jobsOnGpus(jobOf(options, terminal));
  if (options.json === true) terminal.out(`${JSON.stringify(ways, null, 2)}\n`);
  else if (ways.length > 0) terminal.out(`${table(ways.slice(0, SHOWN), terminal.width)}\n`);
  if (ways.length > 0) return;
  terminal.note('no GPU of these runs the job as asked; a longer deadline, more GPUs or other formats of the weights would');
  throw new Exit(EXIT.problem);
}

/** Models and GPUs are read as for a role. */
function jobOf(options: RecommendOptions, terminal: Terminal): JobsOnGpusProps {
  const outputTokens = numberIn(options.outputTokens ?? required('--output-tokens', '300')) as number;
  const contextTokens = numberIn(options.context ?? required('--context', '4096')) as number;
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
    ...(options.prices === undefined ? {} : { prices: PriceBook.fromFile(options.prices) }),
  };
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
