/**
 * Values that a `config.json` may leave out because the configuration class of its architecture has them
 * (huggingface/transformers v4.57, src/transformers/models, configuration classes). Keyed by `model_type`: an architecture, not a model.
 */
import { own } from '../../core/own';
import { CLASS_VALUES } from './class-values';
import { type JsonObject, numberAt } from './json';

const GEMMA3_TEXT: JsonObject = {
  vocab_size: 262_208,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 131_072,
  sliding_window: 4_096,
  sliding_window_pattern: 6,
  tie_word_embeddings: true,
};

/** Every fourth layer has attention; queries carry a gate. */
const GATED_DELTA: JsonObject = { attn_output_gate: true, full_attention_interval: 4 };

const CLASS_DEFAULTS: Readonly<Record<string, JsonObject>> = {
  gemma: { head_dim: 256, tie_word_embeddings: true },
  gemma2: { head_dim: 256, sliding_window: 4_096, sliding_window_pattern: 2, tie_word_embeddings: true },
  gemma3: GEMMA3_TEXT,
  gemma3_text: GEMMA3_TEXT,
  cohere: { tie_word_embeddings: true },
  phi: { tie_word_embeddings: false, partial_rotary_factor: 0.5, feed_forward_matrices: 2 },
  gpt_neox: { tie_word_embeddings: false, feed_forward_matrices: 2 },
  starcoder2: { tie_word_embeddings: true, feed_forward_matrices: 2 },
  gpt2: { tie_word_embeddings: true, feed_forward_matrices: 2 },
  falcon: { feed_forward_matrices: 2, tie_word_embeddings: true },
  opt: { feed_forward_matrices: 2, tie_word_embeddings: true },
  bloom: { feed_forward_matrices: 2, tie_word_embeddings: true },
  nemotron: { feed_forward_matrices: 2, tie_word_embeddings: false },
  nemotron_h: { feed_forward_matrices: 2, tie_word_embeddings: false },
  arcee: { feed_forward_matrices: 2, tie_word_embeddings: false },
  qwen3_next: GATED_DELTA,
  qwen3_5_text: GATED_DELTA,
  qwen3_5_moe_text: GATED_DELTA,
  // One more expert for every token beside those that the file counts.
  llama4_text: { num_shared_experts: 1 },
  hunyuan_v1_moe: { num_shared_experts: 1 },
  // Every n-th layer without a window where the file has no list.
  gemma3n_text: { sliding_window_pattern: 5 },
  gemma4_text: { sliding_window_pattern: 6 },
  gpt_oss: { sliding_window_pattern: 2, tie_word_embeddings: false },
  olmo3: { sliding_window_pattern: 4, tie_word_embeddings: false },
  kimi_linear: { first_k_dense_replace: 1 },
  glm4_moe_lite: { first_k_dense_replace: 1 },
  minimax: { linear_attn_alpha_factor: 1, tie_word_embeddings: false },
  afmoe: { attn_output_gate: true },
  apertus: { feed_forward_matrices: 2, tie_word_embeddings: false },
  persimmon: { feed_forward_matrices: 2, tie_word_embeddings: false },
  cohere2: { sliding_window_pattern: 4, tie_word_embeddings: true },
  mllama_text_model: { cross_attention_layers: [3, 8, 13, 18, 23, 28, 33, 38] },
  gpt_bigcode: { feed_forward_matrices: 2, tie_word_embeddings: true },
  gpt_neo: { feed_forward_matrices: 2, tie_word_embeddings: true },
  gptj: { feed_forward_matrices: 2, tie_word_embeddings: false },
  mpt: { feed_forward_matrices: 2, tie_word_embeddings: true },
};

