/** Memory and layout of a replica, by the model of its engine. */
import type { KvLayout } from './model/kv-layout';
import { remembered } from './remembered';
import type { ReplicaEstimate } from './replica-estimate';
import type { ReplicaSpec } from './replica-spec';
import type { ReplicaSupply } from './replica-supply';

/**
 * What one replica can hold, as a plan counts it. For the best guess at what the engine will report, see `estimateReplica`. Unknown facts count as zero
 * and are named in `missing`.
 */
export const sizeReplica: (spec: ReplicaSpec) => ReplicaSupply = remembered((model, spec) => model.supply(spec));

/**
 * The best guess at what the engine will report when it starts, with its band; a plan sets more aside (`sizeReplica`).
 */
export const estimateReplica: (spec: ReplicaSpec) => ReplicaEstimate = remembered((model, spec) => model.estimate(spec));

/** How keys and values lie on one GPU of the replica, all pipeline stages together. */
export const replicaLayout: (spec: ReplicaSpec) => KvLayout = remembered((model, spec) => model.layout(spec));
