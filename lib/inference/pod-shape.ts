/** What one pod of a pool asks of its node, as Kubernetes writes it. */
import { gpusOfPod } from '../capacity/gpus-of-replica';
import { hostMemoryOf } from '../capacity/host-memory';
import type { ReplicaSpec } from '../capacity/replica-spec';
import { memoryGiB } from '../core/memory-quantity';

const CPUS_PER_GPU = 4;

export interface PodResources {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

export const cpuOfPod = (replica: ReplicaSpec, given?: PodResources): string => given?.cpu ?? String(CPUS_PER_GPU * gpusOfPod(replica));

/** Memory of the pod, with what is kept in host memory on top. */
export function memoryOfPod(replica: ReplicaSpec, given?: PodResources): string {
  const ownGiB = given?.memory === undefined ? undefined : memoryGiB(given.memory);
  const { processesGiB, totalGiB } = hostMemoryOf(replica, ownGiB ?? undefined);
  return given?.memory !== undefined && (ownGiB === null || totalGiB === processesGiB) ? given.memory : `${Math.ceil(totalGiB)}Gi`;
}

/** Weights and KV blocks in host memory, GiB. */
export function offloadedGiB(replica: ReplicaSpec): number {
  const { weightsGiB, kvCacheGiB } = hostMemoryOf(replica);
  return weightsGiB + kvCacheGiB;
}
