/** Questions about one replica from outside of this room. */
import { checkReplicaArgument } from './argument-checks';
import * as engine from './ask-engine';
import type { ReplicaEstimate } from './replica-estimate';
import type { ReplicaSpec } from './replica-spec';
import type { ReplicaSupply } from './replica-supply';

/**
 * What one replica can hold, as a plan counts it. For the best guess at what the engine will report, see `estimateReplica`. Unknown facts count as zero
 * and are named in `missing`.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function sizeReplica(spec: ReplicaSpec): ReplicaSupply {
  checkReplicaArgument('sizeReplica', spec);
  return engine.sizeReplica(spec);
}

/**
 * The best guess at what the engine will report when it starts, with its band; a plan sets more aside (`sizeReplica`).
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function estimateReplica(spec: ReplicaSpec): ReplicaEstimate {
  checkReplicaArgument('estimateReplica', spec);
  return engine.estimateReplica(spec);
}
