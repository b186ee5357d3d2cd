/**
 * Values that a `config.json` may leave out because the configuration class of its architecture has them
 * (huggingface/transformers v4.57, src/transformers/models, configuration classes). Keyed by `model_type`: an architecture, not a model.
 */
import { own } from '../../core/own';
import type { JsonObject } from './json';

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

const CLASS_DEFAULTS: Readonly<Record<string, JsonObject>> = {
  gemma: { head_dim: 256, tie_word_embeddings: true },
  gemma2: { head_dim: 256, sliding_window: 4_096, sliding_window_pattern: 2, tie_word_embeddings: true },
  gemma3: GEMMA3_TEXT,
  gemma3_text: GEMMA3_TEXT,
  cohere: { tie_word_embeddings: true },
  cohere2: { tie_word_embeddings: true },
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
  qwen3_next: { attn_output_gate: true },
  qwen3_5: { attn_output_gate: true },
  qwen3_5_text: { attn_output_gate: true },
  qwen3_5_moe: { attn_output_gate: true },
  qwen3_5_moe_text: { attn_output_gate: true },
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

/** The file with the defaults of its class underneath. */
export function withClassDefaults(config: JsonObject): JsonObject {
  const type = typeof config['model_type'] === 'string' ? config['model_type'] : '';
  const untied: JsonObject = (UNTIED as readonly string[]).includes(type) ? { tie_word_embeddings: false } : {};
  return { ...untied, ...own(CLASS_DEFAULTS, type), ...config };
}
