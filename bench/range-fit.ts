/** The bands of the memory estimate against start-ups: by which factor they would have to be multiplied, fitted without the repository under test. */
import { type Bands, type Doubts, rootOf } from '../lib/capacity/engines/doubts';
import { doubtsOfReplica } from '../lib/capacity/engines/vllm/estimate';
import { isWidelySeen } from '../lib/capacity/engines/vllm/estimate-doubts';
import { gpusOfReplica } from '../lib/capacity/gpus-of-replica';
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
  /** Of the engine and the cards of which many start-ups are known. */
  readonly widelySeen: boolean;
  readonly gpus: 'one GPU' | 'several GPUs';
  /** Collected and scored before its error was looked at. */
  readonly clean: boolean;
  readonly figureGiB: number;
  /** By how much the figure promised too much; negative: too little. */
  readonly overGiB: number;
  /** Published range: below and above the figure. */
  readonly publishedGiB: Pair;
  /** Errors that every start has, in quadrature and in full. */
  readonly errorsGiB: Pair;
  /** Of what few replicas have, in quadrature. */
  readonly seldomGiB: Pair;
  /** What is not given. */
  readonly inputsGiB: Pair;
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
  // What other engines add up has no part that is known to be independent.
  const {
    errors,
    kept = [1, 1],
    seldom = {},
  }: Doubts = isVllm ? doubtsOfReplica(asked.spec, asked.format) : { errors: { accounting: publishedGiB }, inputs: {} };
  const root = (bands: Bands): Pair => [rootOf(bands, 0), rootOf(bands, 1)];
  const [errorsGiB, seldomGiB] = [root(errors), root(seldom)];
  const inputs = (side: 0 | 1) => Math.max(0, publishedGiB[side] - Math.hypot(kept[side] * errorsGiB[side], seldomGiB[side]));
  return {
    id: row.id,
    repository: row.url.split('/').slice(3, 5).join('/'),
    family: familyOf(String(row.request['engine']), asked.spec),
    widelySeen: isVllm && isWidelySeen(asked.spec),
    gpus: gpusOfReplica(asked.spec) === 1 ? 'one GPU' : 'several GPUs',
    clean,
    figureGiB: predicted.kvCache,
    overGiB: predicted.kvCache - poolGiB,
    publishedGiB,
    errorsGiB,
    seldomGiB,
    inputsGiB: [inputs(0), inputs(1)],
    causes: { ...errors, ...seldom },
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

/** How start-ups are divided for a fit; null: the bands count in full. */
export type Division = (row: RangedRow) => string | null;
/** As published: one pair of factors where many start-ups are known, bands in full elsewhere. */
export const WIDELY_SEEN: Division = ({ widelySeen }) => (widelySeen ? 'widely seen' : null);
/** What was compared; no others were. Several GPUs are of ten repositories, too few for the fortieth start-up of a kind of its own. */
export const DIVISIONS: readonly (readonly [name: string, division: Division])[] = [
  ['vLLM on cards of NVIDIA with a memory of their own, but for its first core, as published', WIDELY_SEEN],
  ['… one GPU and several apart', ({ widelySeen, gpus }) => (widelySeen ? gpus : null)],
  ['… the first core with the others', ({ family }) => (family === 'vLLM on cards of NVIDIA' ? family : null)],
  ['all engines and cards together', () => 'all'],
];

type Factors = ReadonlyMap<string, Pair>;
const IN_FULL: Pair = [1, 1];

/** For each part of the division the factor of its errors at which each end holds its share of the rows, each repository counted once. */
export function factorsFor(fitted: readonly RangedRow[], held: Held, division: Division = WIDELY_SEEN): Factors {
  const parts = [...new Set(fitted.flatMap((row) => division(row) ?? []))].sort();
  return new Map(
    parts.map((part) => {
      const rows = fitted.filter((row) => division(row) === part);
      const factor = (side: 0 | 1) =>
        weighted(
          rows.map((row) => [neededFactor(row, side), weightOf(row, rows)] as const),
          held[side],
        );
      return [part, [factor(0), factor(1)]];
    }),
  );
}

/** Nothing where inputs and what few have hold the row alone. */
function neededFactor({ overGiB, errorsGiB, seldomGiB, inputsGiB }: RangedRow, side: 0 | 1): number {
  const missed = Math.max(0, (side === 0 ? overGiB : -overGiB) - inputsGiB[side]);
  return Math.sqrt(Math.max(0, missed ** 2 - seldomGiB[side] ** 2)) / Math.max(0.01, errorsGiB[side]);
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

/** Each row by factors that were fitted on the other repositories. */
export function leftOut(all: readonly RangedRow[], held: Held, division: Division = WIDELY_SEEN): readonly JudgedRow[] {
  const factors = new Map<string, Factors>();
  for (const repository of new Set(all.map((row) => row.repository)))
    factors.set(
      repository,
      factorsFor(
        all.filter((row) => row.repository !== repository),
        held,
        division,
      ),
    );
  return all.map((row) => ({ ...row, rangeGiB: scaled(row, factors.get(row.repository)?.get(division(row) ?? '') ?? IN_FULL) }));
}

const scaled = ({ errorsGiB, seldomGiB, inputsGiB }: RangedRow, factor: Pair): Pair => [
  inputsGiB[0] + Math.hypot(factor[0] * errorsGiB[0], seldomGiB[0]),
  inputsGiB[1] + Math.hypot(factor[1] * errorsGiB[1], seldomGiB[1]),
];

export const isBelow = ({ overGiB, rangeGiB }: JudgedRow): boolean => overGiB > rangeGiB[0];
export const isAbove = ({ overGiB, rangeGiB }: JudgedRow): boolean => -overGiB > rangeGiB[1];
export const isInside = (row: JudgedRow): boolean => !isBelow(row) && !isAbove(row);
/** Half of the range, as a share of the pool. */
export const halfWidth = ({ rangeGiB, figureGiB }: JudgedRow): number =>
  (rangeGiB[0] + rangeGiB[1]) / 2 / Math.max(0.01, Math.abs(figureGiB));
