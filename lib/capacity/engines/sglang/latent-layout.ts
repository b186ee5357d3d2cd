import type { ReplicaSpec } from '../../replica-spec';
import { atLeast, type SglangRelease } from './release';

/**
 * How a token of sparse latent attention is kept: on Blackwell fp8 throughout unless 16 bit is asked for, elsewhere as the format says
 * (`_dsa_kv_cache_dtype_default` and `calculate_mla_kv_cache_dim` of the wheel 0.5.23; earlier ones were not read, so the larger layout stands there).
 */
export function latentLayoutOf({ gpu, kvCacheDtype, latentLayout }: ReplicaSpec, release: SglangRelease | null): Partial<ReplicaSpec> {
  const isRead = release !== null && atLeast(release, [0, 5, 23]);
  const isBlackwell = Math.floor(gpu.facts.computeCapability ?? 0) === 10;
  if (!isRead || !isBlackwell || latentLayout !== undefined) return {};
  return kvCacheDtype === 'fp8' || kvCacheDtype === 'auto' ? { latentLayout: 'plain' } : {};
}
