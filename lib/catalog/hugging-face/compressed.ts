/** Compressed attention of a `config.json` (DeepSeek V4): several tokens share an entry, and layers differ in how many. */

import type { KvBytesFacts } from '../model-facts';
import { KV_FORMULAS } from '../models/kv-formulas';
import type { CompressedAttentionFacts } from '../weight-detail';
import { type JsonObject, numberAt } from './json';

/** vLLM's entry in its own fp8 layout: fp8 latents, rotary values in 16 bit, scales. */
const FP8_ENTRY_BYTES = 584;
/** An fp4 key of the sparse indexer, which only layers of ratio 4 have. */
const INDEXER_ENTRY_BYTES = 64;
const INDEXED_RATIO = 4;

/** Null where a dimension is missing; the answer then names it. */
export function compressedAttention(text: JsonObject, layers: number | null): CompressedAttentionFacts | null {
  const ratios = text['compress_ratios'];
  const told = {
    qLoraRank: numberAt(text, 'q_lora_rank'),
    oLoraRank: numberAt(text, 'o_lora_rank'),
    outputGroups: numberAt(text, 'o_groups'),
    heads: numberAt(text, 'index_n_heads'),
    headDim: numberAt(text, 'index_head_dim'),
  };
  const { qLoraRank, oLoraRank, outputGroups, heads, headDim } = told;
  if (!Array.isArray(ratios) || layers === null) return null;
  if (qLoraRank === null || oLoraRank === null || outputGroups === null || heads === null || headDim === null) return null;
  const own = ratios.slice(0, layers);
  return {
    qLoraRank,
    oLoraRank,
    outputGroups,
    indexedLayers: own.filter((ratio) => ratio === INDEXED_RATIO).length,
    compressedLayers: own.filter((ratio) => typeof ratio === 'number' && ratio > INDEXED_RATIO).length,
    indexer: { heads, headDim },
    streams: numberAt(text, 'hc_mult') ?? USUAL_STREAMS,
  };
}

/** Residual streams of the published models. */
const USUAL_STREAMS = 4;

/** Null for a model without compressed entries. The list may go on for the layers of multi-token prediction; those are not counted. */
export function compressedBytes(text: JsonObject, layers: number | null): KvBytesFacts | null {
  const ratios = text['compress_ratios'];
  const width = numberAt(text, 'head_dim');
  if (!Array.isArray(ratios) || layers === null || width === null) return null;
  const own = ratios.slice(0, layers).filter((ratio): ratio is number => typeof ratio === 'number' && ratio > 0);
  const indexer = own.filter((ratio) => ratio === INDEXED_RATIO).length * (INDEXER_ENTRY_BYTES / INDEXED_RATIO);
  const perToken = (entryBytes: number) => Math.floor(own.reduce((sum, ratio) => sum + entryBytes / ratio, indexer));
  return {
    allLayersPerToken: perToken(2 * width),
    fullLayersPerToken: perToken(2 * width),
    slidingCapPerSequence: layers * (numberAt(text, 'sliding_window') ?? 0) * 2 * width,
    engineFp8LayoutPerToken: perToken(FP8_ENTRY_BYTES),
    formula: KV_FORMULAS.compressed,
  };
}
