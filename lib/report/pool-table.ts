/** The pools of a plan as a table: what each is, what it must hold and what it holds, what it costs. */

import Table from 'cli-table3';
import { formatGiB, formatInteger, formatPercent, formatUsd } from '../core/format';
import { gpusInWords } from '../plan/gpus-of-pool';
import { keepsKvCache } from '../plan/keeps-kv-cache';
import type { PoolPlan } from '../plan/sections/pool';
import { notKnownOf } from './not-known';
import type { Palette } from './palette';
import { wrap } from './wrap';

const HEAD = ['pool', 'GPU', 'replicas', 'weights', 'KV need / have', 'headroom', 'verdict', '$/h'];
/** Columns of numbers. */
const RIGHT = new Set(['replicas', 'weights', 'KV need / have', 'headroom', '$/h']);

const NO_BORDERS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** Columns from which on the pools are rows of a table, as wide as its content; below, each pool is a list. */
const NARROW = 80;

export function poolTable(pools: readonly PoolPlan[], colour: Palette, width: number): string {
  if (width < NARROW) return pools.map((pool) => poolList(pool, colour, width)).join('\n\n');
  const table = new Table({
    head: HEAD.map((title) => colour.bold(title)),
    colAligns: HEAD.map((title) => (RIGHT.has(title) ? 'right' : 'left')),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...pools.map((pool) => numbers(pool, colour)));
  const [head = '', ...rows] = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const described = rows.flatMap((row, index) => {
    const pool = pools[index] as PoolPlan;
    return [row, ...[description(pool), ...notKnown(pool)].map((line) => colour.dim(`  ${line}`))];
  });
  return [head, ...described].join('\n');
}

/** One line a figure, for narrow terminals. */
function poolList(pool: PoolPlan, colour: Palette, width: number): string {
  const [name = '', ...figures] = numbers(pool, colour);
  const rows = figures.map((figure, index) => `  ${(HEAD[index + 1] ?? '').padEnd(LABEL)}${figure}`);
  const texts = [description(pool), ...notKnown(pool)].map((line) => colour.dim(wrap(`  ${line}`, width)));
  return [colour.bold(name), ...rows, ...texts].join('\n');
}

/** Columns of the longest title and the gap behind it. */
const LABEL = Math.max(...HEAD.map((title) => title.length)) + 2;

function numbers(pool: PoolPlan, colour: Palette): string[] {
  return [
    pool.name,
    `${gpusInWords(pool)}${pool.nodesPerReplica === undefined ? '' : ` on ${pool.nodesPerReplica} nodes`}`,
    range(pool.replicas.min, pool.replicas.max, formatInteger),
    weights(pool),
    kvCache(pool),
    pool.demand.length === 0 || !keepsKvCache(pool) ? '–' : pool.headroom === null ? 'unknown' : formatPercent(pool.headroom),
    verdict(pool, colour),
    cost(pool),
  ];
}

function kvCache(pool: PoolPlan): string {
  if (!keepsKvCache(pool)) return 'no KV cache';
  return pool.memory.kvBytesPerToken === 0 ? 'unknown' : `${pool.demandGiB.toFixed(1)} / ${formatGiB(pool.supplyGiB)}`;
}

/** Number formats where they are chosen; otherwise weights are served as they were published. */
function precisionOf({ precision, ...pool }: PoolPlan): string {
  const weights = precision.weights === 'checkpoint' ? 'published weights' : `weights ${precision.weights}`;
  return pool.memory.kvBytesPerToken > 0 && precision.kvCache !== 'auto' ? `${weights}, KV ${precision.kvCache}` : weights;
}

/** Weights of one replica over all its GPUs. */
function weights(pool: PoolPlan): string {
  const term = pool.memory.terms.find(({ id }) => id === 'weights');
  return term === undefined ? 'unknown' : formatGiB(term.perGpuGiB * pool.gpusPerReplica);
}

function description(pool: PoolPlan): string {
  const { limits } = pool;
  const parts = [
    pool.model.id,
    `${pool.engine.id} ${pool.engine.version}`,
    precisionOf(pool),
    ...spreadOf(pool),
    ...optionsOf(pool),
    ...nodesOf(pool),
    ...priorityOf(pool),
    `${formatInteger(limits.maxContextTokens)} tokens × ${formatInteger(limits.maxNumSeqs)} sequences`,
    ...(keepsKvCache(pool) ? [] : readingOf(pool)),
  ];
  return parts.join(' · ');
}

/** What decides for an encoder: tokens of texts that it is asked to read, beside those that it was measured to read. Nothing where nobody says how often it is asked. */
function readingOf({ throughput, demand }: PoolPlan): string[] {
  if (throughput !== null)
    return [
      `${formatInteger(throughput.demandTokensPerSecond)} of ${formatInteger(throughput.supplyTokensPerSecond)} tokens/s that its replicas read`,
    ];
  const asked = demand.reduce((sum, { rate }) => sum + (rate === undefined ? 0 : rate.requestsPerSecond * rate.inputTokens), 0);
  return asked === 0 ? [] : [`${formatInteger(asked)} tokens/s are asked, how many a replica reads is not known`];
}

/** The range of the cache of a replica, where that decides, and what is not given. */
function notKnown(pool: PoolPlan): string[] {
  const { verdict, missing, doubts = [], memory } = pool;
  const unknown = notKnownOf(pool);
  const { kvRangeGiB } = memory;
  const between =
    verdict === 'uncertain' && kvRangeGiB !== null && keepsKvCache(pool) && (doubts.length === 0 || missing.length > 0)
      ? [`KV cache of a replica between ${formatGiB(Math.max(0, kvRangeGiB.low))} and ${formatGiB(kvRangeGiB.high)}`]
      : [];
  const parts = [...between, ...(unknown.length === 0 ? [] : [`not known: ${unknown.join('; ')}`])];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** How the GPUs of a replica are used, where it is not one tensor-parallel group. */
function spreadOf({ parallelism: { pipeline, data, expert, decodeContext } }: PoolPlan): string[] {
  return [
    ...(pipeline > 1 ? [`${pipeline} pipeline stages`] : []),
    ...(data > 1 ? [`${data} data-parallel copies`] : []),
    ...(expert ? ['experts spread'] : []),
    ...(decodeContext > 1 ? [`context shared by ${decodeContext} GPUs`] : []),
  ];
}

/** Node pools of which some nodes have to start first. */
function nodesOf({ autoscaledNodes = [] }: PoolPlan): string[] {
  return autoscaledNodes.map(({ nodePool, minNodes, maxNodes, provisioningSeconds }) => {
    const start = provisioningSeconds === null ? 'time to start one unknown' : `${formatInteger(provisioningSeconds)} s to start one`;
    return `${range(minNodes, maxNodes, formatInteger)} nodes of ${nodePool}, ${start}`;
  });
}

/** Whose place its pods take where nodes are short, and to whom they give way. */
function priorityOf({ priority }: PoolPlan): string[] {
  if (priority === undefined) return [];
  const parts = [
    ...(priority.className === null ? [] : [`priority ${formatInteger(priority.value)}`]),
    ...(priority.takesPlaceOf.length === 0 ? [] : [`takes nodes of ${priority.takesPlaceOf.join(' and ')}`]),
    ...(priority.givesWayTo.length === 0 ? [] : [`gives way to ${priority.givesWayTo.join(' and ')}`]),
  ];
  return [parts.join(', ')];
}

/** Options that differ from the defaults. */
function optionsOf({ engineOptions: { speculative, enforceEager }, hostMemory: { offloadedGiB, kvDisk, kvShared } }: PoolPlan): string[] {
  return [
    ...(speculative === null ? [] : [`${speculative.method} drafts ${speculative.tokens} tokens`]),
    ...(enforceEager ? ['eager'] : []),
    ...(offloadedGiB > 0 ? [`${formatGiB(offloadedGiB)} in host memory`] : []),
    ...(kvDisk === undefined ? [] : [`${formatGiB(kvDisk.gib)} of KV cache on disk`]),
    ...(kvShared === undefined ? [] : [`${formatGiB(kvShared.gib)} of KV cache that all replicas share`]),
  ];
}

function verdict(pool: PoolPlan, colour: Palette): string {
  const paint = { fits: colour.green, tight: colour.yellow, uncertain: colour.magenta, rejected: colour.red }[pool.verdict];
  return paint(pool.verdict);
}

function cost({ costPerHour: { floor, ceiling } }: PoolPlan): string {
  return floor === null || ceiling === null ? 'unknown' : range(floor, ceiling, formatUsd);
}

/** `2` or `2–8`. */
export function range<T>(low: T, high: T, format: (value: T) => string): string {
  return low === high ? format(low) : `${format(low)}–${format(high)}`;
}
