import type { ReplicaSpec } from './replica-spec';

/** How many GPUs work together as one, and how. */
export type GpuSpread = Pick<ReplicaSpec, 'tensorParallel' | 'pipelineParallel' | 'dataParallel' | 'nodes'>;

/** GPUs of one replica: every pipeline stage is a tensor-parallel group, and every data-parallel copy of the attention a replica of its own. */
export const gpusOfReplica = (spec: GpuSpread): number => spec.tensorParallel * (spec.pipelineParallel ?? 1);

/** Copies of the attention layers that one pod holds; each is a replica to the accounting. */
export const copiesOf = ({ dataParallel }: GpuSpread): number => dataParallel ?? 1;

/** GPUs of one replica with all its copies, on however many nodes. */
export const gpusInAll = (spec: GpuSpread): number => gpusOfReplica(spec) * copiesOf(spec);

/** Nodes, and so pods, of one replica. */
export const nodesOf = ({ nodes }: GpuSpread): number => nodes ?? 1;

/** GPUs of one pod: its part of them. */
export const gpusOfPod = (spec: GpuSpread): number => gpusInAll(spec) / nodesOf(spec);

/** A tensor-parallel group is larger than the part of a node, so every layer waits for the network. */
export const tensorSpansNodes = (spec: GpuSpread): boolean => spec.tensorParallel > gpusOfPod(spec);
