/** The dimensions without which weights cannot be summed, by the names that `Model.custom()` takes. */
import type { ModelFacts } from '../../catalog/model-facts';

export function missingDimensions(facts: ModelFacts): readonly string[] {
  return [...base(facts), ...attention(facts), ...feedForward(facts), ...tower(facts)];
}

function base(facts: ModelFacts): string[] {
  return (['layers', 'hiddenSize', 'vocabSize', 'tiedEmbeddings', 'attentionHeads'] as const).filter((name) => facts[name] === null);
}

function attention(facts: ModelFacts): string[] {
  const { mla, linearState } = facts;
  if (facts.attentionKind === 'compressed')
    return facts.weightDetail?.compressedAttention === undefined ? ['dimensions of the compressed attention'] : [];
  if (linearState !== null && Object.keys(linearState.dimensions).length === 0) return ['linearState.dimensions'];
  if (mla === null) return (['kvHeads', 'headDim'] as const).filter((name) => facts[name] === null);
  const needed = ['kvLoraRank', 'qkRopeHeadDim', 'qkNopeHeadDim', 'vHeadDim'] as const;
  return needed.filter((name) => mla[name] === null).map((name) => `mla.${name}`);
}

function feedForward({ moe, intermediateSize, linearState }: ModelFacts): string[] {
  if (moe === null) return intermediateSize === null && linearState?.mlpLayers !== 0 ? ['intermediateSize'] : [];
  const needed = ['experts', 'activeExperts', 'expertIntermediateSize'] as const;
  return needed.filter((name) => moe[name] === null).map((name) => `moe.${name}`);
}

const tower = ({ weightDetail }: ModelFacts): string[] => (weightDetail?.towerParams === null ? ['weightDetail.towerParams'] : []);
