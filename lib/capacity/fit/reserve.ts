/** The reserve of a release: how far the pool may be smaller than planned when the estimate is off by its whole band there. */
import type { ReplicaSupply } from '../replica-supply';
import type { PoolRange } from './pool-range';

/**
 * GiB of one replica between what is planned and the lower end of the range; 0 where the plan sets aside more than the range is wide, and where there is
 * no KV cache.
 */
export const reserveOf = (supply: ReplicaSupply, { kvGiB: [low] }: PoolRange): number =>
  supply.kvTokens === 0 ? 0 : Math.max(0, supply.kvCacheGiB - Math.max(0, low));
