import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Engine } from '../catalog/engines/engine';

/** One replica of a pool: its engine is one that can be deployed. */
export interface PoolReplica extends ReplicaSpec {
  readonly engine: Engine;
}
