/** Sets of items that one pool could serve: those that allow the same model and wait alike. */
import type { Item } from './item';

/** Up to so many items that allow one model, every set of them is tried. */
const ALL_SETS_UP_TO = 6;

/**
 * Sets of indexes of items, each once and in ascending order, single items first. Of more than six items that allow a model those sets are tried that
 * are neighbours in the order of their contexts: who shares a pool pays for its longest context, so that equal contexts belong together.
 */
export function itemSets(items: readonly Item[]): readonly (readonly number[])[] {
  const singles = items.map((_, index) => [index]);
  const shared = groups(items).flatMap((group) => (group.length <= ALL_SETS_UP_TO ? subsets(group) : intervals(group)));
  const unique = new Map(shared.map((set) => [...set].sort((a, b) => a - b)).map((set) => [set.join(','), set]));
  return [...singles, ...unique.values()];
}

/** Items that allow a model, by latency class: roles of different classes in one queue are AF-LAT-005. */
function groups(items: readonly Item[]): number[][] {
  const byKind = new Map<string, number[]>();
  items.forEach(({ asked, models }, index) => {
    if (asked.dedicated) return;
    for (const { model } of models) {
      const key = `${model.id}|${asked.latency}`;
      byKind.set(key, [...(byKind.get(key) ?? []), index]);
    }
  });
  const contextOf = (index: number) => items[index]?.demand.contextTokens ?? 0;
  return [...byKind.values()].map((group) => group.sort((a, b) => contextOf(a) - contextOf(b) || a - b));
}

/** All subsets with two items or more. */
function subsets(group: readonly number[]): number[][] {
  const numbers = Array.from({ length: 2 ** group.length }, (_, bits) => bits);
  return numbers.map((bits) => group.filter((_, place) => Math.floor(bits / 2 ** place) % 2 === 1)).filter((set) => set.length > 1);
}

function intervals(group: readonly number[]): number[][] {
  return group.flatMap((_, from) => group.slice(from + 1).map((__, length) => group.slice(from, from + length + 2)));
}
