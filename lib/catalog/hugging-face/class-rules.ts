/**
 * What configuration classes compute from other keys, and what their models have whatever the file says (transformers 5.24.0, 2026-11-30). The result is in
 * words that the rest of this room reads.
 */
import { flagAt, isObject, type JsonObject, numberAt, textAt, textsAt } from './json';

type Rule = (text: JsonObject) => JsonObject;

const times = (factor: number, width: number | null): number | null => (width === null ? null : factor * width);

/** Two matrices between which the width is four times the hidden size unless the file tells it. */
const fourfold: Rule = (text) => {
  const hidden = numberAt(text, 'hidden_size', 'n_embd', 'd_model');
  const told = numberAt(text, 'n_inner', 'intermediate_size', 'ffn_dim', 'ffn_hidden_size');
  return { intermediate_size: told ?? times(4, hidden) };
};

/** One pair of key and value for all heads, unless the newer layout has groups. */
const falcon: Rule = (text) => {
  const grouped = flagAt(text, 'new_decoder_architecture') === true;
  const one = flagAt(text, 'multi_query') === true;
  const heads = numberAt(text, 'num_attention_heads', 'n_head');
  const groups = numberAt(text, 'num_kv_heads', 'n_head_kv') ?? heads;
  return { ...fourfold(text), num_key_value_heads: grouped ? groups : one ? 1 : heads };
};

const bigCode: Rule = (text) => ({
  ...fourfold(text),
  num_key_value_heads: flagAt(text, 'multi_query') === false ? numberAt(text, 'num_attention_heads', 'n_head') : 1,
});

/** The first layer and every sixth is full, the first alone is dense; windowed layers have twice the keys and values. Repositories list both by 0 and 1. */
const mimoV2: Rule = (text) => {
  const layers = numberAt(text, 'num_hidden_layers') ?? 0;
  const kvHeads = numberAt(text, 'num_key_value_heads');
  return {
    swa_num_key_value_heads: numberAt(text, 'swa_num_key_value_heads') ?? (kvHeads === null ? null : 2 * kvHeads),
    layer_types:
      textsAt(text, 'layer_types') ??
      eachLayer(
        layers,
        bits(text, 'hybrid_layer_pattern') ?? ((layer) => layer > 0 && (layer + 1) % 6 > 0),
        'sliding_attention',
        'full_attention',
      ),
    mlp_layer_types:
      textsAt(text, 'mlp_layer_types') ?? eachLayer(layers, bits(text, 'moe_layer_freq') ?? ((layer) => layer > 0), 'sparse', 'dense'),
  };
};

type OfLayer = (layer: number) => boolean;

const bits = (text: JsonObject, key: string): OfLayer | null => {
  const list = text[key];
  return Array.isArray(list) ? (layer) => list[layer] === 1 : null;
};

const eachLayer = (layers: number, is: OfLayer, yes: string, no: string): readonly string[] =>
  Array.from({ length: layers }, (_, layer) => (is(layer) ? yes : no));

/** Letters of the kinds in which repositories of Nemotron-H write their layers. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['linear_attention', 'M'],
  ['mamba', 'M'],
  ['full_attention', '*'],
  ['attention', '*'],
  ['mlp', '-'],
  ['moe', 'E'],
]);

const nemotronH: Rule = (text) => {
  const told = textAt(text, 'hybrid_override_pattern');
  const kinds = textsAt(text, 'layers_block_type', 'layer_types');
  const pattern = told ?? kinds?.map((kind) => LETTERS.get(kind) ?? '?').join('') ?? '?';
  return pattern.includes('?') ? {} : { hybrid_override_pattern: pattern, num_hidden_layers: pattern.length };
};

/** Attention in the listed layers, Mamba in the others. */
const bamba: Rule = (text) => {
  const indices = text['attn_layer_indices'];
  const layers = numberAt(text, 'num_hidden_layers') ?? 0;
  return Array.isArray(indices) ? { layer_types: eachLayer(layers, (layer) => indices.includes(layer), 'attention', 'mamba') } : {};
};

