import type { ReplicaSpec } from '../../replica-spec';
import type { AttentionNeed } from '../attention-need';

/** Capabilities of 9, 10 and 12: FlashMLA, FlashAttention and FlashInfer have such kernels, Triton has none. */
const HOPPER = 9;

/**
 * `supports_compute_capability` of the backends of sparse latents (v1/attention/backends/mla/*_sparse*.py) and of DeepSeek V4 (models/deepseek_v4/sparse_mla.py,
 * models/deepseek_v4/nvidia/flashinfer_sparse.py) in the wheels 0.30.0 and 0.32.0, read 2026-12-01. Other attention has kernels for every card from Ampere on.
 */
export function vllmAttentionNeed({ model, gpu }: Pick<ReplicaSpec, 'model' | 'gpu'>): AttentionNeed | null {
  // ROCm has kernels of its own (rocm_aiter_mla_sparse.py), whose cards were not read.
  if (gpu.facts.vendor !== 'NVIDIA') return null;
  const { attentionKind, mla } = model.facts;
  if (attentionKind === 'compressed') return { attention: 'compressed attention', from: HOPPER, olderRefused: true };
  return mla?.indexer == null ? null : { attention: 'sparse latent attention', from: HOPPER, olderRefused: true };
}
