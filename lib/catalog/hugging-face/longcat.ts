/**
 * LongCat-Flash in common words. A layer has two sublayers of latent attention, each with a dense block, and one set of experts beside them
 * (vllm/model_executor/models/longcat_flash.py, wheel 0.33.0). Experts that pass their input on (`zero_expert_num`) have no weights.
 */
import { type JsonObject, numberAt, textAt } from './json';

/** The file as one with twice the layers, of which every second has experts. */
export function fromSublayers(text: JsonObject): JsonObject {
  const layers = numberAt(text, 'num_layers');
  if (textAt(text, 'model_type') !== 'longcat_flash' || layers === null) return text;
  const { expert_ffn_hidden_size: width, ffn_hidden_size: dense, moe_topk: active, ...rest } = text;
  return {
    ...rest,
    num_hidden_layers: 2 * layers,
    intermediate_size: dense,
    moe_intermediate_size: width,
    num_experts_per_tok: active,
    moe_layers: Array.from({ length: layers }, (_, layer) => layer),
    dense_beside_experts: dense,
  };
}
