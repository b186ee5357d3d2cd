/** Mixture of experts of a `config.json`, under the names that the families use. */
import type { MoeFacts } from '../model-facts';
import { type JsonObject, numberAt, textAt, textsAt } from './json';

export function expertFacts(text: JsonObject, layers: number | null): MoeFacts | null {
  const experts = numberAt(text, 'n_routed_experts', 'num_experts', 'num_local_experts', 'moe_num_experts', 'num_routed_experts');
  if (experts === null || experts <= 1 || layers === null) return null;
  const moeLayers = moeLayersOf(text, layers);
  const denseIntermediateSize = numberAt(text, 'intermediate_size_mlp', 'intermediate_size');
  return {
    experts,
    activeExperts: numberAt(
      text,
      'num_experts_per_tok',
      'moe_topk',
      'moe_k',
      'num_experts_per_token',
      'top_k_experts',
      'experts_per_token',
    ),
    sharedExperts: numberAt(text, 'n_shared_experts', 'num_shared_experts', 'num_shared_expert', 'moe_num_shared_experts'),
    expertIntermediateSize: expertWidth(text),
    sharedExpertIntermediateSize: numberAt(
      text,
      'shared_expert_intermediate_size',
      'shared_intermediate_size',
      'moe_shared_expert_intermediate_size',
    ),
    moeLayers,
    denseLayers: denseLayersOf(text, layers - moeLayers),
    denseIntermediateSize,
    interleave: numberAt(text, 'interleave_moe_layer_step', 'decoder_sparse_step', 'moe_layer_freq'),
    latentSize: numberAt(text, 'moe_latent_size'),
    extraDenseIntermediateSize: numberAt(text, 'dense_beside_experts'),
  };
}

/** Layers of a pattern may have neither experts nor a dense block. */
const denseLayersOf = (text: JsonObject, others: number): number =>
  (textAt(text, 'hybrid_override_pattern')?.match(/-/g) ?? (textAt(text, 'hybrid_override_pattern') === null ? { length: others } : []))
    .length;

/** Families with one width for all layers (Mixtral, gpt-oss) call it `intermediate_size`. */
const expertWidth = (text: JsonObject) =>
  numberAt(text, 'moe_intermediate_size', 'expert_intermediate_size', 'moe_ffn_hidden_size', 'ffn_dim', 'intermediate_size');

function moeLayersOf(text: JsonObject, layers: number): number {
  const pattern = text['hybrid_override_pattern'];
  if (typeof pattern === 'string') return (pattern.match(/E/g) ?? []).length;
  const listed = text['moe_layers'];
  if (Array.isArray(listed)) return listed.length;
  const kinds = textsAt(text, 'mlp_layer_types');
  if (kinds !== null && kinds.length >= layers) return kinds.slice(0, layers).filter((kind) => kind === 'sparse').length;
  const each = text['moe_layer_freq'];
  if (Array.isArray(each)) return each.slice(0, layers).filter((sparse) => sparse === 1).length;
  const dense = text['mlp_only_layers'];
  const leading = numberAt(text, 'first_k_dense_replace', 'moe_layer_start_index', 'first_k_dense_layers') ?? 0;
  const step = numberAt(text, 'interleave_moe_layer_step', 'decoder_sparse_step', 'moe_layer_freq') ?? 1;
  const sparse = Math.floor((layers - leading) / Math.max(1, step));
  return Math.max(0, sparse - (Array.isArray(dense) ? dense.length : 0));
}
