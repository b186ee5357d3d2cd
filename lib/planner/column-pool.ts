/**
 * All columns of a question. Most are priced by a lower bound; those that a choice takes are judged, and then have their true price or are struck out.
 * So the choice is proven over all columns although few of them were judged.
 */
import type { Engine } from '../catalog/engines/engine';
import { type ApiBill, apiBills } from './api-price';
import { apiColumn, byPrice, type Column, isPaidWithOthers, offerOf, type PoolColumn, poolColumn, resourceOf } from './column';
import type { FleetToPlan } from './fleet-to-plan-schema';
import type { Item } from './item';
import { itemSets } from './item-sets';
import type { GpuOffer } from './offers';
import { type Optimistic, optimistic } from './optimistic';
import { fewestReplicas, lateBelow } from './pool-trial';
import { mostReplicas, type Variant, variantsOf } from './variant';

/** Replicas by variant and items, null where no number is enough. Questions that differ in one role share it. */
export type JudgedPools = Map<string, number | null>;

export interface ColumnPool {
  readonly items: readonly Item[];
  /** Sets with the columns that are left for them, cheapest first. */
  readonly sets: readonly ColumnSet[];
  /** Judges a column: its true price from then on, or it is struck out. */
  judge(column: PoolColumn): void;
}

export interface ColumnSet {
  readonly set: readonly number[];
  columns: readonly Column[];
}

export function columnPool(
  items: readonly Item[],
  offers: readonly GpuOffer[],
  engines: readonly Engine[],
  apis: FleetToPlan['apis'],
  judged: JudgedPools = new Map(),
): ColumnPool {
  const ways = variantsOf(items, offers, engines).flatMap((variant) => optimistic(variant, items) ?? []);
  const sets = itemSets(items)
    .map((set): ColumnSet => ({ set, columns: columnsOf(set, ways, set.length === 1 ? apiBills(items[set[0] ?? 0] as Item, apis) : []) }))
    .filter(({ set, columns }) => set.length === 1 || columns.length > 0);
  const byKey = new Map(sets.map((one) => [one.set.join(','), one]));
  const itemsOf = (set: readonly number[]) => set.flatMap((index) => items[index] ?? []);
  const refused = new Set<string>();

  const isRefused = ({ key }: Variant, set: readonly number[]) => set.some((index) => refused.has(`${index}|${key}`));
  const fewest = (variant: Variant, set: readonly number[], least: number): number | null => {
    const served = itemsOf(set);
    const key = [variant.key, variant.offer.quota, variant.offer.gpusPerNode, ...served.map(signature)].join('\n');
    const known = judged.get(key);
    if (known !== undefined) return known;
    const replicas = fewestReplicas(variant, served, least);
    judged.set(key, replicas);
    return replicas;
  };

  const setsWith = items.map((_, index) => sets.filter(({ set }) => set.includes(index)));

  /** A role that is late with so many requests on a replica is late with them in every set whose contexts are as long. */
  const raiseBounds = (of: ColumnSet, variant: Variant, replicas: number): void => {
    const late = lateBelow(variant, itemsOf(of.set), replicas);
    if (late === null) return;
    const [contextTokens, item] = [longest(itemsOf(of.set)), items.indexOf(late.item)];
    for (const other of setsWith[item] ?? []) {
      const at =
        other === of ? -1 : other.columns.findIndex((column) => column.kind === 'pool' && column.variant === variant && !column.isJudged);
      const column = other.columns[at];
      if (column === undefined) continue;
      const served = itemsOf(other.set);
      if (longest(served) < contextTokens || served.some(({ demand }) => demand.rate !== undefined)) continue;
      const least = Math.ceil(served.reduce((sum, { demand }) => sum + demand.sessions, 0) / (late.sessions - 1) - 1e-9);
      if (column.kind === 'api' || column.replicas >= least) continue;
      const raised = poolColumn(other.set, variant, least, false);
      other.columns = other.columns
        .map((one) => (one === column ? raised : one))
        .filter(withinQuota)
        .sort(byPrice);
    }
  };

  return {
    items,
    sets,
    judge({ set, variant, replicas: least }) {
      const own = byKey.get(set.join(','));
      if (own === undefined) return;
      const others = own.columns.filter((column) => column.kind === 'api' || column.variant !== variant);
      const replicas = isRefused(variant, set) ? null : fewest(variant, set, least);
      own.columns = replicas === null ? others : [...others, poolColumn(set, variant, replicas, true)].sort(byPrice);
      if (replicas !== null) raiseBounds(own, variant, replicas);
      if (replicas !== null || set.length === 1) return;
      // What one of them alone cannot do, no set with it can.
      for (const index of set) {
        if (fewest(variant, [index], 1) !== null) continue;
        refused.add(`${index}|${variant.key}`);
        for (const other of setsWith[index] ?? [])
          other.columns = other.columns.filter((column) => column.kind === 'api' || column.variant !== variant);
      }
    },
  };
}

