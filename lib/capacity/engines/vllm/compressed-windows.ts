/** What a sequence of a model with compressed attention holds beside its compressed entries (vllm/models/deepseek_v4, wheel 0.33.0). */
import type { ModelFacts } from '../../../catalog/model-facts';
import type { CompressedAttentionFacts } from '../../../catalog/weight-detail';

/** Bytes of a token of the window in the layout of the engine, and of a value in the state of a compressor. */
const ENTRY_BYTES = 584;
const STATE_BYTES = 4;

/**
 * What groups and pages of the engine add to the windows: a request of 30,000 tokens with batches of 16,384 asked for 6.66 GiB, and 5.44 GiB held 13,528
 * tokens (DeepSeek-V4-Flash on two GH200, vLLM 0.22, vllm#44376). Fitted on these two figures.
 */
const PADDING = 1.33;

/** The same as the engine reserves it. */
export const reservedWindowBytesPerToken = (facts: ModelFacts, detail: CompressedAttentionFacts): number =>
  PADDING * windowBytesPerToken(facts, detail);

/**
 * Bytes of one token that a sequence holds only for its window and the batch that is computed: plain entries of every layer, and values and scores of the
 * compressors in fp32.
 */
export function windowBytesPerToken({ layers, headDim }: ModelFacts, detail: CompressedAttentionFacts): number {
  const state = 2 * STATE_BYTES;
  const width = headDim ?? 0;
  const indexed = detail.indexedLayers * 2 * (width + detail.indexer.headDim);
  return (layers ?? 0) * ENTRY_BYTES + state * (indexed + detail.compressedLayers * width);
}
