/** The reserve of a release: how far the pool may be smaller than planned when the estimate is off by its whole band there. */
import { fromGiB, toGiB } from '../../core/units';
import { estimateReplica } from '../ask-engine';
import type { ReplicaSupply } from '../replica-supply';
import { plannedReplica } from './balance';
import type { PoolInput } from './pool-input';

/**
 * GiB of one replica between what is planned and the lower end of the band of this release; 0 where the plan sets aside more than the band is wide.
 * Counted in tokens of the tightest stage, because that is what a request needs from every stage.
 */
export function reserveOfReplica(input: PoolInput, supply: ReplicaSupply): number {
  const { perGpuGiB, kvBytesPerTokenPerGpu, missing } = estimateReplica(plannedReplica(input));
  if (missing.length > 0 || kvBytesPerTokenPerGpu === 0 || supply.kvTokens === 0) return 0;
  const lowTokens = fromGiB(Math.max(0, perGpuGiB.kvCacheRange[0])) / kvBytesPerTokenPerGpu;
  return toGiB(Math.max(0, supply.kvTokens - lowTokens) * supply.kvBytesPerToken);
}
