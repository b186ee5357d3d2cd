/** A lower bound of the replicas that items need, from the supply of one replica under the best conditions: what is below it need not be judged. */
import { sizeReplica } from '../capacity/ask-engine';
import { demandBytes } from '../capacity/fit/balance';
import { HEADROOM } from '../capacity/fit/headroom';
import { toGiB } from '../core/units';
import type { Item } from './item';
import { replicasWithin } from './pool-trial';
import { allows, replicaOf, type Variant } from './variant';

/** What one replica of a variant holds at most, and what each item asks of it. */
export interface Optimistic {
  readonly variant: Variant;
  /** Whether the item with this index may be served so. */
  readonly admits: readonly boolean[];
  /** Fewest replicas for these items by memory and by limits alone. */
  replicas(set: readonly number[]): number;
}

/** Null where no item can be served so at all. */
export function optimistic(variant: Variant, items: readonly Item[]): Optimistic | null {
  const admits = items.map((item) => allows(item, variant));
  const admitted = items.filter((_, index) => admits[index]);
  if (admitted.length === 0) return null;
  const shortest = Math.min(...admitted.map(({ demand }) => demand.contextTokens));
  const replica = replicaOf(variant, shortest);
  const supply = sizeReplica({ ...replica, maxNumSeqs: 1 });
  if (supply.missing.length > 0 || (supply.kvBytesPerToken > 0 && supply.kvCacheGiB <= 0)) return null;
  const usable = supply.kvCacheGiB * (1 - HEADROOM.rejectedBelow);
  const asks = items.map((item, index): Asks => {
    const { sessionsPerGpu = Number.POSITIVE_INFINITY, minReplicas } = item.asked;
    const gib = admits[index] ? toGiB(demandBytes(replica, supply, item.demand, 1)) : 0;
    return { gib, minReplicas, sessions: item.demand.sessions, sessionsPerGpu };
  });
  return { variant, admits, replicas: (set) => leastReplicas(set, asks, usable, variant) };
}

/** What an item adds to the lower bound of its set. */
interface Asks {
  readonly gib: number;
  readonly minReplicas: number;
  readonly sessions: number;
  readonly sessionsPerGpu: number;
}

/** Asked for every set and variant, of which there are hundreds of thousands: one pass, and nothing is made. */
function leastReplicas(set: readonly number[], asks: readonly Asks[], usableGiB: number, { gpus }: Variant): number {
  let [gib, sessions, sessionsPerGpu, least] = [0, 0, Number.POSITIVE_INFINITY, 1];
  for (const index of set) {
    const item = asks[index];
    if (item === undefined) continue;
    gib += item.gib;
    sessions += item.sessions;
    sessionsPerGpu = Math.min(sessionsPerGpu, item.sessionsPerGpu);
    least = Math.max(least, item.minReplicas);
  }
  const byMemory = gib === 0 ? 1 : Math.ceil(gib / usableGiB - 1e-9);
  return Math.max(least, byMemory, replicasWithin(sessions, sessionsPerGpu, gpus));
}
