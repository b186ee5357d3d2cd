/** The choice of somebody who looks at one role after the other: a start, a fallback where time is short, and what answers are compared with. */
import type { Quotas } from './choose';
import { type Column, gpusOf, offerOf, type PoolColumn } from './column';
import type { ColumnPool } from './column-pool';
import { priceOf } from './node-packing';

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
    const next = single?.columns.find(
      (column) => !isOnPart(column) && gpusOf(column) <= (left.get(offerOf(column) ?? '') ?? Number.POSITIVE_INFINITY),
    );
    if (next === undefined) return null;
    if (next.kind === 'api' || next.isJudged) return next;
    pool.judge(next);
  }
}

/** Whole cards alone: who looks at one role does not see who else could be on its card. */
const isOnPart = (column: Column) => column.kind === 'pool' && column.variant.part !== null;

/** What the cheapest pool costs that serves one item alone, with all that is paid for it; null where none does. */
export function cheapestAlone(pool: ColumnPool, item: number): number | null {
  const single = pool.sets.find(({ set }) => set.length === 1 && set[0] === item);
  for (;;) {
    const pools = (single?.columns ?? []).filter((column): column is PoolColumn => column.kind === 'pool' && !isOnPart(column));
    const [next] = pools.map((column) => ({ column, usd: priceOf([column]) })).sort((a, b) => a.usd - b.usd);
    if (next === undefined || next.column.isJudged) return next?.usd ?? null;
    pool.judge(next.column);
  }
}
