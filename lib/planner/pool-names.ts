/** Names of pools, after their models. */
import { type Column, offerOf } from './column';

/** Longest name of a pool, and room for a number behind it. */
const LONGEST = 50;

/** One name for each column, unique and usable as an id; an API has the name that it was given. */
export function poolNames(columns: readonly Column[]): readonly string[] {
  const taken = new Map<string, number>();
  return columns.map((column) => {
    const base = column.kind === 'api' ? column.bill.api : baseOf(column.variant.model.id);
    const count = (taken.get(base) ?? 0) + (offerOf(column) === null ? 0 : 1);
    taken.set(base, count);
    return count < 2 ? base : `${base}-${count}`;
  });
}

function baseOf(model: string): string {
  const label = model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/g, '');
  return /^[a-z]/.test(label) ? label : `model-${label}`.slice(0, LONGEST);
}
