/** `agent-fleet size` against the field rows: what it answers, how far off it is, term by term, and what it refuses for want of which input. */

import type { SizeAnswer, SizeTerms } from '../lib/sizing/size-answer';
import { sizeLine } from '../lib/sizing/size-line';
import { collectedRows, type FieldRow, fieldRows, type Half, halfOf } from './field-rows';
import { quantile } from './least-squares';

export interface FieldScore {
  readonly row: FieldRow;
  readonly half: Half;
  readonly predicted: SizeTerms | null;
  /** Null where nothing can be answered. */
  readonly answer: SizeAnswer | null;
  /** (Predicted − logged) ÷ |logged| of the pool; by tokens where the log has no GiB. Null when refused. */
  readonly error: number | null;
  /** The logged pool lies in the published range. */
  readonly inRange: boolean | null;
  /** The logged pool of one GPU, from its tokens where the log has no GiB. Null when refused. */
  readonly poolGiB: number | null;
  readonly missing: readonly string[];
}

export function scoreOf(row: FieldRow): FieldScore {
  const answer = sizeLine(row.request);
  const half = halfOf(row);
  const none = { row, half, predicted: null, answer: null, error: null, inRange: null, poolGiB: null } as const;
  if ('error' in answer) return { ...none, missing: [`${answer.error.code} ${answer.error.message}`] };
  const refused = answer.perGpuGiB === null || isRefusal(answer);
  const measured = measuredShare(row, answer);
  if (refused || measured === null) return { ...none, answer, predicted: answer.perGpuGiB, missing: answer.missing };
  const [low, high] = answer.perGpuGiB?.kvCacheRange ?? [0, 0];
  const pool = measured.poolGiB;
  return {
    row,
    half,
    answer,
    predicted: answer.perGpuGiB,
    error: measured.error,
    inRange: low <= pool && pool <= high,
    poolGiB: pool,
    missing: answer.missing,
  };
}

/** An answer that names what it lacks does not stand for its figure. */
const isRefusal = ({ verdict, reason, missing }: SizeAnswer) =>
  (verdict === 'uncertain' && reason?.startsWith('not known') === true) || missing.some((name) => OPEN.test(name));

/** Inputs that move the pool by more than a tenth, whatever the verdict is: the table of a card that was seen with two totals is none of them. */
const OPEN = /^(compileCache|interconnect|speculative|engineVersion|modelConfig|sampler): |^memoryGiB: (what loading|[\d.]+ GiB between)/;

interface Measured {
  /** (predicted − logged) ÷ |logged|: positive is a promise too high, also where the log shows less than nothing. */
  readonly error: number;
  /** The logged pool, from its tokens where the log has no GiB. */
  readonly poolGiB: number;
}

function measuredShare({ logged }: FieldRow, { perGpuGiB, kvTokens }: SizeAnswer): Measured | null {
  if (perGpuGiB === null) return null;
  const off = (predicted: number, actual: number) => (predicted - actual) / Math.abs(actual);
  if (logged.kvCacheGiB !== undefined) return { error: off(perGpuGiB.kvCache, logged.kvCacheGiB), poolGiB: logged.kvCacheGiB };
  if (logged.kvTokens === undefined || kvTokens === null) return null;
  return { error: off(kvTokens, logged.kvTokens), poolGiB: (perGpuGiB.kvCache * logged.kvTokens) / kvTokens };
}

/** The committed rows, scored once. */
let scored: readonly FieldScore[] | undefined;
export function fieldScores(): readonly FieldScore[] {
  scored ??= fieldRows().map(scoreOf);
  return scored;
}

export interface FieldSummary {
  readonly rows: number;
  readonly answered: number;
  readonly median: number;
  readonly p90: number;
  readonly worst: number;
  readonly overPromised: number;
  readonly inRange: number;
}

export function summaryOf(scores: readonly FieldScore[]): FieldSummary {
  const answered = scores.filter((score) => score.error !== null);
  const errors = answered.map((score) => score.error ?? 0);
  const sizes = errors.map(Math.abs);
  return {
    rows: scores.length,
    answered: answered.length,
    median: quantile(sizes, 0.5),
    p90: quantile(sizes, 0.9),
    worst: Math.max(0, ...sizes),
    overPromised: errors.filter((error) => error > 0.02).length,
    inRange: answered.filter((score) => score.inRange === true).length,
  };
}

const percent = (value: number) => `${(value * 100).toFixed(2)} %`;

function line(name: string, scores: readonly FieldScore[]): string {
  const { rows, answered, median, p90, worst, overPromised, inRange } = summaryOf(scores);
  const figures = `median ${percent(median)}, p90 ${percent(p90)}, worst ${percent(worst)}, over by > 2 %: ${overPromised}`;
  return `${name}: ${rows} rows, ${answered} answered (${percent(answered / Math.max(1, rows))}), ${figures}, in range ${inRange}`;
}

const cell = (predicted: number | undefined, measured: number | undefined) =>
  `${predicted === undefined ? '-' : predicted.toFixed(2)}/${measured === undefined ? '-' : measured.toFixed(2)}`;

function rowText({ row, predicted, answer, error, inRange, missing }: FieldScore): string {
  const { logged, request } = row;
  const terms = [
    `W ${cell(predicted?.weights, logged.weightsGiB)}`,
    `A ${cell(predicted?.activation, logged.activationGiB)}`,
    `N ${cell(predicted?.nonTorch, logged.nonTorchGiB)}`,
    `G ${cell(predicted?.graphs, logged.graphGiB)}`,
    `KV ${cell(predicted?.kvCache, logged.kvCacheGiB)}`,
    `tok ${answer?.kvTokens ?? '-'}/${logged.kvTokens ?? '-'}`,
    `mc ${answer?.maxConcurrency ?? '-'}/${logged.maxConcurrency ?? '-'}`,
  ];
  const shown = error === null ? `refused: ${missing.join('; ').slice(0, 160)}` : `${(error * 100).toFixed(1)} %${inRange ? '' : ' OUT'}`;
  const asked = `${request['engine']} ${request['engineVersion']} ${request['gpu']} tp${request['tensorParallel'] ?? 1} ${request['model']}`;
  return `${row.id} | ${asked} | ${terms.join(' ')} | ${shown}`;
}

function main(args: readonly string[]): void {
  const files = args.filter((arg) => !arg.startsWith('--'));
  const rows = files.length === 0 ? fieldRows() : files.flatMap(collectedRows);
  const scores = rows.map(scoreOf);
  const out = (text: string) => process.stdout.write(`${text}\n`);
  for (const half of ['development', 'held-out'] as const) {
    const part = scores.filter((score) => score.half === half);
    if (half === 'development' || args.includes('--held-out-rows'))
      for (const score of [...part].sort((a, b) => Math.abs(a.error ?? 9) - Math.abs(b.error ?? 9))) out(rowText(score));
    if (half === 'development' || args.includes('--held-out') || args.includes('--held-out-rows')) {
      out(line(half, part));
      out(
        line(
          `  ${half}, inputs in full`,
          part.filter((score) => score.row.quality === 'full'),
        ),
      );
      out(
        line(
          `  ${half}, vllm in full`,
          part.filter((score) => score.row.quality === 'full' && score.row.request['engine'] === 'vllm'),
        ),
      );
      for (const engine of new Set(part.map((score) => String(score.row.request['engine']))))
        out(
          line(
            `  ${half}, ${engine}`,
            part.filter((score) => String(score.row.request['engine']) === engine),
          ),
        );
    }
  }
}

if (require.main === module) main(process.argv.slice(2));
