/**
 * Tokens of a page by the attention backend that SGLang takes on a card (`_page_size_default`, `_mla_backend_page_constraints` and `get_default_attn_backend` in
 * sglang/srt/arg_groups, model_overrides for DeepSeek; wheel 0.5.23).
 */
import type { ReplicaSpec } from '../../replica-spec';

/** FlashAttention 3, FlashInfer and Triton keep single tokens. */
const SINGLE = 1;
/** Kernels of TensorRT-LLM on data-centre Blackwell, and those of sparse latent attention. */
const PAGED = 64;
/** Compressed attention (DeepSeek V4). */
const COMPRESSED = 256;

export function pageTokens({ model, gpu }: Pick<ReplicaSpec, 'model' | 'gpu'>): number {
  const { attentionKind, mla } = model.facts;
  if (attentionKind === 'compressed') return COMPRESSED;
  return mla?.indexer != null || Math.floor(gpu.facts.computeCapability ?? 0) === 10 ? PAGED : SINGLE;
}
