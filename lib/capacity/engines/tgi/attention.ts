import type { ReplicaSpec } from '../../replica-spec';

/** Kernels by which TGI attends. */
export type TgiAttention = 'flashinfer' | 'flashdecoding' | 'paged';

/** Widths of heads that FlashInfer has kernels for there. */
const FLASHINFER_HEADS: ReadonlySet<number> = new Set([64, 128, 256]);
const AMPERE = 8;

/**
 * What the launcher takes (`resolve_attention` in launcher/src/main.rs at huggingface/text-generation-inference@db931fcf, read 2026-12-01): FlashInfer where it knows the
 * width of the heads, for other widths and for DeepSeek's latents an older kernel.
 */
export function tgiAttention({ model, gpu }: Pick<ReplicaSpec, 'model' | 'gpu'>): TgiAttention {
  const { headDim, mla } = model.facts;
  if (mla === null && headDim !== null && FLASHINFER_HEADS.has(headDim)) return 'flashinfer';
  return (gpu.facts.computeCapability ?? 0) >= AMPERE ? 'flashdecoding' : 'paged';
}

/** `BLOCK_SIZE` in server/text_generation_server/models/globals.py at the same commit. */
export const TGI_BLOCK_TOKENS: Readonly<Record<TgiAttention, number>> = { flashinfer: 1, flashdecoding: 256, paged: 16 };
