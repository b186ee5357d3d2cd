/** The range of the KV cache of a replica, with every input that is not given, and the assessment of a pool at both ends. */
import { fromGiB, toGiB } from '../../core/units';
import { estimateReplica } from '../ask-engine';
import type { Told, Unsaid } from '../engines/engine-model';
import { engineModelOf } from '../engines/registry';
import type { ReplicaSupply } from '../replica-supply';
import type { Assessment } from './assessment';
import { type Balance, plannedReplica, withSupply } from './balance';
import type { PoolInput } from './pool-input';

/** The KV cache of one replica, GiB, and what would narrow its range. */
export interface PoolRange extends Omit<Unsaid, 'range'> {
  /** Inputs that are not given make the range wide, and not the estimate: with them it is uncertain what lies between its ends. */
  readonly isAsked: boolean;
  readonly kvGiB: readonly [low: number, high: number];
  /** The same on the GPU that has the least room for its share. */
  readonly perGpuGiB: readonly [low: number, high: number];
}

/**
 * A pool names its release and its options, and is judged as from its second start on: what a first start takes more was seen on one machine, and
 * `compileCache: 'cold'` counts it.
 */
export const TOLD_BY_POOLS: Told = { version: true, sampler: true, prefixCaching: true, compileCache: 'warm' };

/** Counted in tokens of the tightest stage, because that is what a request needs from every stage. */
export function rangeOfPool(input: PoolInput, supply: ReplicaSupply): PoolRange {
  const spec = plannedReplica(input);
  const { range, ...unsaid } = engineModelOf(spec).unsaid(spec, { ...TOLD_BY_POOLS, ...input.told });
  const perToken = estimateReplica(spec).kvBytesPerTokenPerGpu;
  const ofReplica = (perGpuGiB: number) =>
    perToken === 0 || perGpuGiB <= 0 ? perGpuGiB * spec.tensorParallel : toGiB((fromGiB(perGpuGiB) / perToken) * supply.kvBytesPerToken);
  const [low, high] = range.map(ofReplica) as [number, number];
  const open = [...unsaid.open, ...(input.told?.formatOpen ?? [])];
  const narrows = [...unsaid.narrows, ...(input.told?.formatNarrows ?? [])];
  const isAsked = open.length + (input.told?.formatNarrows?.length ?? 0) > 0;
  return {
    ...unsaid,
    open,
    narrows,
    isAsked,
    perGpuGiB: range,
    kvGiB: [Math.min(low, supply.kvCacheGiB), Math.max(high, supply.kvCacheGiB)],
  };
}

/** The pool as it would be with so much KV cache in each replica. */
export function assessmentAt({ input, floor, peak }: Assessment, kvCacheGiB: number): Assessment {
  const at = (balance: Balance) => withSupply(balance, { ...balance.supply, kvCacheGiB });
  return { input, floor: at(floor), peak: peak === null ? null : at(peak) };
}
