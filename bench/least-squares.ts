/** Small linear algebra for fitting formulas: relative least squares, robust by reweighting, and non-negative by leaving terms out. */

/** Coefficients that minimise the weighted squared relative error of `features · x ≈ targets`. */
export function solve(
  features: readonly (readonly number[])[],
  weights: readonly number[],
  targets: readonly number[] = features.map(() => 1),
): number[] {
  const size = features[0]?.length ?? 0;
  const rows = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
  for (const [n, row] of features.entries()) addTo(rows, row, weights[n] ?? 0, targets[n] ?? 0);
  return eliminate(rows);
}

/** Adds one equation to the normal equations. The right side stands in the last column. */
function addTo(rows: readonly number[][], row: readonly number[], weight: number, target: number): void {
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    const [into, of] = [rows[i] as number[], row[i] ?? 0];
    if (of === 0) continue;
    for (let j = 0; j < size; j++) into[j] = (into[j] as number) + of * (row[j] ?? 0) * weight;
    into[size] = (into[size] as number) + of * weight * target;
  }
}

function eliminate(rows: number[][]): number[] {
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.reduce((best, _, r) => (r >= i && Math.abs(at(r, i)) > Math.abs(at(best, i)) ? r : best), i);
    [rows[i], rows[pivot]] = [rows[pivot] ?? [], rows[i] ?? []];
    for (let r = 0; r < rows.length; r++) {
      if (r === i || at(i, i) === 0) continue;
      const factor = at(r, i) / at(i, i);
      rows[r] = (rows[r] ?? []).map((value, j) => value - factor * at(i, j));
    }
  }
  return rows.map((_, i) => (at(i, i) === 0 ? 0 : at(i, rows.length) / at(i, i)));
}

/**
 * Eight rounds of reweighting by the root of the error; terms that come out negative are dropped, the most negative first.
 *
 * @param targets what `features · x` is to be for each row. @default 1
 */
export function robustFit(features: readonly (readonly number[])[], targets: readonly number[] = features.map(() => 1)): number[] {
  const size = features[0]?.length ?? 0;
  let columns = Array.from({ length: size }, (_, index) => index);
  for (;;) {
    const found = reweighted(
      features.map((row) => columns.map((column) => row[column] ?? 0)),
      targets,
    );
    const worst = found.indexOf(Math.min(...found));
    if ((found[worst] ?? 0) >= 0) return Array.from({ length: size }, (_, index) => found[columns.indexOf(index)] ?? 0);
    columns = columns.filter((_, index) => index !== worst);
  }
}

function reweighted(features: readonly (readonly number[])[], targets: readonly number[]): number[] {
  let weights = features.map(() => 1);
  let found: number[] = [];
  for (let round = 0; round < 8; round++) {
    found = solve(features, weights, targets);
    weights = features.map((row, n) => 1 / Math.max(0.05, Math.abs(dot(row, found) - (targets[n] ?? 0))));
  }
  return found;
}

export const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
/** Value below which this share lies. */
export const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
