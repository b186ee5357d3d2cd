/** The latency laws against published serving measurements. */
import { DECODE_LAW, STEP_PARTS, weigh } from '../lib/capacity/latency/decode-step';
import { firstToken } from '../lib/capacity/latency/first-token';
import { stepTerms } from '../lib/capacity/latency/step-terms';
import { dot, robustFit } from './least-squares';
import { type PerfRow, perfRows } from './perf-rows';

export interface LatencyErrors {
  readonly rows: number;
  readonly shipped: readonly number[];
  readonly leftOut: readonly number[];
  readonly byEngine: ReadonlyMap<string, readonly number[]>;
  readonly firstToken: readonly number[];
}

export function latencyErrors(): LatencyErrors {
  const rows = perfRows();
  const decode = rows.flatMap((row) => {
    const terms = stepTerms(row.spec, row.load);
    return 'missing' in terms ? [] : [{ row, terms, parts: STEP_PARTS.map((part) => terms[part] / row.tpotSeconds) }];
  });
  const shipped = decode.map(({ row, terms }) => Math.abs(weigh(terms, DECODE_LAW) / row.tpotSeconds - 1));
  const leftOut = [...new Set(decode.map(({ row }) => row.model))].flatMap((model) => {
    const law = robustFit(decode.filter(({ row }) => row.model !== model).map(({ parts }) => parts));
    return decode.filter(({ row }) => row.model === model).map(({ parts }) => Math.abs(dot(parts, law) - 1));
  });
  const byEngine = new Map<string, number[]>();
  for (const [index, { row }] of decode.entries()) byEngine.set(row.engine, [...(byEngine.get(row.engine) ?? []), shipped[index] ?? 0]);
  return { rows: decode.length, shipped, leftOut, byEngine, firstToken: firstTokenErrors(rows) };
}

function firstTokenErrors(rows: readonly PerfRow[]): number[] {
  return rows.flatMap(({ spec, load, ttftSeconds }) => {
    const estimate = firstToken(spec, load);
    return ttftSeconds === null || 'missing' in estimate ? [] : [Math.abs(estimate.seconds / ttftSeconds - 1)];
  });
}
