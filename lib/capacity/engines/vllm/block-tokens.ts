/**
 * Tokens of a KV block by the attention backend that vLLM takes on a card: the smallest size that its kernels have, from 16 on (`get_preferred_block_size` and
 * `get_supported_kernel_block_sizes` in vllm/v1/attention, priorities in vllm/platforms/cuda.py; wheels 0.22.1 to 0.33.0).
 */
import { KV_BLOCK_TOKENS } from '../../model/kv-layout';
import type { ReplicaSpec } from '../../replica-spec';

/** Compressed attention (DeepSeek V4: v1/attention/backends/mla/sparse_swa.py). */
const COMPRESSED = 256;
/** Kernels of sparse latent attention and of its indexer. */
const SPARSE_LATENT = 64;
/** FLASHINFER_MLA has 32 and 64; it comes first on data-centre Blackwell alone. Hopper takes FLASH_ATTN_MLA, others TRITON_MLA, which have 16. */
const BLACKWELL_LATENT = 32;

/** Of a model without linear layers: there a block is as large as a state. */
export function blockTokens({ model, gpu }: Pick<ReplicaSpec, 'model' | 'gpu'>): number {
  const { attentionKind, mla } = model.facts;
  if (attentionKind === 'compressed') return COMPRESSED;
  if (mla?.indexer != null) return SPARSE_LATENT;
  const isDataCentre = Math.floor(gpu.facts.computeCapability ?? 0) === 10;
  return mla !== null && isDataCentre ? BLACKWELL_LATENT : KV_BLOCK_TOKENS;
}
