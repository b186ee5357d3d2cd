/** KV cache of one token by attention kind. KV heads fewer than ranks are copied; a latent (MLA) is whole on every rank. */
import type { ModelFacts } from '../../catalog/model-facts';
import type { KvCacheDtype } from '../types';
import { kvFormat } from './number-formats';

export interface KvLaw {
  /** Bytes of one token on one GPU; 0 when the model keeps no KV cache, null when a dimension is unknown. */
  readonly bytesPerTokenPerGpu: number | null;
  /** How it comes about, over the whole replica. */
  readonly formula: string;
  readonly missing: readonly string[];
}

export function kvLaw(facts: ModelFacts, dtype: KvCacheDtype, tensorParallel: number): KvLaw {
  if (facts.attentionKind === 'encoder') return { bytesPerTokenPerGpu: 0, formula: 'encoder: no KV cache', missing: [] };
  return facts.mla === null ? headLaw(facts, dtype, tensorParallel) : latentLaw(facts, facts.mla, dtype);
}

function headLaw(facts: ModelFacts, dtype: KvCacheDtype, tensorParallel: number): KvLaw {
  const layers = facts.linearState?.attentionLayers ?? facts.layers;
  const { kvHeads, headDim } = facts;
  if (layers === null || kvHeads === null || headDim === null) return unknown({ layers, kvHeads, headDim });
  const format = kvFormat(dtype, facts);
  const headsPerGpu = Math.max(1, Math.ceil(kvHeads / tensorParallel));
  const copies = headsPerGpu * tensorParallel > kvHeads ? ` (${headsPerGpu} on each of ${tensorParallel} GPUs)` : '';
  return {
    bytesPerTokenPerGpu: 2 * layers * headsPerGpu * headDim * format.bytes,
    formula: `${layers} layers × ${kvHeads} KV heads${copies} × ${headDim} × 2 × ${format.name}`,
    missing: [],
  };
}

function latentLaw(facts: ModelFacts, mla: NonNullable<ModelFacts['mla']>, dtype: KvCacheDtype): KvLaw {
  const { kvLoraRank, qkRopeHeadDim } = mla;
  const layers = facts.linearState?.attentionLayers ?? facts.layers;
  if (layers === null || kvLoraRank === null || qkRopeHeadDim === null) return unknown({ layers, kvLoraRank, qkRopeHeadDim });
  const format = kvFormat(dtype, facts);
  return {
    bytesPerTokenPerGpu: layers * (kvLoraRank + qkRopeHeadDim) * format.bytes,
    formula: `${layers} layers × (${kvLoraRank} latent + ${qkRopeHeadDim} rope) × ${format.name}, on every GPU`,
    missing: [],
  };
}

function unknown(dimensions: Readonly<Record<string, number | null>>): KvLaw {
  const missing = Object.entries(dimensions).flatMap(([name, value]) => (value === null ? [name] : []));
  return { bytesPerTokenPerGpu: null, formula: 'unknown', missing };
}
