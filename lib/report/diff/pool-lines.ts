/** How a pool is told in a comparison. */
import { formatGiB, formatInteger, formatPercent, formatUsd } from '../../core/format';
import { own } from '../../core/own';
import { sellerOf } from '../../economics/seller';
import type { PartDiff } from '../../plan/diff/part-diff';
import type { PoolPlan } from '../../plan/sections/pool';
import { range } from '../pool-table';
import { type DiffRow, type Line, rowsOf } from './diff-row';
import { formatField, NOTHING } from './format-field';
import { downloadsOf, placeOfWeights } from './weights-lines';

type Demand = PoolPlan['demand'];

/** `2 × H100 PCIe 80GB`. */
export const gpusOf = ({ gpusPerReplica, gpu, nodesPerReplica }: PoolPlan): string =>
  `${formatInteger(gpusPerReplica)} × ${gpu.name}${nodesPerReplica === undefined ? '' : ` on ${formatInteger(nodesPerReplica)} nodes`}`;

export const replicasOf = ({ replicas }: PoolPlan): string => range(replicas.min, replicas.max, formatInteger);

export const headroomOf = ({ headroom, demand }: PoolPlan): string =>
  demand.length === 0 ? NOTHING : headroom === null ? 'unknown' : formatPercent(headroom);

export const costOf = ({ costPerHour: { floor, ceiling } }: PoolPlan): string =>
  floor === null || ceiling === null ? 'unknown' : `${range(floor, ceiling, formatUsd)}/h`;

export const sessionsOf = (demand: Demand): string =>
  demand.length === 0
    ? NOTHING
    : demand.map(({ role, sessions, contextTokens }) => `${role} ${formatInteger(sessions)} × ${formatInteger(contextTokens)}`).join(', ');

const spreadOf = ({ parallelism: { tensor, pipeline, data, expert, decodeContext } }: PoolPlan): string =>
  [
    `tensor ${tensor}`,
    ...(pipeline > 1 ? [`pipeline ${pipeline}`] : []),
    ...(data > 1 ? [`data ${data}`] : []),
    ...(expert ? ['experts spread'] : []),
    ...(decodeContext > 1 ? [`context shared by ${decodeContext}`] : []),
  ].join(', ');

const tokensPerSecond = ({ throughput }: PoolPlan): string =>
  throughput === null
    ? NOTHING
    : `${formatInteger(throughput.demandTokensPerSecond)} asked, ${formatInteger(throughput.supplyTokensPerSecond)} made (${range(throughput.low, throughput.high, formatInteger)})`;

const priceOf = ({ price }: PoolPlan): string =>
  price === null ? 'unknown' : `${formatUsd(price.usdPerGpuHour)} (${sellerOf(price)}, ${price.purchase}, ${price.asOf})`;

const priorityText = ({ priority }: PoolPlan): string =>
  priority === undefined
    ? NOTHING
    : `${priority.className ?? 'no class'} (${formatInteger(priority.value)})${priority.givesWayTo.length === 0 ? '' : `, gives way to ${priority.givesWayTo.join(', ')}`}`;

