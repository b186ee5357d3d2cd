/** What one pod of a pool asks of its node, as Kubernetes writes it. */
import { gpusOfPod } from '../capacity/gpus-of-replica';
import { hostMemoryOf, PROCESSES_GIB_PER_GPU } from '../capacity/host-memory';
import type { ReplicaSpec } from '../capacity/replica-spec';
import { memoryGiB } from '../core/memory-quantity';
import { type NodeShare, nodeShare } from './node-share';
import type { PoolView } from './pool-view';

const CPUS_PER_GPU = 4;
/** Below this much for each GPU a default is no help: the processes of an engine take as much before they hold anything. Assumed. */
const LEAST_GIB_PER_GPU = 4;

/** What a pod asks for by default: the usual for its GPUs, and no more than their part of a node that is known. */
export function defaultCpu(gpus: number, { cpu }: NodeShare): number {
  const usual = CPUS_PER_GPU * gpus;
  return cpu === null ? usual : Math.max(1, Math.min(usual, cpu));
}

/** @param besideGiB what the pod keeps in memory for certain, beside its processes */
export function defaultMemoryGiB(gpus: number, { memoryGiB: share }: NodeShare, besideGiB = 0): number {
  const usual = PROCESSES_GIB_PER_GPU * gpus;
  return share === null ? usual : Math.min(usual, Math.max(LEAST_GIB_PER_GPU * gpus, share - Math.ceil(besideGiB)));
}

/** Of a pool, what its pods are made of. */
export type ShapedPool = Pick<PoolView, 'replica' | 'nodes'> & { readonly spec: Pick<PoolView['spec'], 'resources'> };

export const cpuOfPod = (pool: ShapedPool): string =>
  pool.spec.resources?.cpu ?? String(defaultCpu(gpusOfPod(pool.replica), shareOf(pool)));

/** Memory of the pod, with what is kept in host memory on top. */
export function memoryOfPod(pool: ShapedPool): string {
  const { replica, spec } = pool;
  const given = spec.resources?.memory;
  const ownGiB = given === undefined ? processesGiB(pool) : memoryGiB(given);
  const offloaded = offloadedGiB(replica);
  return given !== undefined && (ownGiB === null || offloaded === 0) ? given : `${Math.ceil((ownGiB ?? 0) + offloaded)}Gi`;
}

/** Memory of the processes where the user does not say it, GiB. */
export const processesGiB = (pool: ShapedPool): number =>
  defaultMemoryGiB(gpusOfPod(pool.replica), shareOf(pool), offloadedGiB(pool.replica));

/** Weights and KV blocks in host memory, GiB. */
export function offloadedGiB(replica: ReplicaSpec): number {
  const { weightsGiB, kvCacheGiB } = hostMemoryOf(replica);
  return weightsGiB + kvCacheGiB;
}

const shareOf = ({ nodes, replica }: ShapedPool): NodeShare => nodeShare(nodes.nodePools, gpusOfPod(replica));
