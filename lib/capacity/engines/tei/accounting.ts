/**
 * Text Embeddings Inference: weights in 16 bit and the largest batch. It keeps nothing between requests, decoders that embed included, so what is left
 * is free. Read at huggingface/text-embeddings-inference v1.9.3 (backends/candle); compared with no start-up.
 */
import { toGiB } from '../../../core/units';
import type { ReplicaSpec } from '../../replica-spec';
import type { Accounting } from '../accounting';
import { contextGiB } from '../vllm/non-torch';

const BYTES = 2;
/** Copies of a token's hidden state that one layer holds at once: input, residual, queries, keys, values, output. */
const HIDDEN_COPIES = 6;
/** Copies of the feed-forward layer: gate, up, product. */
const INTERMEDIATE_COPIES = 3;
/** The images for cards before this compute capability have no flash attention: scores of every pair of tokens are written out, twice. */
const FLASH_FROM = 8;
const SCORE_COPIES = 2;

export function tei(): Accounting {
  return {
    budget: ({ physical }) => physical.perGpuGiB - contextGiB(1),
    weights: (_, spec) => weightsGiB(spec),
    unknownWeights: 'size of a model that embeds or reranks: the engine generates nothing',
    kvCache: ({ budget, weights }, { maxNumBatchedTokens }, spec) => budget - weights - batchGiB(spec, maxNumBatchedTokens),
    // The allocator keeps what a batch has used, in blocks that are not documented.
    bandGiB: () => 1,
  };
}

function weightsGiB({ model: { facts }, tensorParallel }: ReplicaSpec): number | null {
  if (facts.kind === 'llm') return null;
  return facts.paramsTotalB === null ? null : toGiB((facts.paramsTotalB * 1e9 * BYTES) / tensorParallel);
}

/** One layer at the largest batch; layers run one after the other. */
function batchGiB({ model: { facts }, gpu, maxContextTokens }: ReplicaSpec, tokens: number): number {
  const [hidden, intermediate] = [facts.hiddenSize ?? 0, facts.intermediateSize ?? 0];
  const flash = (gpu.facts.computeCapability ?? 0) >= FLASH_FROM;
  const scores = flash ? 0 : SCORE_COPIES * (facts.attentionHeads ?? 0) * Math.min(maxContextTokens, tokens);
  return toGiB(BYTES * tokens * (HIDDEN_COPIES * hidden + INTERMEDIATE_COPIES * intermediate + scores));
}
