import type { PlannedLoad, PlannedPool } from './planned-load';
import type { PoolLoad } from './pool-load';

/** A pool with what was planned and what was measured. */
export interface MeasuredPoolReport {
  /** `namespace/name`. */
  readonly label: string;
  readonly planned: PlannedPool;
  readonly plan: PlannedLoad;
  readonly load: PoolLoad;
}
