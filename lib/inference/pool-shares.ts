/** How pools of one model behind one alias share its requests: by what each can hold with all the replicas that it may have. */
import { copiesOf } from '../capacity/gpus-of-replica';
import { NO_DEMAND } from './pool-demand';
import { type PoolView, poolView } from './pool-view';

/**
 * Tokens of KV cache at the ceiling of a pool; null where they are not known. From its props alone: what is asked of it depends on its share.
 * The ceiling, because a router knows no replicas: whoever has fewer of them at the moment scales by its own queue.
 */
export function kvTokensAtCeiling({ spec, setting, existing }: PoolView): number | null {
  if (existing !== undefined) return null;
  const { verdict, replica, maxReplicas } = poolView(spec, { ...setting, demand: () => NO_DEMAND });
  const { kvTokens, missing } = verdict.supply;
  return missing.length > 0 || kvTokens <= 0 ? null : kvTokens * copiesOf(replica) * maxReplicas;
}

/** Parts of the requests, which add up to 1; equal where one of the capacities is not known. */
export function sharesOf(pools: readonly PoolView[]): readonly number[] {
  const tokens = pools.map(kvTokensAtCeiling);
  const known = tokens.filter((count) => count !== null);
  if (known.length < tokens.length) return pools.map(() => 1 / pools.length);
  const all = known.reduce((sum, count) => sum + count, 0);
  return known.map((count) => count / all);
}
