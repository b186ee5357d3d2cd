import { own } from '../../core/own';
import { isToken } from '../../core/token';

/** A value of a Helm chart. */
export type ChartValue = string | number | boolean | null | readonly ChartValue[] | ChartValues;
/** Values of a chart as data: laid over each other, compared. */
export interface ChartValues {
  readonly [key: string]: ChartValue;
}

export function isValues(value: unknown): value is ChartValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects are merged key by key, as Helm does; lists and everything else are replaced. */
export function mergeValues(...layers: readonly ChartValues[]): ChartValues {
  return layers.reduce((below, above) => layOver(below, above), {});
}

function layOver(below: ChartValues, above: ChartValues): ChartValues {
  const merged: Record<string, ChartValue> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const covered = own(below, key);
    merged[key] = isValues(covered) && isValues(value) ? layOver(covered, value) : value;
  }
  return merged;
}

export interface ValueConflict {
  /** Path within the values, e.g. `grafana.sidecar.dashboards.label`. */
  readonly path: string;
  readonly given: ChartValue;
  readonly needed: ChartValue;
}

/** Where `given` contradicts `needed`: another value, or something else in place of an object. */
export function conflicts(needed: ChartValues, given: ChartValues, parents: readonly string[] = []): ValueConflict[] {
  return Object.entries(needed).flatMap(([key, value]) => {
    const other = own(given, key);
    const path = [...parents, key];
    if (other === undefined) return [];
    if (isValues(value) && isValues(other)) return conflicts(value, other, path);
    return JSON.stringify(value) === JSON.stringify(other) ? [] : [{ path: path.join('.'), given: other, needed: value }];
  });
}

/** Paths of tokens that a text cannot hold: Terraform would see a meaningless number or list. */
export function unwritableTokens(value: ChartValue, parents: readonly string[] = []): string[] {
  if (isToken(value) && typeof value !== 'string') return [parents.join('.')];
  if (Array.isArray(value)) return value.flatMap((item, index) => unwritableTokens(item, [...parents, String(index)]));
  return isValues(value) ? Object.entries(value).flatMap(([key, item]) => unwritableTokens(item, [...parents, key])) : [];
}
