/** A column of the choice: some items served by one pool, or one item by an API, at a price per hour. */
import { poolCostPerHour } from '../economics/cost';
import type { ApiBill } from './api-price';
import type { Variant } from './variant';

interface Priced {
  /** Indexes of the items, ascending. */
  readonly set: readonly number[];
  readonly usdPerHour: number;
}

export interface PoolColumn extends Priced {
  readonly kind: 'pool';
  readonly variant: Variant;
  readonly replicas: number;
  /** The pool was judged; before that `replicas` is a lower bound. */
  readonly isJudged: boolean;
}

export interface ApiColumn extends Priced {
  readonly kind: 'api';
  readonly bill: ApiBill;
}

export type Column = PoolColumn | ApiColumn;

export const gpusOf = (column: Column): number => (column.kind === 'pool' ? column.replicas * column.variant.gpus : 0);

export const offerOf = (column: Column): string | null => (column.kind === 'pool' ? column.variant.offer.name : null);

export const isKnown = (column: Column): boolean => column.kind === 'api' || column.isJudged;

export function poolColumn(set: readonly number[], variant: Variant, replicas: number, isJudged: boolean): PoolColumn {
  const usdPerHour = poolCostPerHour(replicas, variant.gpus, variant.offer.usdPerGpuHour) ?? 0;
  return { kind: 'pool', set, variant, replicas, isJudged, usdPerHour };
}

export const apiColumn = (index: number, bill: ApiBill): ApiColumn => ({ kind: 'api', set: [index], bill, usdPerHour: bill.usdPerHour });

/** Cheaper first; at one price fewer GPUs, then the order in which variants were listed. */
export const byPrice = (a: Column, b: Column): number => a.usdPerHour - b.usdPerHour || gpusOf(a) - gpusOf(b);
