/** A lower bound of the replicas that items need, from the supply of one replica under the best conditions: what is below it need not be judged. */
import { sizeReplica } from '../capacity/ask-engine';
import { HEADROOM } from '../capacity/fit/assessment';
import { demandBytes } from '../capacity/fit/balance';
import { toGiB } from '../core/units';
import type { Item } from './item';
import { replicasByLimit } from './pool-trial';
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
  const gib = items.map(({ demand }, index) => (admits[index] ? toGiB(demandBytes(replica, supply, demand, 1)) : 0));
  return {
    variant,
    admits,
    replicas: (set) => {
      const asked = set.reduce((sum, index) => sum + (gib[index] ?? 0), 0);
      const byMemory = asked === 0 ? 1 : Math.ceil(asked / usable - 1e-9);
      const served = set.flatMap((index) => items[index] ?? []);
      return Math.max(1, byMemory, replicasByLimit(variant, served), ...served.map(({ asked: role }) => role.minReplicas));
    },
  };
}