const LINES: readonly Line<PoolPlan>[] = [
  { label: 'model', text: ({ model }) => model.id, tells: ['model'] },
  {
    label: 'weights, KV cache',
    text: ({ precision }) => `${precision.weights === 'checkpoint' ? 'as published' : precision.weights}, ${precision.kvCache}`,
    tells: ['precision'],
  },
  { label: 'weights lie in', text: placeOfWeights, tells: ['weights.from', 'weights.claim'] },
  { label: 'weights downloaded', text: downloadsOf, tells: ['weights.downloads'] },
  { label: 'engine', text: ({ engine }) => `${engine.id} ${engine.version}`, tells: ['engine'] },
  { label: 'one replica', text: gpusOf, tells: ['gpu', 'gpusPerReplica', 'nodesPerReplica'] },
  { label: 'parallelism', text: spreadOf, tells: ['parallelism'] },
  { label: 'replicas', text: replicasOf, tells: ['replicas'] },
  { label: 'priority', text: priorityText, tells: ['priority'] },
  { label: 'cost', text: costOf, tells: ['costPerHour'] },
  { label: 'price of one GPU-hour', text: priceOf, tells: ['price'] },
  { label: 'a day costs', text: ({ economics }) => formatField('usdPerDay', economics?.usdPerDay), tells: ['economics'] },
  { label: 'a million tokens cost', text: ({ economics }) => formatField('usd', economics?.usdPerMillionTokens), tells: [] },
  { label: 'used', text: ({ economics }) => formatField('share', economics?.use), tells: [] },
  { label: 'sessions × tokens asked', text: ({ demand }) => sessionsOf(demand), tells: ['demand'] },
  { label: 'the same at the peak', text: ({ peakDemand }) => sessionsOf(peakDemand), tells: ['peakDemand'] },
  { label: 'KV cache asked', text: ({ demandGiB }) => formatGiB(demandGiB), tells: ['demandGiB'] },
  { label: 'KV cache held', text: ({ supplyGiB }) => formatGiB(supplyGiB), tells: ['supplyGiB'] },
  { label: 'headroom', text: headroomOf, tells: ['headroom'] },
  { label: 'verdict', text: ({ verdict }) => verdict, tells: ['verdict'] },
  { label: 'not known', text: ({ missing }) => missing.join('; ') || NOTHING, tells: ['missing'] },
  { label: 'bottleneck', text: ({ bottleneck }) => bottleneck, tells: ['bottleneck'] },
  {
    label: 'further sessions that fit',
    text: ({ margin }) => (margin === null ? NOTHING : formatInteger(margin.sessions)),
    tells: ['margin'],
  },
  {
    label: 'when one replica is lost',
    text: ({ survivesReplicaLoss }) => (survivesReplicaLoss ? 'the demand still fits' : 'the demand does not fit'),
    tells: ['survivesReplicaLoss'],
  },
  { label: 'output tokens per second', text: tokensPerSecond, tells: ['throughput'] },
  {
    label: 'longest request',
    text: ({ limits }) => `${formatInteger(limits.maxContextTokens)} tokens`,
    tells: ['limits.maxContextTokens'],
  },
  { label: 'requests at once in a replica', text: ({ limits }) => formatInteger(limits.maxNumSeqs), tells: ['limits.maxNumSeqs'] },
  {
    label: 'a new replica starts in',
    text: ({ coldStart }) => (coldStart === undefined ? NOTHING : `${formatInteger(coldStart.seconds)} s`),
    tells: ['coldStart.seconds'],
  },
  {
    label: 'parser of tool calls',
    text: ({ engineOptions }) => engineOptions.parsers?.toolCall ?? NOTHING,
    tells: ['engineOptions.parsers.toolCall'],
  },
  {
    label: 'parser of reasoning',
    text: ({ engineOptions }) => engineOptions.parsers?.reasoning ?? NOTHING,
    tells: ['engineOptions.parsers.reasoning'],
  },
  { label: 'host memory of a pod', text: ({ hostMemory }) => hostMemory.pod, tells: ['hostMemory.pod'] },
];

/** They follow from what the lines tell, or explain a figure of theirs. */
const FOLLOWS = ['name', 'path', 'memory', 'reserveGiB', 'coldStart.parts'];

const TERMS: Readonly<Record<string, string>> = {
  physical: 'memory of the GPU',
  budget: 'part that the engine may use',
  weights: 'weights',
  activation: 'activations',
  nonTorch: 'runtime',
  graphs: 'CUDA graphs',
  kvCache: 'KV cache',
};

/** The memory of one GPU: the same terms for every pool, so they are data and not lines of their own. */
const termLine = (id: string): Line<PoolPlan> => ({
  label: `on each GPU: ${own(TERMS, id) ?? id}`,
  text: ({ memory }) => {
    const term = memory.terms.find((one) => one.id === id);
    return term === undefined ? NOTHING : formatGiB(term.perGpuGiB);
  },
  tells: [],
});

export function poolRows(diff: PartDiff<PoolPlan>): DiffRow[] {
  const terms = [diff.before, diff.after].flatMap((pool) => pool?.memory.terms.map(({ id }) => id) ?? []);
  return rowsOf(diff, [...LINES, ...[...new Set(terms)].map(termLine)], FOLLOWS);
}
