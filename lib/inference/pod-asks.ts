/** What a pod on GPUs asks of its node beside them, as numbers. */
import { amountOf } from '../core/kubernetes/quantity-amount';
import { memoryGiB } from '../core/memory-quantity';
import { onceForEach } from '../core/once';
import { type GpuTenant, isPool } from './gpu-tenant';
import { cpuOfPod, memoryOfPod } from './pod-shape';
import type { PoolView } from './pool-view';
import { weightsOf } from './serving';
import { foldersGiB, prunerAsks } from './serving-pod';

/** CPUs, and GiB of memory and disk; null where it is not known. */
export interface PodAsks {
  readonly cpu: number | null;
  readonly memoryGiB: number | null;
  readonly diskGiB: number | null;
}

/** Each bound of each resource asks for the same ones. */
export const asksOf = onceForEach((tenant: GpuTenant): PodAsks => {
  if (isPool(tenant)) return asksOfPool(tenant);
  const { resources, spec } = tenant;
  return {
    cpu: cpus(resources.cpu),
    memoryGiB: memoryGiB(resources.memory),
    diskGiB: spec.scratchGiB === undefined ? null : spec.scratchGiB + 1,
  };
});

function asksOfPool(pool: PoolView): PodAsks {
  const pruners = prunerAsks(inFolders(pool));
  const memory = memoryGiB(memoryOfPod(pool));
  const cpu = cpus(cpuOfPod(pool));
  return {
    cpu: cpu === null ? null : cpu + pruners.cpu,
    memoryGiB: memory === null ? null : memory + pruners.memoryGiB,
    diskGiB: diskAsksGiB(pool),
  };
}

/** Null where the size of weights that lie on the node is not known. */
export function diskAsksGiB(pool: PoolView): number | null {
  const weights = weightsOf(pool);
  const weightsGiB = weights.kind === 'ephemeral' ? weights.sizeGiB : 0;
  return weightsGiB === null ? null : Math.ceil(weightsGiB + foldersGiB(inFolders(pool)));
}

const inFolders = (pool: PoolView) => ({ ...pool, hasOwnSharedMemory: pool.nodes.sharing?.strategy !== 'mps' });

const cpus = (quantity: string): number | null => {
  const thousandths = amountOf(quantity);
  return thousandths === null ? null : Number(thousandths) / 1_000;
};
