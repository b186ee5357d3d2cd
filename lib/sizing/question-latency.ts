/** The latency of a line: only where both lengths are given, at one request unless said otherwise, by the formula of the line's engine. */

import { estimateLatency, type LatencyEstimate, type LatencyRange } from '../capacity/latency/estimate-latency';
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import type { ReplicaSpec } from '../capacity/replica-spec';
import { asksTargets } from './question-targets';
import type { SizeLatency } from './size-answer';
import type { SizeRequest } from './size-request';

export interface LatencyAnswer {
  readonly latency?: SizeLatency;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
}

/** Data-parallel copies share the requests. */
export function latencyOf(spec: ReplicaSpec, request: SizeRequest, pool: ReplicaEstimate): LatencyAnswer {
  const { isl, osl, cachedTokens, concurrency, dataParallel } = request;
  if (isl == null && osl == null && cachedTokens == null && concurrency == null && !asksTargets(request)) return { missing: [], notes: [] };
  if (isl == null || osl == null) return { missing: [isl == null ? 'latency: isl' : 'latency: osl'], notes: [] };
  const [usual, long] = typeof osl === 'number' ? [osl, null] : [osl.p50, osl.p95];
  const contradiction = contradictionIn(request, isl, usual, long);
  if (contradiction !== undefined) return { missing: [`latency: ${contradiction}`], notes: [] };
  const load = {
    concurrency: Math.ceil((concurrency ?? 1) / dataParallel),
    inputTokens: isl,
    outputTokens: usual,
    cachedTokens: cachedTokens ?? 0,
  };
  const estimate = estimateLatency(spec, load, {}, { pool, together: true });
  if ('missing' in estimate) return { missing: estimate.missing.map((name) => `latency: ${name}`), notes: [] };
  const copies = Math.min(dataParallel, concurrency ?? 1);
  const longest = long === null ? null : estimateLatency(spec, { ...load, outputTokens: long }, {}, { pool, together: true });
  const p95 = longest === null || 'missing' in longest ? {} : { p95: mainFigures(longest, copies) };
  return { latency: { ...figures(estimate, copies), ...p95 }, missing: [], notes: notesOf(estimate, copies) };
}

/** What cannot hold together. */
function contradictionIn(
  { cachedTokens, prefixCaching }: SizeRequest,
  isl: number,
  usual: number,
  long: number | null,
): string | undefined {
  if (long !== null && long < usual) return 'osl.p95 is at least osl.p50';
  if (cachedTokens == null || cachedTokens === 0) return undefined;
  if (prefixCaching === false) return 'cachedTokens needs prefixCaching';
  return cachedTokens > isl ? 'cachedTokens is at most isl' : undefined;
}

function figures(estimate: LatencyEstimate, copies: number): SizeLatency {
  const [low, high] = estimate.range.tpotMs;
  return { ...mainFigures(estimate, copies), band: round((high - low) / 2 / estimate.tpotMs, 2) };
}

const mainFigures = ({ ttftMs, tpotMs, tokensPerSecond }: LatencyEstimate, copies: number) => ({
  ttftMs: round(ttftMs, 1),
  tpotMs: round(tpotMs, 3),
  tokensPerSecond: round(tokensPerSecond * copies, 1),
});

function notesOf({ range, queueMs, running, limit, notModelled }: LatencyEstimate, copies: number): string[] {
  const span = ([low, high]: LatencyRange, factor = 1) => `${(low * factor).toFixed(0)}–${(high * factor).toFixed(0)}`;
  const spans = `first token ${span(range.ttftMs)} ms, per token ${span(range.tpotMs)} ms, ${span(range.tokensPerSecond, copies)} tokens/s`;
  return [
    `latency in nine of ten comparable runs: ${spans}`,
    ...(running > 1 ? ['latency: the later first tokens are those of requests that all arrive together'] : []),
    ...(queueMs > 0
      ? [`latency: ${running.toFixed(0)} requests run at once (${limit}); the others wait ${queueMs.toFixed(0)} ms of the first token`]
      : []),
    ...notModelled.map((name) => `latency does not count ${name}`),
  ];
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
