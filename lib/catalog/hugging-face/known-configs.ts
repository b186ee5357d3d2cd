/**
 * Dimensions of models that are often served and have no entry of their own in the catalog, in the words of a `config.json`: enough to size them by
 * name. Taken from what was published of the models (cards, papers, tables of engines; November 2026), not file by file from their repositories: an
 * answer that rests on them says so, and a `config.json` of the user always wins. Tests hold the sum of their matrices to the size in their names.
 */
import type { JsonObject } from './json';

/** hidden size, layers, heads, KV heads, intermediate size, vocabulary, longest context. */
type Dense = readonly [
  hidden: number,
  layers: number,
  heads: number,
  kvHeads: number,
  intermediate: number,
  vocab: number,
  context: number,
];

const dense = (
  model_type: string,
  [hidden, layers, heads, kvHeads, intermediate, vocab, context]: Dense,
  more: JsonObject = {},
): JsonObject => ({
  model_type,
  hidden_size: hidden,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  intermediate_size: intermediate,
  vocab_size: vocab,
  max_position_embeddings: context,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  ...more,
});

const TIED: JsonObject = { tie_word_embeddings: true };
const FP16: JsonObject = { torch_dtype: 'float16' };

/** Vision towers of Qwen-VL: 32 gated blocks of 1,280 (2.5), plain ones (2), 27 of 1,152 (3). */
const QWEN2_VISION = (out: number): JsonObject => ({
  vision_config: {
    model_type: 'qwen2_vl',
    depth: 32,
    embed_dim: 1280,
    mlp_ratio: 4,
    patch_size: 14,
    spatial_merge_size: 2,
    hidden_size: out,
  },
});
const QWEN25_VISION = (out: number): JsonObject => ({
  vision_config: {
    model_type: 'qwen2_5_vl',
    depth: 32,
    hidden_size: 1280,
    intermediate_size: 3420,
    patch_size: 14,
    spatial_merge_size: 2,
    out_hidden_size: out,
  },
});
const QWEN3_VISION = (out: number, depth = 27, hidden = 1152, intermediate = 4304): JsonObject => ({
  vision_config: {
    model_type: 'qwen3_vl',
    depth,
    hidden_size: hidden,
    intermediate_size: intermediate,
    patch_size: 16,
    spatial_merge_size: 2,
    out_hidden_size: out,
    num_position_embeddings: 2304,
    deepstack_visual_indexes: [8, 16, 24],
  },
});

const qwenVl = (text: JsonObject, vision: JsonObject): JsonObject => ({
  model_type: 'qwen_vl',
  text_config: { ...text, rope_scaling: { rope_type: 'default', mrope_section: [16, 24, 24] } },
  torch_dtype: 'bfloat16',
  ...vision,
});

const qwen3Moe = (
  [hidden, layers, heads, kvHeads, intermediate, vocab, context]: Dense,
  [experts, active, width]: readonly [number, number, number],
): JsonObject =>
  dense('qwen3_moe', [hidden, layers, heads, kvHeads, intermediate, vocab, context], {
    head_dim: 128,
    num_experts: experts,
    num_experts_per_tok: active,
    moe_intermediate_size: width,
  });

/** CLIP ViT-L/14 at 336 pixels. */
const CLIP_336: JsonObject = {
  model_type: 'clip_vision_model',
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 24,
  image_size: 336,
  patch_size: 14,
  projection_dim: 768,
};

const GEMMA2B: Dense = [2304, 26, 8, 4, 9216, 256_000, 8192];

