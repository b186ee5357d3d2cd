/** Ways to cut the cards of an offer, as far as the columns of a choice use the slices. */
import type { MigLayout } from '../catalog/mig-layout';
import { type Column, inDivisions, type PoolColumn } from './column';

/**
 * Every column in each division of its cards that can be of use: of layouts that differ in slices which no column takes the first, and none that another
 * one exceeds.
 */
export function inUsefulDivisions(columns: readonly Column[]): readonly Column[] {
  const sliced = columns.filter(isSliced);
  if (sliced.length === 0) return columns;
  const profiles = new Map<string, Set<string>>();
  for (const { variant } of sliced) {
    const { offer, part } = variant;
    if (part?.kind === 'slice') profiles.set(offer.name, (profiles.get(offer.name) ?? new Set()).add(part.profile));
  }
  const useful = new Map(
    [...profiles].map(([offer, used]) => {
      const parts = sliced.flatMap(({ variant }) => (variant.offer.name === offer && variant.part?.kind === 'slice' ? [variant.part] : []));
      return [offer, largest([...new Set(parts.flatMap(({ layouts }) => layouts))], [...used])] as const;
    }),
  );
  return columns.flatMap((column): readonly Column[] =>
    isSliced(column) ? inDivisions(column, useful.get(column.variant.offer.name) ?? []) : [column],
  );
}

const isSliced = (column: Column): column is PoolColumn => column.kind === 'pool' && column.variant.part?.kind === 'slice';

function largest(layouts: readonly MigLayout[], profiles: readonly string[]): readonly MigLayout[] {
  const holds = (one: MigLayout, other: MigLayout) => profiles.every((profile) => (one[profile] ?? 0) >= (other[profile] ?? 0));
  return layouts.filter(
    (layout, index) => !layouts.some((other, at) => at !== index && holds(other, layout) && (at < index || !holds(layout, other))),
  );
}
