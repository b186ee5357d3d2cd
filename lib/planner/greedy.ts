/** The choice of somebody who looks at one role after the other: a start, a fallback where time is short, and what answers are compared with. */
import type { Quotas } from './choose';
import { type Column, gpusOf, offerOf, type PoolColumn } from './column';
import type { ColumnPool } from './column-pool';

/** Each item by itself at the least price that is left, the ones listed first first; null where one of them has nothing left. */
export function greedy(pool: ColumnPool, items: readonly number[], quotas: Quotas): readonly Column[] | null {
  const left = new Map(quotas);
  const chosen: Column[] = [];
  for (const item of items) {
    const column = cheapest(pool, item, left);
    if (column === null) return null;
    const offer = offerOf(column);
    if (offer !== null && left.has(offer)) left.set(offer, (left.get(offer) ?? 0) - gpusOf(column));
    chosen.push(column);
  }
  return chosen;
}

function cheapest(pool: ColumnPool, item: number, left: ReadonlyMap<string, number>): Column | null {
  const single = pool.sets.find(({ set }) => set.length === 1 && set[0] === item);
  for (;;) {
    const next = single?.columns.find((column) => gpusOf(column) <= (left.get(offerOf(column) ?? '') ?? Number.POSITIVE_INFINITY));
    if (next === undefined) return null;
    if (next.kind === 'api' || next.isJudged) return next;
    pool.judge(next);
  }
}

/** The cheapest pool that serves one item alone; null where none does. */
export function cheapestAlone(pool: ColumnPool, item: number): PoolColumn | null {
  for (;;) {
    const next = pool.sets
      .find(({ set }) => set.length === 1 && set[0] === item)
      ?.columns.find((column): column is PoolColumn => column.kind === 'pool');
    if (next === undefined || next.isJudged) return next ?? null;
    pool.judge(next);
  }
}
