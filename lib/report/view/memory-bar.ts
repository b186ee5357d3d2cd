/** The memory of one card as parts that add up to it: what each line of the budget takes, the KV cache that is asked for, and what is left. */
import type { PoolPlan } from '../../plan/sections/pool';

type Term = PoolPlan['memory']['terms'][number];

export interface MemoryPart {
  /**
   * A term of the plan; `kvNeeded` and `kvFree` are the two parts of `kvCache`, `spare` is that of a model without a KV cache, `left` is what the engine does
   * not allocate.
   */
  readonly id: string;
  readonly gib: number;
  /** Of the card, 0 … 1. */
  readonly share: number;
}

export interface MemoryBar {
  /** What the parts are measured against: the memory of the card as it reports it, or what is planned where that is more. */
  readonly cardGiB: number;
  readonly parts: readonly MemoryPart[];
}

/** Lines that say how much there is; the others say what takes it. */
const TOTALS = new Set(['physical', 'budget']);

/** Null where the plan knows no term. */
export function memoryBar(pool: PoolPlan): MemoryBar | null {
  const { terms } = pool.memory;
  const takes = terms.filter(({ id }) => !TOTALS.has(id)).flatMap((term) => partsOf(term, pool));
  const taken = takes.reduce((sum, { gib }) => sum + gib, 0);
  const cardGiB = Math.max(gibOf(terms, 'physical') ?? gibOf(terms, 'budget') ?? taken, taken);
  if (cardGiB <= 0) return null;
  const all = [...takes, { id: 'left', gib: cardGiB - taken }];
  return { cardGiB, parts: all.filter(({ gib }) => gib > 0).map((part) => ({ ...part, share: part.gib / cardGiB })) };
}

function partsOf({ id, perGpuGiB }: Term, pool: PoolPlan): { readonly id: string; readonly gib: number }[] {
  if (id === 'kvCache' && pool.memory.kvBytesPerToken === 0) return [{ id: 'spare', gib: perGpuGiB }];
  const used = kvUse(pool);
  if (id !== 'kvCache' || used === null || pool.demand.length === 0) return [{ id, gib: perGpuGiB }];
  return [
    { id: 'kvNeeded', gib: perGpuGiB * used },
    { id: 'kvFree', gib: perGpuGiB * (1 - used) },
  ];
}

/** Share of the KV cache that the demand needs, 0 … 1; null where none is known. A pool that sleeps is seen with one replica awake. */
function kvUse({ demandGiB, memory, replicas }: PoolPlan): number | null {
  const supply = memory.kvGiBPerReplica * Math.max(1, replicas.min);
  return supply > 0 ? Math.min(1, demandGiB / supply) : null;
}

const gibOf = (terms: readonly Term[], id: string): number | undefined => terms.find((term) => term.id === id)?.perGpuGiB;
