/** The answer of `agent-fleet size` for people: the budget line by line, then the verdict. */
import { formatBytes, formatInteger } from '../../core/format';
import type { SizeAnswer, SizeFailure } from '../../sizing/size-answer';

export function sizeTable(answer: SizeAnswer | SizeFailure): string {
  if ('error' in answer) return `[${answer.error.code}] ${answer.error.message}`;
  return [...memoryRows(answer), ...cacheRows(answer), ...latencyRows(answer), ...verdictRows(answer)]
    .map(([label, text]) => `${label.padEnd(16)} ${text}`)
    .join('\n');
}

type Row = readonly [label: string, text: string];

function memoryRows({ perGpuGiB }: SizeAnswer): Row[] {
  if (perGpuGiB === null) return [];
  const gib = (value: number, sign = ' ') => `${sign}${Math.abs(value).toFixed(2).padStart(7)} GiB`;
  const [low, high] = perGpuGiB.kvCacheRange;
  return [
    ['memory', gib(perGpuGiB.physical)],
    ['budget', gib(perGpuGiB.budget)],
    ['weights', gib(perGpuGiB.weights, '−')],
    ['activations', gib(perGpuGiB.activation, '−')],
    ['runtime', gib(perGpuGiB.nonTorch, '−')],
    ['graphs', gib(perGpuGiB.graphs, '−')],
    ['KV cache', `${gib(perGpuGiB.kvCache, perGpuGiB.kvCache < 0 ? '−' : ' ')}  (${low.toFixed(2)} … ${high.toFixed(2)})`],
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

function verdictRows({ verdict, reason, missing, notes }: SizeAnswer): Row[] {
  return [
    ['verdict', reason === undefined ? verdict : `${verdict}: ${reason}`],
    ...missing.map((name) => ['missing', name] as const),
    ...notes.map((note) => ['note', note] as const),
  ];
}
