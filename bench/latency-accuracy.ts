/** The latency formulas against published serving measurements: as shipped, and refitted without the model under test. */
import { admit } from '../lib/capacity/latency/admission';
import { DECODE_FORMULA, STEP_PARTS, weigh } from '../lib/capacity/latency/decode-step';
import type { FirstTokenFormula } from '../lib/capacity/latency/engine-latency';
import { estimateLatency, type LatencyEstimate } from '../lib/capacity/latency/estimate-latency';
import { firstTokenSeconds, promptTerms } from '../lib/capacity/latency/first-token';
import { receiveSeconds } from '../lib/capacity/latency/receive-interval';
import { type StepTerms, stepTerms } from '../lib/capacity/latency/step-terms';
import { type FirstTokenRow, fitFirstToken } from './first-token-fit';
import { dot, robustFit } from './least-squares';
import { latencyFiguresOf, type PerfRow, perfRows } from './perf-rows';

/** Estimate over measured, of one row. */
export interface LatencyRatio {
  readonly row: PerfRow;
  readonly shipped: number;
  readonly leftOut: number;
}

export interface DecodeRow {
  readonly row: PerfRow;
  readonly terms: StepTerms;
  readonly running: number;
}

/** Rows with the work of a step at the requests that find room. */
export function decodeRows(): DecodeRow[] {
  return perfRows().flatMap((row) => {
    const { running } = admit(row.spec, row.load, row.pool);
    const terms = stepTerms(row.spec, { ...row.load, concurrency: running });
    return 'missing' in terms ? [] : [{ row, terms, running }];
  });
}

export function decodeRatios(rows: readonly DecodeRow[] = decodeRows()): LatencyRatio[] {
  const parts = rows.map(({ row, terms }) => STEP_PARTS.map((part) => terms[part] / row.tpotSeconds));
  const fits = withoutEach(rows, (kept) => robustFit(parts.filter((_, index) => kept[index])));
  return rows.map(({ row, terms }, index) => ({
    row,
    shipped: weigh(terms, DECODE_FORMULA) / row.tpotSeconds,
    leftOut: dot(parts[index] ?? [], fits.get(row.model) ?? []),
  }));
}

/** A formula for every model, fitted on the rows of the others. */
function withoutEach<T>(rows: readonly { readonly row: PerfRow }[], lawOf: (kept: readonly boolean[]) => T): Map<string, T> {
  const models = new Set(rows.map(({ row }) => row.model));
  return new Map([...models].map((model) => [model, lawOf(rows.map(({ row }) => row.model !== model))]));
}

/** Rows in which every request finds room, whatever the format of the cache: the others wait by the memory formula, not by this one. */
export function promptRows(engine: PerfRow['engine'], rows: readonly DecodeRow[] = decodeRows()): (DecodeRow & FirstTokenRow)[] {
  return rows.flatMap((decode) => {
    const { row, terms, running } = decode;
    const [prompt, received] = [promptTerms(row.spec, row.load), receiveSeconds(row.spec, row.load, running)];
    if (row.engine !== engine || row.ttftSeconds === null || 'missing' in prompt || typeof received !== 'number' || !hasRoom(row))
      return [];
    const stepSeconds = weigh(terms, DECODE_FORMULA);
    return [{ row, running, terms: prompt, stepSeconds, receiveSeconds: received, measured: row.ttftSeconds }];
  });
}

export const hasRoom = ({ spec, load, pool }: PerfRow): boolean => admit(spec, load, pool).range[0] >= load.concurrency;

/** The formula of an engine as it is fitted: on rows that say how often the scheduler looks for requests. */
export function fittedFormula(engine: PerfRow['engine'], rows: readonly (DecodeRow & FirstTokenRow)[]): FirstTokenFormula {
  const { secondsPerExpertLayer } = latencyFiguresOf(engine).firstToken;
  return fitFirstToken(
    rows.filter(({ row }) => row.isIntervalKnown),
    secondsPerExpertLayer !== undefined,
  );
}

export function firstTokenRatios(engine: PerfRow['engine'], all: readonly DecodeRow[] = decodeRows()): LatencyRatio[] {
  const rows = promptRows(engine, all);
  const fits = withoutEach(rows, (kept) =>
    fittedFormula(
      engine,
      rows.filter((_, index) => kept[index]),
    ),
  );
  const ratio = (fit: FirstTokenFormula, { terms, running, stepSeconds, receiveSeconds: received, measured }: FirstTokenRow) =>
    (firstTokenSeconds(terms, fit, running, stepSeconds) + received) / measured;
  return rows.map((row) => ({
    row: row.row,
    shipped: ratio(latencyFiguresOf(engine).firstToken, row),
    leftOut: ratio(fits.get(row.row.model) ?? latencyFiguresOf(engine).firstToken, row),
  }));
}

let estimates: readonly RowEstimate[] | undefined;

/** What the public function says of a row. */
export interface RowEstimate {
  readonly row: PerfRow;
  readonly estimate: LatencyEstimate;
}

/** Computed once: every table asks for them. */
export function rowEstimates(): readonly RowEstimate[] {
  estimates ??= perfRows().flatMap((row) => {
    const estimate = estimateLatency(row.spec, row.load, {}, { pool: row.pool });
    return 'missing' in estimate ? [] : [{ row, estimate }];
  });
  return estimates;
}
