/** The answer for one pool: its verdict, its supply against its demand, and what limits it. */
import type { UnplacedFinding } from '../../core/finding';
import type { ReplicaSupply } from '../replica-supply';
import type { Verdict } from '../verdict';

/** How much more of the same a pool takes before it is refused; negative where it holds too much already. */
export interface Margin {
  /** Sessions as planned on average, over the whole pool. */
  readonly sessions: number;
  /** Tokens of KV cache, over the whole pool. */
  readonly tokens: number;
}

/** Output tokens per second: what is asked of a pool, and what its replicas make. */
export interface ThroughputBalance {
  readonly demandTokensPerSecond: number;
  /** What the replicas together are expected to make at the most requests that they can have in flight. */
  readonly supplyTokensPerSecond: number;
  /** The band of the estimate; both ends are the supply where it was measured. */
  readonly range: readonly [low: number, high: number];
  /** Requests in flight on one replica at which the supply is reached. */
  readonly concurrency: number;
  readonly measured: boolean;
}

/** The answer for one pool. */
export interface PoolVerdict {
  readonly verdict: Verdict;
  readonly supply: ReplicaSupply;
  readonly replicas: number;
  readonly demandTokens: number;
  readonly demandGiB: number;
  readonly supplyGiB: number;
  /** Free share of the pool, (supply − demand) ÷ supply. */
  readonly headroom: number;
  /** One lost replica leaves less than the demand. */
  readonly survivesReplicaLoss: boolean;
  /** What limits the pool: the ceiling that is nearest, or the first rule that is broken: memory, tokens per second, max-num-seqs … */
  readonly bottleneck: string;
  /** Up to the headroom that a plan has to keep, at the floor or at the peak, whichever is less. Null where facts are missing or nothing is asked. */
  readonly margin: Margin | null;
  /** Throughput, where the demand gives a rate; at the floor or at the peak, whichever is nearer its ceiling. */
  readonly throughput: ThroughputBalance | null;
  /**
   * What the estimate may be wrong by on this release, GiB of the pool below the supply: when the demand does not fit without it, the verdict is at best
   * `tight`. 0 where what the plan sets aside already covers the band.
   */
  readonly reserveGiB: number;
  /** KV cache of one replica in nine of ten starts, over every input that is not given, GiB; null where facts are missing. */
  readonly kvRangeGiB: readonly [low: number, high: number] | null;
  /** Facts and inputs that are not known and that move the pool: with the verdict `uncertain` one of them decides. */
  readonly missing: readonly string[];
  /** Errors, warnings and hints; errors carry arithmetic and checked repairs. */
  readonly findings: readonly UnplacedFinding[];
}
