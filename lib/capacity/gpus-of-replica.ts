import type { ReplicaSpec } from './replica-spec';

/** GPUs of one replica: every pipeline stage is a tensor-parallel group, and every data-parallel copy of the attention a replica of its own. */
export const gpusOfReplica = (spec: ReplicaSpec): number => spec.tensorParallel * (spec.pipelineParallel ?? 1);

/** Copies of the attention layers that one pod holds; each is a replica to the accounting. */
export const copiesOf = ({ dataParallel }: ReplicaSpec): number => dataParallel ?? 1;

/** GPUs of one pod: those of all its copies. */
export const gpusOfPod = (spec: ReplicaSpec): number => gpusOfReplica(spec) * copiesOf(spec);