const longest = (served: readonly Item[]): number => Math.max(...served.map(({ demand }) => demand.contextTokens));

function columnsOf(set: readonly number[], ways: readonly Optimistic[], bills: readonly ApiBill[]): Column[] {
  const pools = ways
    .filter(({ admits }) => set.every((index) => admits[index]))
    .map(({ variant, replicas }) => poolColumn(set, variant, replicas(set), false));
  const single = set[0] ?? 0;
  return [...pools, ...bills.map((bill) => apiColumn(single, bill))].filter(withinQuota).sort(byPrice);
}

const withinQuota = (column: Column): boolean => column.kind === 'api' || column.replicas <= mostReplicas(column.variant);

/** Everything of an item that its pool is judged by. */
function signature({ demand, request, asked, goal }: Item): string {
  const { latency, latencyTargets, minReplicas, survivesReplicaLoss, sessionsPerGpu } = asked;
  return JSON.stringify([
    demand.sessions,
    demand.contextTokens,
    demand.sharedPrefixTokens,
    demand.rate,
    request,
    latency,
    latencyTargets,
    minReplicas,
    survivesReplicaLoss,
    sessionsPerGpu,
    goal,
  ]);
}

/**
 * The columns of a set that a choice may need: the cheapest that takes nothing from a short offer, below it the cheapest of each short offer, and of
 * cards and nodes that are paid with what else is on them always the cheapest. On one offer the cheapest column is the one with the fewest GPUs, too.
 */
export function heads({ columns }: ColumnSet, short: ReadonlySet<string>): readonly Column[] {
  const seen = new Set<string>();
  const withOthers = undominated(columns.filter(isPaidWithOthers));
  const kept: Column[] = [];
  for (const column of columns) {
    if (isPaidWithOthers(column)) continue;
    const offer = offerOf(column);
    if (offer === null || !short.has(offer)) return [...kept, column, ...withOthers];
    if (!seen.has(offer)) kept.push(column);
    seen.add(offer);
  }
  return [...kept, ...withOthers];
}

/** Of each kind of part the column with the fewest replicas; slices that a smaller one could replace, with as many, are of no use. */
function undominated(columns: readonly PoolColumn[]): readonly PoolColumn[] {
  const best = new Map<string, PoolColumn>();
  for (const column of columns) {
    const known = best.get(resourceOf(column));
    if (known === undefined || gpusOrParts(column) < gpusOrParts(known)) best.set(resourceOf(column), column);
  }
  const kept = [...best.values()];
  return kept.filter((column) => !kept.some((other) => isSmallerSlice(other.variant, column.variant) && other.replicas <= column.replicas));
}

const gpusOrParts = ({ replicas, variant: { gpus } }: PoolColumn) => replicas * gpus;

/** Profiles are listed from the smallest on, and each lies wherever a larger one does. */
function isSmallerSlice({ offer, part }: Variant, than: Variant): boolean {
  if (part?.kind !== 'slice' || than.part?.kind !== 'slice' || offer !== than.offer) return false;
  return offer.parts.indexOf(part) < offer.parts.indexOf(than.part);
}

/** Sets of one item of which nothing is left: no way to serve it. */
export const unserved = ({ items, sets }: ColumnPool): readonly Item[] =>
  items.filter((_, index) => !sets.some(({ set, columns }) => set.length === 1 && set[0] === index && columns.length > 0));
