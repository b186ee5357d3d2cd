/** What one pod of a pool takes from its node: GPUs of all stages and copies, host memory, shared memory. */
import { gpusOfReplica } from '../capacity/gpus-of-replica';
import type { ReplicaSpec } from '../capacity/replica-spec';
import { memoryGiB } from '../core/memory-quantity';

/** Engine processes need about this much host memory per GPU; assumed. */
const HOST_GIB_PER_GPU = 32;
const CPUS_PER_GPU = 4;

/** Copies of the attention layers in one pod; each is a replica to the capacity engine. */
export const copiesOf = ({ dataParallel }: ReplicaSpec): number => dataParallel ?? 1;

export const gpusOfPod = (replica: ReplicaSpec): number => gpusOfReplica(replica) * copiesOf(replica);

/** Host memory for KV blocks, GiB: every copy keeps its own. */
export const kvOffloadOfPod = (replica: ReplicaSpec): number => (replica.kvOffloadGiB ?? 0) * copiesOf(replica);

/** Weights and KV blocks in host memory, GiB. */
export const offloadedGiB = (replica: ReplicaSpec): number => (replica.cpuOffloadGiB ?? 0) * gpusOfPod(replica) + kvOffloadOfPod(replica);

export interface PodResources {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

export const cpuOfPod = (replica: ReplicaSpec, given?: PodResources): string => given?.cpu ?? String(CPUS_PER_GPU * gpusOfPod(replica));

/** Memory of the pod, with what is kept in host memory on top. */
export function memoryOfPod(replica: ReplicaSpec, given?: PodResources): string {
  const own = given?.memory ?? `${HOST_GIB_PER_GPU * gpusOfPod(replica)}Gi`;
  const offloaded = offloadedGiB(replica);
  const ownGiB = memoryGiB(own);
  return offloaded === 0 || ownGiB === null ? own : `${Math.ceil(ownGiB + offloaded)}Gi`;
}
