/** A user's own measurement of one replica. */
import type { ReplicaSpec } from '../replica-spec';

/** A user's own measurement of one replica; it takes the place of the estimate. */
export interface MeasuredServing {
  /** Output tokens per second of one replica at the planned load. */
  readonly tokensPerSecond?: number;
  readonly ttftMs?: number;
  readonly tpotMs?: number;
  /**
   * Requests in flight when it was measured; at any other number the formula is corrected by it.
   * @default - those of the plan
   */
  readonly atConcurrency?: number;
  /**
   * Replica that was measured. On any other the estimate is corrected by what it was off here.
   * @default - the replica of the pool
   */
  readonly on?: ReplicaSpec;
}
