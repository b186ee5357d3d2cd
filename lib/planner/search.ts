/** The cheapest choice: choose by lower bounds, judge what was chosen, choose again, until everything that is chosen was judged. */
import { type Choice, choose, type Quotas } from './choose';
import { type Column, isKnown, isPaidWithOthers, judgedAs, offerOf } from './column';
import { type ColumnPool, type ColumnSet, heads } from './column-pool';
import { greedy } from './greedy';
import { gpusTaken, priceOf } from './node-packing';

export interface Found {
  readonly columns: readonly Column[];
  readonly usdPerHour: number;
  /** No plan of these columns costs less. */
  readonly lowerBound: number;
}

/** What keeps the items from being placed: one of them has no way at all, or an offer has too few GPUs. */
export type Unplaceable = { readonly item: number } | { readonly offers: readonly string[] };

/** @param quotas GPUs of each offer that has only so many */
export function search(pool: ColumnPool, quotas: Quotas, deadline: number): Found | Unplaceable | 'too late' {
  let short: ReadonlySet<string> = new Set();
  for (;;) {
    const found = withQuotas(pool, only(quotas, short), deadline);
    if (found === 'too late' || !('columns' in found)) return found;
    const exceeded = offersAbove(found.columns, quotas).filter((offer) => !short.has(offer));
    if (exceeded.length === 0) return found;
    short = new Set([...short, ...exceeded]);
  }
}

/** Quotas of the offers that were found to be short: the others do not bind. */
const only = (quotas: Quotas, short: ReadonlySet<string>): Quotas => new Map([...quotas].filter(([offer]) => short.has(offer)));

export function offersAbove(columns: readonly Column[], quotas: Quotas): string[] {
  const taken = gpusTaken(columns);
  return [...quotas].filter(([offer, quota]) => (taken.get(offer) ?? 0) > quota).map(([offer]) => offer);
}

function withQuotas(pool: ColumnPool, quotas: Quotas, deadline: number): Found | Unplaceable | 'too late' {
  const parts: Found[] = [];
  const all = components(pool, quotas);
  for (const [index, items] of all.entries()) {
    const share = (deadline - Date.now()) / (all.length - index);
    // A component of one item is answered soon; each other one leaves time for those behind it.
    const found = ofComponent(
      pool,
      items,
      quotas,
      index === all.length - 1 ? deadline : Date.now() + Math.max(share, 0.5 * (deadline - Date.now())),
    );
    if (found === 'too late' || !('columns' in found)) return found;
    parts.push(found);
  }
  return {
    columns: parts.flatMap(({ columns }) => columns),
    usdPerHour: parts.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0),
    lowerBound: parts.reduce((sum, { lowerBound }) => sum + lowerBound, 0),
  };
}

function ofComponent(pool: ColumnPool, items: readonly number[], quotas: Quotas, deadline: number): Found | Unplaceable | 'too late' {
  const members = new Set(items);
  const sets = pool.sets.filter(({ set }) => set.every((index) => members.has(index)));
  const short = new Set(quotas.keys());
  let lowerBound = 0;
  let best: readonly Column[] | null = null;
  for (;;) {
    const nothing = items.find((index) => !sets.some(({ set, columns }) => set.includes(index) && columns.length > 0));
    if (nothing !== undefined) return { item: nothing };
    const choice = chosen(sets, items, quotas, short, deadline);
    if (choice === 'infeasible') return { offers: [...short] };
    lowerBound = Math.max(lowerBound, choice.lowerBound);
    const open = choice.columns.filter((column) => !isKnown(column));
    if (choice.isProven && open.length === 0) return { columns: choice.columns, usdPerHour: priceOf(choice.columns), lowerBound };
    for (const column of open) if (column.kind === 'pool') pool.judge(column);
    best = cheaper(best, pricedNow(choice.columns, sets, quotas));
    if (!choice.isProven || Date.now() > deadline) return bestInTime(best, greedy(pool, items, quotas), lowerBound);
  }
}

/** What was chosen, at the prices that are known now; null where one of the pools was struck out, or where the GPUs are too few. */
function pricedNow(columns: readonly Column[], sets: readonly ColumnSet[], quotas: Quotas): readonly Column[] | null {
  const now = columns.map((column) =>
    column.kind === 'api'
      ? column
      : sets
          .find(({ set }) => set.join() === column.set.join())
          ?.columns.flatMap((other) =>
            other.kind === 'pool' && other.variant === column.variant && other.isJudged ? [judgedAs(column, other)] : [],
          )[0],
  );
  const priced = now.flatMap((column) => column ?? []);
  return priced.length < now.length || priced.length === 0 || offersAbove(priced, quotas).length > 0 ? null : priced;
}

const cheaper = (a: readonly Column[] | null, b: readonly Column[] | null): readonly Column[] | null =>
  a === null || (b !== null && priceOf(b) < priceOf(a)) ? b : a;

function chosen(
  sets: readonly ColumnSet[],
  items: readonly number[],
  quotas: Quotas,
  short: ReadonlySet<string>,
  deadline: number,
): Choice | 'infeasible' {
  const single = items.length === 1 && quotas.size === 0 ? sets.find(({ set }) => set.length === 1) : undefined;
  const [cheapest] = single?.columns ?? [];
  if (cheapest !== undefined && !single?.columns.some(isPaidWithOthers))
    return { columns: [cheapest], lowerBound: cheapest.usdPerHour, isProven: true };
  return choose(
    items,
    sets.flatMap((set) => heads(set, short)),
    quotas,
    Math.max(1, deadline - Date.now()),
  );
}

/** The best choice of which all was judged, or one item after the other, whichever is cheaper. */
function bestInTime(judged: readonly Column[] | null, oneByOne: readonly Column[] | null, lowerBound: number): Found | 'too late' {
  const best = cheaper(judged, oneByOne);
  return best === null ? 'too late' : { columns: best, usdPerHour: priceOf(best), lowerBound };
}

/** Items that share a set, a short offer, or cards and nodes that are paid with what else is on them, are chosen together; the others one by one. */
function components(pool: ColumnPool, quotas: Quotas): readonly (readonly number[])[] {
  const parent = pool.items.map((_, index) => index);
  const root = (index: number): number => {
    const above = parent[index] ?? index;
    return above === index ? index : root(above);
  };
  const join = (a: number, b: number) => {
    parent[Math.max(root(a), root(b))] = Math.min(root(a), root(b));
  };
  const firstOn = new Map<string, number>();
  for (const { set, columns } of pool.sets) {
    const [first = 0] = set;
    if (columns.length > 0) for (const index of set) join(first, index);
    for (const column of columns) {
      const offer = offerOf(column);
      if (offer === null || !(quotas.has(offer) || isPaidWithOthers(column))) continue;
      join(first, firstOn.get(offer) ?? first);
      firstOn.set(offer, first);
    }
  }
  const members = new Map<number, number[]>();
  for (const index of parent.keys()) members.set(root(index), [...(members.get(root(index)) ?? []), index]);
  return [...members.values()];
}
