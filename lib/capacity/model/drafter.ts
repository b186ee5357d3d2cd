/** What a drafter of speculative decoding takes on one rank: its weights and the keys and values it keeps for every token. */
import { toGiB } from '../../core/units';
import type { Drafter, ReplicaSpec } from '../replica-spec';
import { kvLayout } from './kv-layout';
import type { Stage } from './stages';
import { attentionLayers } from './tensors';
import { weightsOnRank } from './weights';

export interface DrafterShare {
  readonly weightsGiB: number;
  /** Bytes of one token on one GPU. */
  readonly kvBytesPerToken: number;
  /** What the vocabulary of the drafter adds where the engine does not share it, and the larger rejection sampler, GiB. */
  readonly bandGiB: number;
  readonly missing: readonly string[];
}

/** No drafter, or a stage that does not hold it. */
export const NO_DRAFTER: DrafterShare = { weightsGiB: 0, kvBytesPerToken: 0, bandGiB: 0, missing: [] };
/** A stage between two others holds layers and no vocabulary. */
const layersOnly = (share: number): Stage => ({ index: 1, count: 3, share });
const SIXTEEN_BIT = 2;
/** The rejection sampler holds the logits of the drafted token beside those of the target, in 16 bit and in fp32 (vllm/v1/worker/gpu_model_runner.py `_dummy_sampler_run`). */
const REJECTION_BYTES = 12;

export function drafterOnRank(spec: ReplicaSpec, maxNumSeqs: number): DrafterShare {
  if (spec.drafter === undefined) return NO_DRAFTER;
  const share = shareOf(spec, spec.drafter);
  const sampler = toGiB(maxNumSeqs * (spec.model.facts.vocabSize ?? 0) * REJECTION_BYTES);
  return { ...share, bandGiB: share.bandGiB + sampler };
}

function shareOf(spec: ReplicaSpec, drafter: Drafter): DrafterShare {
  switch (drafter.kind) {
    case 'sized':
      return { ...NO_DRAFTER, weightsGiB: drafter.weightsGiB, kvBytesPerToken: drafter.kvBytesPerToken };
    case 'model':
      return ofModel(spec, drafter.model);
    case 'head':
      return ofHead(spec, drafter.model, drafter.ownVocabulary ?? 0);
    case 'own-layers':
      return ofOwnLayers(spec, drafter.layers);
  }
}

function ofModel(spec: ReplicaSpec, { facts }: ReplicaSpec['model']): DrafterShare {
  const weights = weightsOnRank(input(spec, facts, { index: 0, count: 1, share: 1 }));
  const layout = kvLayout(facts, spec.rareKvCacheDtype ?? spec.kvCacheDtype, spec.tensorParallel);
  return {
    weightsGiB: (weights.perGpuGiB ?? 0) + weights.tablesGiB,
    kvBytesPerToken: layout.bytesPerToken,
    bandGiB: 0,
    missing: [...weights.missing, ...layout.missing].map((name) => `drafter: ${name}`),
  };
}

/** Its layers, and the projection of the hidden states of three layers of the target onto one. The vocabulary may or may not be shared. */
function ofHead(spec: ReplicaSpec, { facts }: ReplicaSpec['model'], ownVocabulary: number): DrafterShare {
  const weights = weightsOnRank(input(spec, facts, layersOnly(1)));
  const layout = kvLayout(facts, spec.rareKvCacheDtype ?? spec.kvCacheDtype, spec.tensorParallel);
  const projection = toGiB(3 * (facts.hiddenSize ?? 0) ** 2 * SIXTEEN_BIT);
  const words = toGiB((ownVocabulary * (facts.hiddenSize ?? 0) * SIXTEEN_BIT) / spec.tensorParallel);
  return {
    weightsGiB: (weights.perGpuGiB ?? 0) + projection + words,
    kvBytesPerToken: layout.bytesPerToken,
    bandGiB: vocabularyGiB(spec),
    missing: [...weights.missing, ...layout.missing].map((name) => `drafter: ${name}`),
  };
}

/** Layers like those of the model, each with a projection of two hidden states onto one. */
function ofOwnLayers(spec: ReplicaSpec, layers: number): DrafterShare {
  const { facts } = spec.model;
  const weights = weightsOnRank(input(spec, facts, layersOnly(layers / (facts.layers ?? 1))));
  const layout = kvLayout(facts, spec.rareKvCacheDtype ?? spec.kvCacheDtype, spec.tensorParallel);
  const projection = toGiB(layers * 2 * (facts.hiddenSize ?? 0) ** 2 * SIXTEEN_BIT);
  return {
    weightsGiB: (weights.perGpuGiB ?? 0) + projection,
    kvBytesPerToken: (layout.bytesPerToken * layers) / Math.max(1, attentionLayers(facts)),
    bandGiB: 2 * vocabularyGiB(spec),
    missing: weights.missing,
  };
}

const vocabularyGiB = ({ model: { facts }, tensorParallel }: ReplicaSpec) =>
  toGiB(((facts.vocabSize ?? 0) * (facts.hiddenSize ?? 0) * SIXTEEN_BIT) / tensorParallel);

const input = ({ tensorParallel }: ReplicaSpec, facts: ReplicaSpec['model']['facts'], stage: Stage) => ({
  facts,
  quantization: 'checkpoint' as const,
  tensorParallel,
  expertRanks: tensorParallel,
  stage,
});