/** By bare name: lower case, without organisation and without `-instruct`, `-chat`, `-it`, `-base`, `-hf`. */
export const KNOWN_CONFIGS: Readonly<Record<string, JsonObject>> = {
  // Llama and its kin.
  'llama-2-7b': dense('llama', [4096, 32, 32, 32, 11008, 32_000, 4096], FP16),
  'llama-2-13b': dense('llama', [5120, 40, 40, 40, 13824, 32_000, 4096], FP16),
  'llama-2-70b': dense('llama', [8192, 80, 64, 8, 28672, 32_000, 4096], FP16),
  'llama-3-8b': dense('llama', [4096, 32, 32, 8, 14336, 128_256, 8192]),
  'llama-3-70b': dense('llama', [8192, 80, 64, 8, 28672, 128_256, 8192]),
  'codellama-7b': dense('llama', [4096, 32, 32, 32, 11008, 32_016, 16_384]),
  'codellama-13b': dense('llama', [5120, 40, 40, 40, 13824, 32_016, 16_384]),
  'codellama-34b': dense('llama', [8192, 48, 64, 8, 22016, 32_000, 16_384]),
  'tinyllama-1.1b-chat-v1.0': dense('llama', [2048, 22, 32, 4, 5632, 32_000, 2048]),
  'vicuna-7b-v1.3': dense('llama', [4096, 32, 32, 32, 11008, 32_000, 2048], FP16),
  'vicuna-13b-v1.3': dense('llama', [5120, 40, 40, 40, 13824, 32_000, 2048], FP16),
  'vicuna-7b-v1.5': dense('llama', [4096, 32, 32, 32, 11008, 32_000, 4096], FP16),
  'vicuna-13b-v1.5': dense('llama', [5120, 40, 40, 40, 13824, 32_000, 4096], FP16),
  'solar-10.7b-instruct-v1.0': dense('llama', [4096, 48, 32, 8, 14336, 32_000, 4096], FP16),
  'smollm2-135m': dense('llama', [576, 30, 9, 3, 1536, 49_152, 8192], TIED),
  'smollm2-360m': dense('llama', [960, 32, 15, 5, 2560, 49_152, 8192], TIED),
  'smollm2-1.7b': dense('llama', [2048, 24, 32, 32, 8192, 49_152, 8192], TIED),
  'smollm3-3b': dense('smollm3', [2048, 36, 16, 4, 11008, 128_256, 65_536], TIED),
  'yi-6b': dense('llama', [4096, 32, 32, 4, 11008, 64_000, 4096]),
  'yi-34b': dense('llama', [7168, 60, 56, 8, 20480, 64_000, 4096]),
  'yi-1.5-6b': dense('llama', [4096, 32, 32, 4, 11008, 64_000, 4096]),
  'yi-1.5-9b': dense('llama', [4096, 48, 32, 4, 11008, 64_000, 4096]),
  'yi-1.5-34b': dense('llama', [7168, 60, 56, 8, 20480, 64_000, 4096]),
  'llm-jp-3-13b': dense('llama', [5120, 40, 40, 40, 13824, 99_584, 4096]),
  'hermes-4-14b': dense('qwen3', [5120, 40, 40, 8, 17408, 151_936, 40_960], { head_dim: 128 }),
  'hermes-4-70b': dense('llama', [8192, 80, 64, 8, 28672, 128_256, 131_072]),
  'hermes-3-llama-3.1-8b': dense('llama', [4096, 32, 32, 8, 14336, 128_256, 131_072]),
  'llama-3.1-nemotron-70b': dense('llama', [8192, 80, 64, 8, 28672, 128_256, 131_072]),
  'llama-3.1-tulu-3-8b': dense('llama', [4096, 32, 32, 8, 14336, 128_264, 131_072]),
  'deepseek-coder-1.3b': dense('llama', [2048, 24, 16, 16, 5504, 32_256, 16_384]),
  'deepseek-coder-6.7b': dense('llama', [4096, 32, 32, 32, 11008, 32_256, 16_384]),
  'deepseek-coder-33b': dense('llama', [7168, 62, 56, 8, 19200, 32_256, 16_384]),
  'deepseek-llm-7b': dense('llama', [4096, 30, 32, 32, 11008, 102_400, 4096]),
  'deepseek-llm-67b': dense('llama', [8192, 95, 64, 8, 22016, 102_400, 4096]),
  'deepseek-r1-0528-qwen3-8b': dense('qwen3', [4096, 36, 32, 8, 12288, 151_936, 131_072], { head_dim: 128 }),
  'internlm2_5-7b': dense('internlm2', [4096, 32, 32, 8, 14336, 92_544, 32_768]),
  'internlm2-5-7b': dense('internlm2', [4096, 32, 32, 8, 14336, 92_544, 32_768]),
  'internlm2-7b': dense('internlm2', [4096, 32, 32, 8, 14336, 92_544, 32_768]),
  'internlm2-20b': dense('internlm2', [6144, 48, 48, 8, 16384, 92_544, 32_768]),
  'internlm3-8b': dense('internlm3', [4096, 48, 32, 2, 10240, 128_512, 32_768], { head_dim: 128 }),
  'exaone-3.5-7.8b': dense('exaone', [4096, 32, 32, 8, 14336, 102_400, 32_768]),
  'exaone-3.5-2.4b': dense('exaone', [2560, 30, 32, 8, 7168, 102_400, 32_768], TIED),
  'exaone-3.5-32b': dense('exaone', [5120, 64, 40, 8, 27392, 102_400, 32_768]),
  // Mistral.
  'mistral-7b-v0.1': dense('mistral', [4096, 32, 32, 8, 14336, 32_000, 32_768], { sliding_window: 4096 }),
  'mistral-7b-instruct-v0.1': dense('mistral', [4096, 32, 32, 8, 14336, 32_000, 32_768], { sliding_window: 4096 }),
  'mistral-7b-instruct-v0.2': dense('mistral', [4096, 32, 32, 8, 14336, 32_000, 32_768]),
  'mistral-7b-v0.3': dense('mistral', [4096, 32, 32, 8, 14336, 32_768, 32_768]),
  'zephyr-7b-beta': dense('mistral', [4096, 32, 32, 8, 14336, 32_000, 32_768], { sliding_window: 4096 }),
  'openhermes-2.5-mistral-7b': dense('mistral', [4096, 32, 32, 8, 14336, 32_002, 32_768], { sliding_window: 4096 }),
  'mistral-nemo-instruct-2407': dense('mistral', [5120, 40, 32, 8, 14336, 131_072, 131_072], { head_dim: 128 }),
  'mistral-nemo-base-2407': dense('mistral', [5120, 40, 32, 8, 14336, 131_072, 131_072], { head_dim: 128 }),
  'mistral-small-24b-instruct-2501': dense('mistral', [5120, 40, 32, 8, 32768, 131_072, 32_768], { head_dim: 128 }),
  'mistral-small-24b-base-2501': dense('mistral', [5120, 40, 32, 8, 32768, 131_072, 32_768], { head_dim: 128 }),
  'mistral-small-instruct-2409': dense('mistral', [6144, 56, 48, 8, 16384, 32_768, 32_768], { head_dim: 128 }),
  'mistral-large-instruct-2407': dense('mistral', [12288, 88, 96, 8, 28672, 32_768, 131_072], { head_dim: 128 }),
  'codestral-22b-v0.1': dense('mistral', [6144, 56, 48, 8, 16384, 32_768, 32_768], { head_dim: 128 }),
  'ministral-8b-instruct-2410': dense('mistral', [4096, 36, 32, 8, 12288, 131_072, 32_768], { head_dim: 128 }),
  'mixtral-8x7b-v0.1': dense('mixtral', [4096, 32, 32, 8, 14336, 32_000, 32_768], { num_local_experts: 8, num_experts_per_tok: 2 }),
  // Qwen.
  'qwen1.5-7b': dense('qwen2', [4096, 32, 32, 32, 11008, 151_936, 32_768]),
  'qwen1.5-14b': dense('qwen2', [5120, 40, 40, 40, 13696, 152_064, 32_768]),
  'qwen1.5-32b': dense('qwen2', [5120, 64, 40, 8, 27392, 152_064, 32_768]),
  'qwen1.5-72b': dense('qwen2', [8192, 80, 64, 64, 24576, 152_064, 32_768]),
  'qwen2-0.5b': dense('qwen2', [896, 24, 14, 2, 4864, 151_936, 32_768], TIED),
  'qwen2-1.5b': dense('qwen2', [1536, 28, 12, 2, 8960, 151_936, 32_768], TIED),
  'qwen2-7b': dense('qwen2', [3584, 28, 28, 4, 18944, 152_064, 32_768]),
  'qwen2-72b': dense('qwen2', [8192, 80, 64, 8, 29568, 152_064, 32_768]),
  'qwen2.5-math-1.5b': dense('qwen2', [1536, 28, 12, 2, 8960, 151_936, 4096], TIED),
  'qwen2.5-math-7b': dense('qwen2', [3584, 28, 28, 4, 18944, 152_064, 4096]),
  'qwen2.5-coder-0.5b': dense('qwen2', [896, 24, 14, 2, 4864, 151_936, 32_768], TIED),
  'qwen2.5-coder-1.5b': dense('qwen2', [1536, 28, 12, 2, 8960, 151_936, 32_768], TIED),
  'qwen2.5-coder-3b': dense('qwen2', [2048, 36, 16, 2, 11008, 151_936, 32_768], TIED),
  'qwen2.5-coder-14b': dense('qwen2', [5120, 48, 40, 8, 13824, 152_064, 32_768]),
  'qwen2.5-7b-instruct-1m': dense('qwen2', [3584, 28, 28, 4, 18944, 152_064, 1_010_000]),
  'qwen2.5-14b-instruct-1m': dense('qwen2', [5120, 48, 40, 8, 13824, 152_064, 1_010_000]),
  'qwq-32b-preview': dense('qwen2', [5120, 64, 40, 8, 27648, 152_064, 32_768]),
  'deepswe-preview': dense('qwen3', [5120, 64, 64, 8, 25600, 151_936, 40_960], { head_dim: 128 }),
  'qwen3-4b-instruct-2507': dense('qwen3', [2560, 36, 32, 8, 9728, 151_936, 262_144], { head_dim: 128, ...TIED }),
  'qwen3-4b-thinking-2507': dense('qwen3', [2560, 36, 32, 8, 9728, 151_936, 262_144], { head_dim: 128, ...TIED }),
  'qwen3-30b-a3b-thinking-2507': qwen3Moe([2048, 48, 32, 4, 6144, 151_936, 262_144], [128, 8, 768]),
  'qwen3-235b-a22b-thinking-2507': qwen3Moe([4096, 94, 64, 4, 12288, 151_936, 262_144], [128, 8, 1536]),
  'qwen3-coder-next': dense('qwen3_next', [2048, 48, 16, 2, 5120, 151_936, 262_144], {
    head_dim: 256,
    full_attention_interval: 4,
    linear_num_key_heads: 16,
    linear_num_value_heads: 32,
    linear_key_head_dim: 128,
    linear_value_head_dim: 128,
    linear_conv_kernel_dim: 4,
    num_experts: 512,
    num_experts_per_tok: 10,
    moe_intermediate_size: 512,
    shared_expert_intermediate_size: 512,
    decoder_sparse_step: 1,
  }),
  'qwen2-vl-2b': qwenVl(dense('qwen2', [1536, 28, 12, 2, 8960, 151_936, 32_768], TIED), QWEN2_VISION(1536)),
  'qwen2-vl-7b': qwenVl(dense('qwen2', [3584, 28, 28, 4, 18944, 152_064, 32_768]), QWEN2_VISION(3584)),
  'qwen2-vl-72b': qwenVl(dense('qwen2', [8192, 80, 64, 8, 29568, 152_064, 32_768]), QWEN2_VISION(8192)),
  'qwen2.5-vl-3b': qwenVl(dense('qwen2', [2048, 36, 16, 2, 11008, 151_936, 128_000], TIED), QWEN25_VISION(2048)),
  'qwen2.5-vl-7b': qwenVl(dense('qwen2', [3584, 28, 28, 4, 18944, 152_064, 128_000]), QWEN25_VISION(3584)),
  'qwen2.5-vl-32b': qwenVl(dense('qwen2', [5120, 64, 40, 8, 27648, 152_064, 128_000]), QWEN25_VISION(5120)),
  'qwen2.5-vl-72b': qwenVl(dense('qwen2', [8192, 80, 64, 8, 29568, 152_064, 128_000]), QWEN25_VISION(8192)),
  'qwen3-vl-2b': qwenVl(
    dense('qwen3', [2048, 28, 16, 8, 6144, 151_936, 262_144], { head_dim: 128, ...TIED }),
    QWEN3_VISION(2048, 24, 1024, 4096),
  ),
  'qwen3-vl-4b': qwenVl(
    dense('qwen3', [2560, 36, 32, 8, 9728, 151_936, 262_144], { head_dim: 128, ...TIED }),
    QWEN3_VISION(2560, 24, 1024, 4096),
  ),
  'qwen3-vl-8b': qwenVl(dense('qwen3', [4096, 36, 32, 8, 12288, 151_936, 262_144], { head_dim: 128 }), QWEN3_VISION(4096)),
  'qwen3-vl-32b': qwenVl(dense('qwen3', [5120, 64, 64, 8, 25600, 151_936, 262_144], { head_dim: 128 }), QWEN3_VISION(5120)),
  'qwen3-vl-30b-a3b': qwenVl(qwen3Moe([2048, 48, 32, 4, 6144, 151_936, 262_144], [128, 8, 768]), QWEN3_VISION(2048)),
  'qwen3-vl-235b-a22b': qwenVl(qwen3Moe([4096, 94, 64, 4, 12288, 151_936, 262_144], [128, 8, 1536]), QWEN3_VISION(4096)),
  // Gemma.
  'gemma-2b': dense('gemma', [2048, 18, 8, 1, 16384, 256_000, 8192], { head_dim: 256, ...TIED }),
  'gemma-7b': dense('gemma', [3072, 28, 16, 16, 24576, 256_000, 8192], { head_dim: 256, ...TIED }),
  'gemma-2-2b': dense('gemma2', GEMMA2B, { head_dim: 256, sliding_window: 4096, ...TIED }),
  'gemma-3-1b': dense('gemma3_text', [1152, 26, 4, 1, 6912, 262_144, 32_768], { head_dim: 256, sliding_window: 512, ...TIED }),
  'gemma-3-270m': dense('gemma3_text', [640, 18, 4, 1, 2048, 262_144, 32_768], { head_dim: 256, sliding_window: 512, ...TIED }),
  // Phi.
  'phi-2': dense('phi', [2560, 32, 32, 32, 10240, 51_200, 2048], FP16),
  'phi-3-mini-4k': dense('phi3', [3072, 32, 32, 32, 8192, 32_064, 4096]),
  'phi-3-mini-128k': dense('phi3', [3072, 32, 32, 32, 8192, 32_064, 131_072]),
  'phi-3.5-mini': dense('phi3', [3072, 32, 32, 32, 8192, 32_064, 131_072]),
  'phi-3-medium-4k': dense('phi3', [5120, 40, 40, 10, 17920, 32_064, 4096]),
  'phi-3-medium-128k': dense('phi3', [5120, 40, 40, 10, 17920, 32_064, 131_072]),
  'phi-4-reasoning-plus': dense('phi3', [5120, 40, 40, 10, 17920, 100_352, 32_768]),
  'phi-3.5-moe': dense('phimoe', [4096, 32, 32, 8, 6400, 32_064, 131_072], { num_local_experts: 16, num_experts_per_tok: 2 }),
  // GLM.
  'glm-4-9b': dense('glm4', [4096, 40, 32, 2, 13696, 151_552, 131_072], { head_dim: 128 }),
  'glm-4-9b-0414': dense('glm4', [4096, 40, 32, 2, 13696, 151_552, 32_768], { head_dim: 128 }),
  'glm-4-32b-0414': dense('glm4', [6144, 61, 48, 2, 23040, 151_552, 32_768], { head_dim: 128 }),
  'glm-z1-32b-0414': dense('glm4', [6144, 61, 48, 2, 23040, 151_552, 32_768], { head_dim: 128 }),
  // Others.
  'llava-1.5-7b': {
    model_type: 'llava',
    text_config: dense('llama', [4096, 32, 32, 32, 11008, 32_064, 4096], FP16),
    vision_config: CLIP_336,
    torch_dtype: 'float16',
  },
  'llava-v1.5-7b': {
    model_type: 'llava',
    text_config: dense('llama', [4096, 32, 32, 32, 11008, 32_000, 4096], FP16),
    vision_config: CLIP_336,
    torch_dtype: 'float16',
  },
  'llava-1.5-13b': {
    model_type: 'llava',
    text_config: dense('llama', [5120, 40, 40, 40, 13824, 32_064, 4096], FP16),
    vision_config: CLIP_336,
    torch_dtype: 'float16',
  },
  'llava-v1.5-13b': {
    model_type: 'llava',
    text_config: dense('llama', [5120, 40, 40, 40, 13824, 32_000, 4096], FP16),
    vision_config: CLIP_336,
    torch_dtype: 'float16',
  },
  'qwen3-vl-embedding-2b': qwenVl(
    dense('qwen3', [2048, 28, 16, 8, 6144, 151_936, 262_144], { head_dim: 128, ...TIED }),
    QWEN3_VISION(2048, 24, 1024, 4096),
  ),
  'granite-3.1-2b': dense('granite', [2048, 40, 32, 8, 8192, 49_155, 131_072], TIED),
  'granite-3.1-8b': dense('granite', [4096, 40, 32, 8, 12800, 49_155, 131_072], TIED),
  'granite-3.2-8b': dense('granite', [4096, 40, 32, 8, 12800, 49_155, 131_072], TIED),
  'granite-3.2-2b': dense('granite', [2048, 40, 32, 8, 8192, 49_155, 131_072], TIED),
  'starcoder2-3b': dense('starcoder2', [3072, 30, 24, 2, 12288, 49_152, 16_384], TIED),
  'starcoder2-7b': dense('starcoder2', [4608, 32, 36, 4, 18432, 49_152, 16_384], TIED),
  'starcoder2-15b': dense('starcoder2', [6144, 40, 48, 4, 24576, 49_152, 16_384], TIED),
  'opt-125m': dense('opt', [768, 12, 12, 12, 3072, 50_272, 2048], { ...TIED, ...FP16 }),
  'opt-1.3b': dense('opt', [2048, 24, 32, 32, 8192, 50_272, 2048], { ...TIED, ...FP16 }),
  'opt-6.7b': dense('opt', [4096, 32, 32, 32, 16384, 50_272, 2048], { ...TIED, ...FP16 }),
  'opt-13b': dense('opt', [5120, 40, 40, 40, 20480, 50_272, 2048], { ...TIED, ...FP16 }),
  'falcon-7b': dense('falcon', [4544, 32, 71, 1, 18176, 65_024, 2048]),
  'seed-coder-8b': dense('llama', [4096, 32, 32, 8, 14336, 155_136, 32_768]),
  'devstral-small-2505': dense('mistral', [5120, 40, 32, 8, 32768, 131_072, 131_072], { head_dim: 128 }),
  'magistral-small-2506': dense('mistral', [5120, 40, 32, 8, 32768, 131_072, 40_960], { head_dim: 128 }),
};
