/** The bands of the memory estimate against start-ups: by which factor they would have to be multiplied, fitted without the repository under test. */
import type { Bands } from '../lib/capacity/engines/doubts';
import { doubtsOfReplica } from '../lib/capacity/engines/vllm/estimate';
import type { ReplicaSpec } from '../lib/capacity/replica-spec';
import { isUnified } from '../lib/catalog/reported-cards';
import { askedReplica } from './asked-replica';
import { cleanRows } from './clean-page';
import { scoreOf } from './field-accuracy';
import { type FieldRow, fieldRows } from './field-rows';

export type Family = 'vLLM on cards of NVIDIA' | 'vLLM on cards of AMD' | 'vLLM on GB10' | 'SGLang' | 'TensorRT-LLM';
export const FAMILIES: readonly Family[] = ['vLLM on cards of NVIDIA', 'vLLM on cards of AMD', 'vLLM on GB10', 'SGLang', 'TensorRT-LLM'];

/** A start-up with all inputs that was answered. GiB of one GPU. */
export interface RangedRow {
  readonly id: string;
  readonly repository: string;
  readonly family: Family;
  /** Collected and scored before its error was looked at. */
  readonly clean: boolean;
  readonly figureGiB: number;
  /** By how much the figure promised too much; negative: too little. */
  readonly overGiB: number;
  /** Published range: below and above the figure. */
  readonly publishedGiB: Pair;
  /** Part of it that is errors in quadrature; the rest are inputs. */
  readonly errorsGiB: Pair;
  readonly causes: Bands;
}

type Pair = readonly [below: number, above: number];

/** Every row once, in the order of the files. */
export const rangedRows = (): readonly RangedRow[] => {
  rows ??= [...fieldRows().map((row) => rangedRow(row, false)), ...cleanRows().map((row) => rangedRow(row, true))].flatMap(
    (row) => row ?? [],
  );
  return rows;
};
let rows: readonly RangedRow[] | undefined;

function rangedRow(row: FieldRow, clean: boolean): RangedRow | null {
  const { error, predicted, poolGiB } = scoreOf(row);
  const asked = row.quality === 'full' && error !== null ? askedReplica(row) : null;
  if (asked === null || predicted === null || poolGiB === null) return null;
  const [low, high] = predicted.kvCacheRange;
  const publishedGiB: Pair = [predicted.kvCache - low, high - predicted.kvCache];
  const isVllm = row.request['engine'] === 'vllm';
  const causes = isVllm ? doubtsOfReplica(asked.spec, asked.format).errors : { accounting: publishedGiB };
  const root = (side: 0 | 1) => Math.min(publishedGiB[side], Math.hypot(...Object.values(causes).map((band) => band[side])));
  return {
    id: row.id,
    repository: row.url.split('/').slice(3, 5).join('/'),
    family: familyOf(String(row.request['engine']), asked.spec),
    clean,
    figureGiB: predicted.kvCache,
    overGiB: predicted.kvCache - poolGiB,
    publishedGiB,
    errorsGiB: [root(0), root(1)],
    causes,
  };
}

function familyOf(engine: string, { gpu }: ReplicaSpec): Family {
  if (engine === 'sglang') return 'SGLang';
  if (engine === 'tensorrt-llm') return 'TensorRT-LLM';
  if (gpu.facts.vendor === 'AMD') return 'vLLM on cards of AMD';
  return isUnified(gpu.facts) ? 'vLLM on GB10' : 'vLLM on cards of NVIDIA';
}

/** Shares of the start-ups that the lower and the upper end are to hold. */
export type Held = readonly [lower: number, upper: number];
export const HELD: Held = [39 / 40, 19 / 20];

/** The factor of all errors at which each end holds its share of the rows, each repository counted once. */
export function factorsFor(fitted: readonly RangedRow[], held: Held): Pair {
  const factor = (side: 0 | 1) =>
    weighted(
      fitted.map((row) => [neededFactor(row, side), weightOf(row, fitted)] as const),
      held[side],
    );
  return [factor(0), factor(1)];
}

/** Nothing where the inputs alone hold the row. */
function neededFactor({ overGiB, publishedGiB, errorsGiB }: RangedRow, side: 0 | 1): number {
  const inputs = publishedGiB[side] - errorsGiB[side];
  return Math.max(0, ((side === 0 ? overGiB : -overGiB) - inputs) / Math.max(0.01, errorsGiB[side]));
}

const weightOf = ({ repository }: RangedRow, among: readonly RangedRow[]) =>
  1 / among.filter((other) => other.repository === repository).length;

function weighted(values: readonly (readonly [value: number, weight: number])[], share: number): number {
  const sorted = [...values].sort((a, b) => a[0] - b[0]);
  const all = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let seen = 0;
  for (const [value, weight] of sorted) {
    seen += weight;
    if (seen >= share * all - 1e-9) return value;
  }
  return 0;
}

export interface JudgedRow extends RangedRow {
  readonly rangeGiB: Pair;
}

/** As published. */
export const published = (row: RangedRow): JudgedRow => ({ ...row, rangeGiB: row.publishedGiB });

/** Each row by a factor that was fitted on the other repositories. */
export function leftOut(all: readonly RangedRow[], held: Held): readonly JudgedRow[] {
  const factors = new Map<string, Pair>();
  for (const repository of new Set(all.map((row) => row.repository)))
    factors.set(
      repository,
      factorsFor(
        all.filter((row) => row.repository !== repository),
        held,
      ),
    );
  return all.map((row) => ({ ...row, rangeGiB: scaled(row, factors.get(row.repository) ?? [1, 1]) }));
}

const scaled = ({ publishedGiB, errorsGiB }: RangedRow, factor: Pair): Pair => [
  publishedGiB[0] + (factor[0] - 1) * errorsGiB[0],
  publishedGiB[1] + (factor[1] - 1) * errorsGiB[1],
];

export const isBelow = ({ overGiB, rangeGiB }: JudgedRow): boolean => overGiB > rangeGiB[0];
export const isAbove = ({ overGiB, rangeGiB }: JudgedRow): boolean => -overGiB > rangeGiB[1];
export const isInside = (row: JudgedRow): boolean => !isBelow(row) && !isAbove(row);
/** Half of the range, as a share of the pool. */
export const halfWidth = ({ rangeGiB, figureGiB }: JudgedRow): number =>
  (rangeGiB[0] + rangeGiB[1]) / 2 / Math.max(0.01, Math.abs(figureGiB));