/** The newer words for what `linear_attn_config` says. */
const kimiLinear: Rule = (text) => {
  const kinds = textsAt(text, 'layer_types');
  if (isObject(text['linear_attn_config'])) return {};
  if (kinds === null) return { linear_attn_config: 'not told' };
  const numbers = (kind: string) => kinds.flatMap((name, layer) => (name === kind ? [layer + 1] : []));
  return {
    linear_attn_config: {
      kda_layers: numbers('linear_attention'),
      full_attn_layers: numbers('full_attention'),
      num_heads: numberAt(text, 'linear_num_heads'),
      head_dim: numberAt(text, 'linear_head_dim'),
      short_conv_kernel_size: numberAt(text, 'linear_conv_kernel_dim'),
    },
  };
};

/** Every n-th layer between two of them has experts. */
const ernieMoe: Rule = (text) => {
  const layers = numberAt(text, 'num_hidden_layers') ?? 0;
  const [start, told, step] = ['moe_layer_start_index', 'moe_layer_end_index', 'moe_layer_interval'].map((key) => numberAt(text, key));
  const end = told === undefined || told === null || told < 0 ? layers - 1 : told;
  const sparse: OfLayer = (layer) => (layer + 1) % Math.max(1, step ?? 1) === 0 && layer >= (start ?? 0) && layer <= end;
  return { mlp_layer_types: eachLayer(layers, sparse, 'sparse', 'dense') };
};

const afmoe: Rule = (text) => ({
  first_k_dense_replace: numberAt(text, 'num_dense_layers'),
  sliding_window_pattern: numberAt(text, 'global_attn_every_n_layers'),
});

/** Full layers of their own width and heads; files of transformers list them, older ones name them. */
const gemma4: Rule = (text) => {
  const listed = uniformOverrides(text);
  const one = flagAt(text, 'attention_k_eq_v') === true;
  return {
    global_head_dim: numberAt(listed, 'head_dim') ?? numberAt(text, 'global_head_dim') ?? 512,
    num_global_key_value_heads: numberAt(listed, 'num_key_value_heads') ?? (one ? numberAt(text, 'num_global_key_value_heads') : null),
    ...(flagAt(text, 'enable_moe_block') === true ? { dense_beside_experts: numberAt(text, 'intermediate_size') } : { num_experts: null }),
  };
};

/** What `per_layer_config` says of every layer that it lists; empty where layers differ or others than the full ones are listed. */
export function uniformOverrides(text: JsonObject): JsonObject {
  const listed = text['per_layer_config'];
  const types = textsAt(text, 'layer_types');
  if (!isObject(listed) || types === null) return {};
  const entries = Object.entries(listed);
  const same = entries.every(([, value]) => JSON.stringify(value) === JSON.stringify(entries[0]?.[1]));
  const full = types.flatMap((type, layer) => (type === 'full_attention' ? [layer] : []));
  const layers = entries.map(([layer]) => Number(layer)).sort((a, b) => a - b);
  return same && JSON.stringify(full) === JSON.stringify(layers) && isObject(entries[0]?.[1]) ? entries[0][1] : {};
}

const RULES: ReadonlyMap<string, Rule> = new Map([
  ['falcon', falcon],
  ['gpt_bigcode', bigCode],
  ['gpt2', fourfold],
  ['gptj', fourfold],
  ['gpt_neo', fourfold],
  ['opt', fourfold],
  ['bloom', (text) => ({ intermediate_size: times(4, numberAt(text, 'hidden_size', 'n_embd')) })],
  ['mpt', (text) => ({ intermediate_size: times(numberAt(text, 'expansion_ratio') ?? 4, numberAt(text, 'd_model', 'hidden_size')) })],
  ['gemma4_text', gemma4],
  ['mimo_v2_flash', mimoV2],
  ['nemotron_h', nemotronH],
  ['bamba', bamba],
  ['kimi_linear', kimiLinear],
  ['ernie4_5_moe', ernieMoe],
  ['afmoe', afmoe],
]);

/** The file with what its class makes of it. */
export function withClassRules(text: JsonObject): JsonObject {
  const rule = RULES.get(textAt(text, 'model_type') ?? '');
  return rule === undefined ? text : { ...text, ...rule(text) };
}
