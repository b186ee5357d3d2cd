/** The memory of one GPU line by line, rounded to thousandths of a GiB. */
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { SizeTerms } from './size-answer';

export function termsOf({ model }: ReplicaSpec, { perGpuGiB }: ReplicaEstimate, [low, high]: readonly [number, number]): SizeTerms {
  const { physical, budget, weights, activation, nonTorch, graphs, kvCache } = perGpuGiB;
  const terms = { ...rounded({ physical, budget, weights, activation, nonTorch, graphs }) };
  // An encoder reads a text at once and keeps nothing between tokens.
  if (model.facts.attentionKind === 'encoder') return { ...terms, kvCache: 0, kvCacheRange: [0, 0], free: round(kvCache) };
  return { ...terms, kvCache: round(kvCache), kvCacheRange: [round(low), round(high)] };
}

const round = (gib: number) => Number(gib.toFixed(3));

type Fixed = Omit<SizeTerms, 'kvCache' | 'kvCacheRange' | 'free'>;

const rounded = (terms: Fixed): Fixed =>
  Object.fromEntries(Object.entries(terms).map(([name, gib]) => [name, round(gib)])) as unknown as Fixed;
