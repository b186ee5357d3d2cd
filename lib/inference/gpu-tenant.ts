/** What takes GPUs of a cluster and competes for them: pools, and tools on GPUs that are no language models. */
import { takenShare } from '../capacity/gpu-sharing';
import type { GpuServiceView } from './gpu-service-view';
import type { PoolView } from './pool-view';

/** A pool or a tool on GPUs, as the rules of nodes, quotas, prices and shared cards see it. */
export type GpuTenant = PoolView | GpuServiceView;

export const isPool = (tenant: GpuTenant): tenant is PoolView => 'engine' in tenant;

/** In messages. */
export const kindOf = (tenant: GpuTenant): string => (isPool(tenant) ? 'pool' : 'GPU service');

/** User that its process runs as. */
export const userOf = (tenant: GpuTenant): number => (isPool(tenant) ? tenant.adapter.runAs.user : tenant.user);

/** Prop by which the user says what it takes of a card. */
export const shareProp = (tenant: GpuTenant): string => (isPool(tenant) ? 'gpuMemoryUtilization' : 'memoryGiBPerGpu');

/** Share of the memory of a card that it takes, 0 … 1; of a tool of which nobody says it, 0 (AF-ENG-071 asks for it). */
export function shareOf(tenant: GpuTenant): number {
  if (isPool(tenant)) return takenShare(tenant.replica).utilization;
  const { reportedMemoryGiB } = tenant.spec.gpu;
  return tenant.heldGiB === null || reportedMemoryGiB === null ? 0 : Number((tenant.heldGiB / reportedMemoryGiB).toFixed(4));
}
