/** Facts of gpt-oss. Figures follow each model's `config.json`; the sources are in the row. */
import { KV_FORMULAS } from './kv-formulas';
import type { ModelRow } from './model-row';
import { aic, KAITO, LOADED_ON_H100 } from './sources';

export const GPT_OSS_MODELS: readonly ModelRow[] = [
  {
    id: 'gpt-oss-20b',
    huggingFaceId: 'openai/gpt-oss-20b',
    family: 'gpt-oss',
    params: { total: 20.91, active: 3.61, computedTotal: 20.908, computedActive: 4.186 },
    attention: { kind: 'GQA', layers: 24, heads: 64, kvHeads: 8, headDim: 64 },
    attentionDetail: 'GQA + sliding window',
    size: { hidden: 2880, intermediate: 2880, vocab: 201_088, tiedEmbeddings: false },
    moe: { experts: 32, activeExperts: 4, sharedExperts: 0, expertIntermediateSize: 2880, moeLayers: 24 },
    slidingWindow: { windowTokens: 128, slidingLayers: 12, fullLayers: 12, pattern: 'alternating sliding/full' },
    kvBytes: { allLayersPerToken: 49152, fullLayersPerToken: 24576, slidingCapPerSequence: 3_145_728, formula: KV_FORMULAS.windows },
    context: { max: 131_072, native: 131_072 },
    weights: {
      dtype: 'bf16',
      storedAs: 'mxfp4 experts + bf16',
      quantization: 'mxfp4',
      quantizationDetail: 'mxfp4 (experts only; attention, router, embeddings bf16)',
      expertQuantization: 'mxfp4',
    },
    loadedWeights: { quantization: 'mxfp4', gib: 13.47, provenance: LOADED_ON_H100 },
    license: 'apache-2.0',
    evidence: { row: 'found', architecture: 'found', params: 'known', license: 'known' },
    sources: [aic('openai--gpt-oss-20b'), KAITO],
    notes:
      'kaito file sizes (25.63/121.54 GiB) count duplicate weight files; the servable checkpoint is about 12.8/60.8 GiB (known). Attention has biases and sinks.',
  },
  {
    id: 'gpt-oss-120b',
    huggingFaceId: 'openai/gpt-oss-120b',
    family: 'gpt-oss',
    params: { total: 116.83, active: 5.13, computedTotal: 116.789, computedActive: 5.71 },
    attention: { kind: 'GQA', layers: 36, heads: 64, kvHeads: 8, headDim: 64 },
    attentionDetail: 'GQA + sliding window',
    size: { hidden: 2880, intermediate: 2880, vocab: 201_088, tiedEmbeddings: false },
    moe: { experts: 128, activeExperts: 4, sharedExperts: 0, expertIntermediateSize: 2880, moeLayers: 36 },
    slidingWindow: { windowTokens: 128, slidingLayers: 18, fullLayers: 18, pattern: 'alternating sliding/full' },
    kvBytes: { allLayersPerToken: 73728, fullLayersPerToken: 36864, slidingCapPerSequence: 4_718_592, formula: KV_FORMULAS.windows },
    context: { max: 131_072, native: 131_072 },
    weights: {
      dtype: 'bf16',
      storedAs: 'mxfp4 experts + bf16',
      quantization: 'mxfp4',
      quantizationDetail: 'mxfp4 (experts only; attention, router, embeddings bf16)',
      expertQuantization: 'mxfp4',
    },
    loadedWeights: { quantization: 'mxfp4', gib: 64.38, provenance: LOADED_ON_H100 },
    license: 'apache-2.0',
    evidence: { row: 'found', architecture: 'found', params: 'known', license: 'known' },
    sources: [aic('openai--gpt-oss-120b'), KAITO],
    notes:
      'kaito file sizes (25.63/121.54 GiB) count duplicate weight files; the servable checkpoint is about 12.8/60.8 GiB (known). Attention has biases and sinks.',
  },
];
