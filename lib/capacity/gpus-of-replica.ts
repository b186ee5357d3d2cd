import type { ReplicaSpec } from './replica-spec';

/** GPUs of one replica: every pipeline stage is a tensor-parallel group, and every data-parallel copy of the attention a replica of its own. */
export const gpusOfReplica = (spec: ReplicaSpec): number => spec.tensorParallel * (spec.pipelineParallel ?? 1);
