/** A column of the choice: some items served by one pool, or one item by an API, at a price per hour. */

import type { MigLayout } from '../catalog/mig-layout';
import { poolCostPerHour } from '../economics/cost';
import type { ApiBill } from './api-price';
import { type Division, divisionsOf, isDividedInto, partKey, partsOnCard, priceShare } from './card-part';
import type { Variant } from './variant';

interface Priced {
  /** Indexes of the items, ascending. */
  readonly set: readonly number[];
  /** Of a pool its GPUs, or its share of the cards that it is on a part of. */
  readonly usdPerHour: number;
}

export interface PoolColumn extends Priced {
  readonly kind: 'pool';
  readonly variant: Variant;
  readonly replicas: number;
  /** The pool was judged; before that `replicas` is a lower bound. */
  readonly isJudged: boolean;
  /** How its cards are divided; null for whole cards. */
  readonly division: Division | null;
}

export interface ApiColumn extends Priced {
  readonly kind: 'api';
  readonly bill: ApiBill;
}

export type Column = PoolColumn | ApiColumn;

/** GPUs, or the cards that the parts of a pool lie on if nothing else does. */
export function gpusOf(column: Column): number {
  if (column.kind === 'api') return 0;
  const { replicas, variant, division } = column;
  return variant.part === null || division === null
    ? replicas * variant.gpus
    : Math.ceil(replicas / partsOnCard(variant.part, division) - 1e-9);
}

export const offerOf = (column: Column): string | null => (column.kind === 'pool' ? column.variant.offer.name : null);

export const isKnown = (column: Column): boolean => column.kind === 'api' || column.isJudged;

/** Cards or nodes of such a pool are paid whole, so that its price depends on what else is on them. */
export const isPaidWithOthers = (column: Column): column is PoolColumn =>
  column.kind === 'pool' && (column.variant.part !== null || column.variant.offer.wholeNodes);

/** What columns of one set compete for: of those with the same only the one that takes least is of use. */
export const resourceOf = ({ variant }: PoolColumn): string => `${variant.offer.name}|${partKey(variant.part)}`;

export function poolColumn(set: readonly number[], variant: Variant, replicas: number, isJudged: boolean): PoolColumn {
  const [division = null] = variant.part === null ? [] : divisionsOf(variant.part);
  return divided({ kind: 'pool', set, variant, replicas, isJudged, division, usdPerHour: 0 }, division);
}

/** The same in every one of these layouts that has its slice. */
export const inDivisions = (column: PoolColumn, layouts: readonly MigLayout[]): readonly PoolColumn[] =>
  layouts.flatMap((layout) =>
    column.variant.part !== null && isDividedInto(column.variant.part, { layout }) ? [divided(column, { layout })] : [],
  );

/** What was judged of it since, in its own division. */
export const judgedAs = ({ division }: PoolColumn, judged: PoolColumn): PoolColumn => divided(judged, division);

function divided(column: PoolColumn, division: Division | null): PoolColumn {
  const { part, gpus, offer } = column.variant;
  const share = part === null || division === null ? 1 : priceShare(part, division);
  return { ...column, division, usdPerHour: poolCostPerHour(column.replicas, gpus, offer.usdPerGpuHour * share) ?? 0 };
}

export const apiColumn = (index: number, bill: ApiBill): ApiColumn => ({ kind: 'api', set: [index], bill, usdPerHour: bill.usdPerHour });

/** Cheaper first; at one price fewer GPUs, then the order in which variants were listed. */
export const byPrice = (a: Column, b: Column): number => a.usdPerHour - b.usdPerHour || gpusOf(a) - gpusOf(b);
