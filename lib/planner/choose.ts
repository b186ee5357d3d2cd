/**
 * The choice among columns as a set partition: every item in exactly one column, offers within their quota, at the least price. Solved by YALPS: of
 * the solvers that answer at once it is the smallest (280 KB, no WebAssembly) and was the faster one on these instances; HiGHS can only be loaded
 * asynchronously, and a program that makes constructs has nowhere to wait.
 */
import { type Constraint, solve } from 'yalps';
import { type Column, gpusOf, offerOf } from './column';
import { inUsefulDivisions } from './divisions';
import { priceOf } from './node-packing';
import { PackedModel } from './packed-model';

export interface Choice {
  readonly columns: readonly Column[];
  /** No choice among these columns is cheaper than this. */
  readonly lowerBound: number;
  readonly isProven: boolean;
}

/** GPUs of each offer that can be had; offers that are not listed have as many as it takes. */
export type Quotas = ReadonlyMap<string, number>;

/** Of answers at one price the one with fewer pools: too small to be seen in a price, which is in cents. */
const PER_COLUMN = 1e-6;
/** Pivots of one relaxation, above which it is taken to run in circles. */
const MOST_PIVOTS = 20_000;

/** `infeasible` where no choice is within the quotas; `columns` is empty where none was found in time. */
export function choose(items: readonly number[], heads: readonly Column[], quotas: Quotas, milliseconds: number): Choice | 'infeasible' {
  const columns = inUsefulDivisions(heads);
  const exact = solve(model(items, columns, quotas, true), { timeout: milliseconds, maxPivots: MOST_PIVOTS, maxIterations: 1e9 });
  if (exact.status === 'infeasible') return 'infeasible';
  const chosen = exact.variables.flatMap(([index, value]) => (value > 0.5 ? (columns[Number(index)] ?? []) : []));
  const cost = priceOf(chosen);
  if (exact.status === 'optimal') return { columns: chosen, lowerBound: cost, isProven: true };
  const relaxed = solve(model(items, columns, quotas, false), { maxPivots: MOST_PIVOTS });
  const lowerBound = relaxed.status === 'optimal' ? Math.max(0, relaxed.result - PER_COLUMN * items.length) : 0;
  return { columns: chosen, lowerBound, isProven: false };
}

function model(items: readonly number[], columns: readonly Column[], quotas: Quotas, integers: boolean) {
  const nodes = new PackedModel(quotas);
  const variables = columns.map((column, index): [string, [string, number][]] => [String(index), coefficients(column, quotas, nodes)]);
  const constraints = new Map<string, Constraint>([
    ...items.map((item): [string, Constraint] => [`item ${item}`, { equal: 1 }]),
    ...[...quotas].map(([offer, gpus]): [string, Constraint] => [`quota ${offer}`, { max: gpus }]),
    ...nodes.constraints(),
  ]);
  return { direction: 'minimize' as const, objective: 'usd', constraints, variables: [...variables, ...nodes.variables()], integers };
}

function coefficients(column: Column, quotas: Quotas, nodes: PackedModel): [string, number][] {
  const offer = offerOf(column);
  const items = column.set.map((item): [string, number] => [`item ${item}`, 1]);
  if (column.kind === 'pool' && nodes.holds(column)) return [['usd', nodes.ownUsd(column) + PER_COLUMN], ...items, ...nodes.taken(column)];
  return [
    ['usd', column.usdPerHour + PER_COLUMN],
    ...items,
    ...(offer !== null && quotas.has(offer) ? [[`quota ${offer}`, gpusOf(column)] as [string, number]] : []),
  ];
}
