/** Matrices of compressed attention (vllm/models/deepseek_v4, wheel 0.33.0). */
import type { ModelFacts } from '../../catalog/model-facts';
import type { CompressedAttentionFacts } from '../../catalog/weight-detail';
import type { TensorGroup } from './tensor-group';

const dim = (value: number | null): number => value ?? 0;

/** Down-projections and the indexer are whole on every rank; compressors and the mixers of the residual streams stay in 16 bit. */
export function compressedAttentionGroups(facts: ModelFacts, detail: CompressedAttentionFacts): TensorGroup[] {
  const [layers, hidden, heads, width] = [dim(facts.layers), dim(facts.hiddenSize), dim(facts.attentionHeads), dim(facts.headDim)];
  const up = detail.qLoraRank * heads * width + heads * width * detail.oLoraRank + detail.outputGroups * detail.oLoraRank * hidden;
  const indexer = detail.qLoraRank * detail.indexer.heads * detail.indexer.headDim;
  const small = compressors(detail, hidden, width) + detail.indexedLayers * hidden * detail.indexer.heads + mixers(layers, hidden, detail);
  return [
    { name: 'latent down-projections', elements: layers * hidden * (detail.qLoraRank + width), shard: 'copied', kind: 'attention' },
    { name: 'latent up-projections', elements: layers * up, shard: 'split', kind: 'attention' },
    { name: 'indexer', elements: detail.indexedLayers * indexer, shard: 'copied', kind: 'attention' },
    { name: 'compressors and mixers', elements: small, shard: 'copied', kind: null },
  ];
}

/** Values and gates; over two windows where every fourth token has an entry, once more for the keys of the indexer. */
function compressors({ indexedLayers, compressedLayers, indexer }: CompressedAttentionFacts, hidden: number, width: number): number {
  return indexedLayers * 4 * hidden * (width + indexer.headDim) + compressedLayers * 2 * hidden * width;
}

/** Before attention and before the feed-forward block of every layer. */
const mixers = (layers: number, hidden: number, { streams }: CompressedAttentionFacts): number =>
  layers * 2 * (2 + streams) * streams * streams * hidden;
