/** Nodes that the pools of a choice take: cards that are divided, nodes that are paid whole, and what of them nobody uses. */
import { type Division, divisionName, partKey, partsOnCard } from './card-part';
import { type Column, gpusOf, isPaidWithOthers, type PoolColumn } from './column';
import type { GpuOffer } from './offers';

/** Nodes of one offer whose cards are divided alike. */
export interface PackedNodes {
  /** Name of the node pool. */
  readonly name: string;
  readonly offer: GpuOffer;
  readonly division: Division | null;
  /** Cards that pools are on. */
  readonly cards: number;
  readonly nodes: number;
  /** What all of it costs. */
  readonly usdPerHour: number;
  /** The part of it that no pool uses. */
  readonly idleUsdPerHour: number;
}

export const nodePoolOf = ({ variant, division }: PoolColumn): string =>
  division === null ? variant.offer.name : `${variant.offer.name}-${divisionName(division)}`;

/** In the order in which the columns name them. */
export function packed(columns: readonly Column[]): readonly PackedNodes[] {
  const groups = new Map<string, PoolColumn[]>();
  for (const column of columns)
    if (column.kind === 'pool') groups.set(nodePoolOf(column), [...(groups.get(nodePoolOf(column)) ?? []), column]);
  return [...groups].flatMap(([name, group]) => nodesOf(name, group));
}

function nodesOf(name: string, group: readonly PoolColumn[]): PackedNodes[] {
  const [first] = group;
  if (first === undefined) return [];
  const { division, variant } = first;
  const { offer } = variant;
  const cards = cardsOf(group);
  const nodes = Math.ceil(cards / offer.gpusPerNode - 1e-9);
  const shares = group.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
  const isPaidByCard = !group.some(isPaidWithOthers);
  const usdPerHour = isPaidByCard ? shares : (offer.wholeNodes ? nodes * offer.gpusPerNode : cards) * offer.usdPerGpuHour;
  return [{ name, offer, division, cards, nodes, usdPerHour, idleUsdPerHour: isPaidByCard ? 0 : Math.max(0, usdPerHour - shares) }];
}

/** The parts of each kind decide by themselves: every card has all of them. */
function cardsOf(group: readonly PoolColumn[]): number {
  const taken = new Map<string, { units: number; each: number }>();
  let whole = 0;
  for (const column of group) {
    const { variant, division, replicas } = column;
    if (variant.part === null || division === null) {
      whole += gpusOf(column);
      continue;
    }
    const key = partKey(variant.part);
    taken.set(key, { units: (taken.get(key)?.units ?? 0) + replicas, each: partsOnCard(variant.part, division) });
  }
  return Math.max(whole, ...[...taken.values()].map(({ units, each }) => Math.ceil(units / each - 1e-9)));
}

/** What all pools and APIs of a choice cost. */
export const priceOf = (columns: readonly Column[]): number =>
  columns.some(isPaidWithOthers)
    ? columns.reduce((sum, column) => sum + (column.kind === 'api' ? column.usdPerHour : 0), 0) +
      packed(columns).reduce((sum, { usdPerHour }) => sum + usdPerHour, 0)
    : columns.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);

/** GPUs of an offer that a choice takes: of offers whose cards may be divided whole nodes, as a node is divided in one way. */
export function gpusTaken(columns: readonly Column[]): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { offer, cards, nodes } of packed(columns)) {
    const gpus = offer.parts.length > 0 ? nodes * offer.gpusPerNode : cards;
    taken.set(offer.name, (taken.get(offer.name) ?? 0) + gpus);
  }
  return taken;
}
