/** The answer of `agent-fleet size` for people: the budget line by line, then the verdict, what it costs and what would make it fit. */

import { formatBytes, formatInteger, formatPercent, formatUsd } from '../../core/format';
import { sellerOf } from '../../economics/seller';
import { wrap } from '../../report/wrap';
import type { SizeAnswer, SizeFailure, SizeProblem, SizeRepair } from '../../sizing/size-answer';

type Row = readonly [label: string, text: string];

/** Columns of the longest label and the gap behind it. */
const LABEL = 17;

/**
 * @param width columns at which texts break
 * @param flagOf how a key is written on the command line
 */
export function sizeTable(answer: SizeAnswer | SizeFailure, width: number, flagOf: (key: string) => string): string {
  if ('error' in answer) return failureText(answer, width, flagOf);
  const rows = [
    ...memoryRows(answer),
    ...cacheRows(answer),
    ...latencyRows(answer),
    ...targetRows(answer),
    ...priceRows(answer),
    ...verdictRows(answer),
    ...repairRows(answer, flagOf),
    ...answer.notes.map((note) => ['note', note] as const),
  ];
  return rows.map((row) => rowText(row, width)).join('\n');
}

function rowText([label, text]: Row, width: number): string {
  const room = Math.max(20, width - LABEL);
  const wrapped = wrap(text, room).replace(/^/gm, ' '.repeat(LABEL));
  return label.padEnd(LABEL) + wrapped.slice(LABEL);
}

function failureText({ error }: SizeFailure, width: number, flagOf: (key: string) => string): string {
  const lines = (error.problems ?? []).map((problem) => problemText(problem, flagOf));
  return (lines.length === 0 ? [error.message] : lines).map((line) => wrap(`[${error.code}] ${line}`, width, '  ')).join('\n');
}

function problemText({ key, message, allowed, repair }: SizeProblem, flagOf: (key: string) => string): string {
  const flag = key === null ? undefined : flagOf(key);
  const said =
    flag === undefined || key === null ? message : `${flag}${message.startsWith(key) ? message.slice(key.length) : `: ${message}`}`;
  const typed = repair === null ? '' : `; ${flag === undefined || key === null ? repair : repair.replace(`${key}: `, `${flag} `)}`;
  return `${said}${allowed === null ? '' : `; allowed: ${allowed}`}${typed}`;
}

/** GiB in a column, the sign before it. */
const gib = (value: number, sign = signOf(value) || ' ') => `${sign}${Math.abs(value).toFixed(2).padStart(7)} GiB`;
const signed = (value: number) => `${signOf(value)}${Math.abs(value).toFixed(2)}`;
const signOf = (value: number) => (value <= -0.005 ? '−' : '');

function memoryRows({ perGpuGiB }: SizeAnswer): Row[] {
  if (perGpuGiB === null) return [];
  const { kvCache, free } = perGpuGiB;
  const [low, high] = perGpuGiB.kvCacheRange;
  return [
    ['memory', gib(perGpuGiB.physical)],
    ['budget', gib(perGpuGiB.budget)],
    ['weights', gib(perGpuGiB.weights, '−')],
    ['activations', gib(perGpuGiB.activation, '−')],
    ['runtime', gib(perGpuGiB.nonTorch, '−')],
    ['graphs', gib(perGpuGiB.graphs, '−')],
    free === undefined
      ? ['KV cache', `${gib(kvCache)}  (${signed(low)} … ${signed(high)})`]
      : ['free', `${gib(free)}  (an encoder keeps no KV cache)`],
  ];
}

function cacheRows({ kvBytesPerToken, kvTokens, maxConcurrency }: SizeAnswer): Row[] {
  if (kvBytesPerToken === null || kvTokens === null || kvBytesPerToken === 0) return [];
  return [
    ['per token', `${formatBytes(kvBytesPerToken)} on each GPU`],
    ['tokens', formatInteger(kvTokens)],
    ...(maxConcurrency === null ? [] : [['full requests', maxConcurrency.toFixed(1)] as const]),
  ];
}

function latencyRows({ latency }: SizeAnswer): Row[] {
  if (latency === undefined) return [];
  const { ttftMs, tpotMs, tokensPerSecond, band } = latency;
  return [
    ['first token', `${ttftMs.toFixed(0)} ms`],
    ['per output token', `${tpotMs.toFixed(1)} ms (± ${(band * 100).toFixed(0)} %)`],
    ['throughput', `${tokensPerSecond.toFixed(0)} tokens/s`],
  ];
}

const targetRows = ({ targets = [] }: SizeAnswer): Row[] => targets.map(({ verdict, said }) => ['target', `${verdict}: ${said}`]);

function priceRows({ price, perGpuGiB }: SizeAnswer): Row[] {
  if (perGpuGiB === null) return [];
  if (price === null) return [['price', 'unknown: no published price for this GPU']];
  const { usdPerHour, gpus, usdPerGpuHour, purchase, asOf } = price;
  const seller = sellerOf(price);
  const each = gpus === 1 ? '' : `${formatInteger(gpus)} GPUs at ${formatUsd(usdPerGpuHour)}, `;
  return [['price', `${formatUsd(usdPerHour)}/h (${each}${purchase}, ${seller}, ${asOf})`]];
}

function verdictRows({ verdict, reason, missing }: SizeAnswer): Row[] {
  const said = missing.filter((name) => reason?.includes(name) !== true);
  return [['verdict', reason === undefined ? verdict : `${verdict}: ${reason}`], ...said.map((name) => ['missing', name] as const)];
}

const repairRows = ({ repairs }: SizeAnswer, flagOf: (key: string) => string): Row[] =>
  repairs.map((repair) => ['repair', `${typedAs(repair, flagOf)}${worthOf(repair)}`]);

const typedAs = ({ keys }: SizeRepair, flagOf: (key: string) => string) =>
  Object.entries(keys)
    .map(([key, value]) => `${flagOf(key)} ${value}`)
    .join(' ');

function worthOf({ costPerHour, costDeltaPerHour, headroom }: SizeRepair): string {
  const parts = [
    ...(costPerHour === null ? [] : [`${formatUsd(costPerHour)}/h`]),
    ...(costDeltaPerHour === null ? [] : [`${costDeltaPerHour < 0 ? '−' : '+'}${formatUsd(Math.abs(costDeltaPerHour))}`]),
    ...(headroom === null ? [] : [`headroom ${formatPercent(headroom)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