/** Architectures whose class keeps embedding and output head separate when the file does not say. */
const UNTIED = [
  'llama',
  'mistral',
  'mistral3',
  'ministral',
  'ministral3',
  'mixtral',
  'qwen2',
  'qwen2_moe',
  'qwen3',
  'qwen3_moe',
  'qwen3_next',
  'phi3',
  'phimoe',
  'deepseek',
  'deepseek_v2',
  'deepseek_v3',
  'deepseek_v32',
  'kimi_k2',
  'glm',
  'glm4',
  'glm4_moe',
  'gpt_oss',
  'olmo',
  'olmo2',
  'olmo3',
  'seed_oss',
  'minimax',
  'minimax_m2',
  'ernie4_5',
  'ernie4_5_moe',
  'exaone4',
  'internlm2',
  'internlm3',
  'baichuan',
  'chatglm',
  'dbrx',
  'llama4_text',
  'apertus',
  'smollm3',
  'falcon_h1',
  'jamba',
  'mllama_text_model',
  'qwen2_vl_text',
  'qwen2_5_vl_text',
  'qwen3_vl_text',
  'qwen3_vl_moe_text',
  'solar',
  'yi',
] as const;

/** What the configuration class of this `model_type` says, under what a file says; empty for a type that is not known. */
export function classDefaults(type: string): JsonObject {
  const untied: JsonObject = (UNTIED as readonly string[]).includes(type) ? { tie_word_embeddings: false } : {};
  return { ...untied, ...CLASS_VALUES.get(type), ...own(CLASS_DEFAULTS, type) };
}

/** Names of one thing: a default under one of them does not stand beside what the file says under another. */
const SAME: readonly (readonly string[])[] = [
  ['num_hidden_layers', 'n_layer', 'num_layers', 'n_layers'],
  ['num_attention_heads', 'n_head', 'num_heads', 'n_heads'],
  ['num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'multi_query_group_num', 'n_kv_heads'],
  ['head_dim', 'attention_head_dim', 'kv_channels'],
  ['hidden_size', 'n_embd', 'd_model', 'dim'],
  ['intermediate_size', 'n_inner', 'ffn_hidden_size', 'd_ff', 'ffn_dim', 'hidden_dim'],
  ['n_routed_experts', 'num_experts', 'num_local_experts', 'moe_num_experts', 'num_routed_experts'],
  ['num_experts_per_tok', 'moe_topk', 'moe_k', 'num_experts_per_token', 'top_k_experts', 'experts_per_token'],
  ['n_shared_experts', 'num_shared_experts', 'num_shared_expert', 'moe_num_shared_experts'],
  ['moe_intermediate_size', 'expert_intermediate_size', 'moe_ffn_hidden_size', 'expert_ffn_hidden_size'],
  ['max_position_embeddings', 'n_positions', 'max_sequence_length', 'seq_length', 'max_seq_len'],
  ['sliding_window', 'sliding_window_size', 'attention_chunk_size'],
  ['sliding_window_pattern', '_sliding_window_pattern'],
  ['first_k_dense_replace', 'mlp_layer_types', 'moe_layer_freq', 'moe_layers'],
];

/** Every file that a class writes has these: without them it was cut, and what the class says is of another model. */
const SHAPE = [
  'num_hidden_layers',
  'num_attention_heads',
  'hidden_size',
  'intermediate_size',
  'vocab_size',
  'qk_nope_head_dim',
  'qk_rope_head_dim',
] as const;

/** The same for a file of its own: a part of a larger file may be empty, a whole one says its shape. */
export function withShapeTold(config: JsonObject): JsonObject {
  const told = withClassDefaults(config);
  const shape = numberAt(told, 'kv_lora_rank') === null ? SHAPE : [...SHAPE, 'v_head_dim'];
  const cut = shape.flatMap((key) => (SAME.find((group) => group.includes(key)) ?? [key]).filter((name) => config[name] === undefined));
  return Object.fromEntries(Object.entries(told).filter(([key]) => !cut.includes(key)));
}

/** The file with the defaults of its class underneath. */
export function withClassDefaults(config: JsonObject): JsonObject {
  const type = typeof config['model_type'] === 'string' ? config['model_type'] : '';
  const defaults = Object.entries(classDefaults(type)).filter(([key]) => !saidOtherwise(config, key));
  return { ...Object.fromEntries(defaults), ...config };
}

function saidOtherwise(config: JsonObject, key: string): boolean {
  const names = SAME.find((group) => group.includes(key)) ?? [];
  return names.some((name) => name !== key && config[name] !== undefined && config[name] !== null);
}
