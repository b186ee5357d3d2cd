/**
 * Keys of a `config.json` that decide weights or cache and are read here, or are known to change neither. Any other key whose name says that it may
 * decide them is named in the answer: nothing is computed around it.
 */
import { uniformOverrides } from './class-rules';
import { isObject, type JsonObject, numberAt, textAt } from './json';
import { isLightning, lightningState } from './lightning';

/** Names under which families say what memory depends on. */
const TELLING =
  /(^|_)ratios?(_|$)|_pattern($|_)|_types$|^linear_attn|^indexer|^index_|expert_dtype|^compress|nextn|^sliding_window|_layers$|_interval$|^layer_group|^num_.*_(blocks|sublayers)$|^kda_|^lightning|^mamba_(?!chunk_size|rms_norm|norm|proj_bias|conv_bias|use_mlp|expand)/;

const READ: ReadonlySet<string> = new Set(
  [
    'num_hidden_layers num_layers n_layers num_decoder_layers layer_types attn_layer_types layers_block_type mlp_layer_types moe_layers mlp_only_layers',
    'hybrid_override_pattern sliding_window_pattern _sliding_window_pattern sliding_window sliding_window_size full_attention_interval',
    'layer_group_size first_k_dense_layers num_kv_shared_layers num_nextn_predict_layers no_rope_layers no_rope_layer_interval max_window_layers mtp_num_hidden_layers',
    'num_mtp_layers num_hash_layers index_n_heads index_head_dim index_topk index_topk_freq index_skip_topk_offset index_share_for_mtp_iteration',
    'index_topk_pattern indexer_types indexer_rope_interleave linear_attn_config compress_ratios compress_rope_theta expert_dtype',
    'mamba_num_heads mamba_n_heads mamba_head_dim mamba_d_head mamba_d_state mamba_n_groups mamba_d_conv mamba_ssm_dtype mamba_ssm_cache_dtype',
    'hybrid_layer_pattern num_dense_layers global_attn_every_n_layers moe_layer_interval',
    'mamba_d_ssm mamba_hidden_act mamba_dt_rank mamba_conv_kernel mamba_expand',
    // Neither weights nor cache depend on these.
    'activation_sparsity_pattern rope_ratio mlp_ratio expansion_ratio',
  ]
    .join(' ')
    .split(' '),
);

const LINEAR_KEYS: ReadonlySet<string> = new Set([
  'kda_layers',
  'full_attn_layers',
  'num_heads',
  'head_dim',
  'short_conv_kernel_size',
  'gate_lower_bound',
  'kda_layer_index_base',
]);

/** Keys that may decide and are not understood, or whose value is not. */
export function foreignKeys(text: JsonObject): readonly string[] {
  const unknown = Object.keys(text).filter((key) => says(text[key]) && TELLING.test(key) && !READ.has(key));
  return [
    ...unknown,
    ...overrides(text),
    ...embeddingWidth(text),
    ...windowPattern(text),
    ...layerGroups(text),
    ...linearKeys(text),
    ...indexerKeys(text),
    ...compressKeys(text),
  ];
}

/** Off, zero and empty say nothing. */
const says = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && value !== 0 && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Embeddings of another width than the layers, with projections between them (OPT-350m). */
const embeddingWidth = (text: JsonObject): string[] => {
  const width = numberAt(text, 'word_embed_proj_dim');
  return width === null || width === numberAt(text, 'hidden_size') ? [] : ['word_embed_proj_dim'];
};

/** What single layers have of their own; read where all full layers alike differ from the windowed ones. */
const overrides = (text: JsonObject): string[] =>
  says(text['per_layer_config']) && Object.keys(uniformOverrides(text)).length === 0 ? ['per_layer_config'] : [];

/** A text of `L` and `G` that ends where the layers end. */
function windowPattern(text: JsonObject): string[] {
  const pattern = textAt(text, 'sliding_window_pattern', '_sliding_window_pattern');
  const layers = numberAt(text, 'num_hidden_layers');
  if (pattern === null || Array.isArray(text['layer_types'])) return [];
  return /^[LG]+$/.test(pattern) && layers !== null && layers % pattern.length === 0 ? [] : [`sliding_window_pattern: ${pattern}`];
}

/** Groups of layers that fill them, in the family whose groups are known. */
function layerGroups(text: JsonObject): string[] {
  if (!isLightning(text)) return says(text['layer_group_size']) ? ['layer_group_size'] : [];
  return lightningState(text, numberAt(text, 'num_hidden_layers')) === null ? ['layer_group_size'] : [];
}

function linearKeys(text: JsonObject): string[] {
  const linear = text['linear_attn_config'];
  if (!says(linear)) return [];
  if (!isObject(linear)) return ['linear_attn_config'];
  const unknown = Object.keys(linear).filter((key) => says(linear[key]) && !LINEAR_KEYS.has(key));
  const lists = [linear['kda_layers'], linear['full_attn_layers']];
  const counted = lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
  const whole = lists.every(Array.isArray) && counted === numberAt(text, 'num_hidden_layers');
  const numbers = ['num_heads', 'head_dim'].every((key) => numberAt(linear, key) !== null);
  return [...unknown.map((key) => `linear_attn_config.${key}`), ...(whole && numbers ? [] : ['linear_attn_config'])];
}

/** One entry a layer, `full` or `shared`; without the list, every layer has its own unless a step says otherwise. */
function indexerKeys(text: JsonObject): string[] {
  if (numberAt(text, 'index_n_heads') === null && !says(text['indexer_types'])) return [];
  const types = text['indexer_types'];
  if (says(types)) {
    const understood = Array.isArray(types) && types.every((type) => type === 'full' || type === 'shared');
    return understood && types.length === numberAt(text, 'num_hidden_layers') ? [] : ['indexer_types'];
  }
  const step = numberAt(text, 'index_topk_freq') ?? 1;
  return [...(step > 1 ? ['index_topk_freq'] : []), ...(says(text['index_topk_pattern']) ? ['index_topk_pattern'] : [])];
}

/** Ratios of 0 (a window alone), 4 and 128 are those that engines know. */
function compressKeys(text: JsonObject): string[] {
  const ratios = text['compress_ratios'];
  if (!says(ratios)) return textAt(text, 'model_type') === 'deepseek_v4' ? ['compress_ratios'] : [];
  const layers = numberAt(text, 'num_hidden_layers') ?? 0;
  const understood =
    Array.isArray(ratios) && ratios.length >= layers && ratios.every((ratio) => ratio === 0 || ratio === 4 || ratio === 128);
  return understood && textAt(text, 'model_type') === 'deepseek_v4' ? [] : ['compress_ratios'];
}
