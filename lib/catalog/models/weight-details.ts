/**
 * What the dimensions of catalog models leave out of their weights: towers, gates, tables. Found by holding the sum of the matrices against the
 * size of the published checkpoint (multi-token prediction, which engines do not load by themselves, set apart) and against loaded weights in
 * start-up logs; November 2026.
 */
import type { EncoderFacts, WeightDetailFacts } from '../weight-detail';

/** SigLIP so400m with its projector: 27 layers of 1,152 (google/gemma-3 config.json). */
const SIGLIP = 0.42e9;
/** One image of 896 × 896 in patches of 14, pooled to 256 tokens. */
const SIGLIP_ENCODER: EncoderFacts = {
  hiddenSize: 1152,
  intermediateSize: 4304,
  matrices: 2,
  patchElements: 588,
  patchesPerItem: 4096,
  tokensPerItem: 256,
};
/** Pixtral: 24 gated layers of 1,024 with projector and patch merger (mistralai config.json). */
const PIXTRAL: WeightDetailFacts = {
  towerParams: 0.42e9,
  towerShape: { layers: 24, hiddenSize: 1024 },
  // Images of up to 1,540 × 1,540; four patches become a token.
  encoder: { hiddenSize: 1024, intermediateSize: 4096, matrices: 3, patchElements: 588, patchesPerItem: 12_100, tokensPerItem: 3025 },
};
/** Positions × head width of a context stretched eightfold, and once more for the windowed layers (`rope_scaling` of gemma-3). */
const gemma3 = (headDim: number): WeightDetailFacts => ({
  towerParams: SIGLIP,
  towerShape: { layers: 27, hiddenSize: 1152 },
  encoder: SIGLIP_ENCODER,
  ropeTableEntries: 131_072 * headDim * (8 + 1),
});
/** Checkpoints exceed the text model by 0.9–1.0 GiB. */
const GEMMA_4: WeightDetailFacts = { towerParams: 0.55e9 };
/**
 * Query gate of every attention layer, a quarter of each head rotated with a table four times as long (rotary embedding of three axes), and the
 * vision tower of Qwen3-VL with its merger; its largest image has 65,536 patches of two frames.
 */
const qwen35 = (layers: number, hiddenSize: number, intermediateSize: number, out: number): WeightDetailFacts => ({
  gatedQuery: true,
  // The file says `depth`.
  towerShape: { layers: null, hiddenSize },
  towerParams:
    layers * (4 * hiddenSize ** 2 + 2 * hiddenSize * intermediateSize) +
    (1536 + 2304) * hiddenSize +
    4 * hiddenSize * (4 * hiddenSize + out),
  encoder: { hiddenSize, intermediateSize, matrices: 2, patchElements: 1536, patchesPerItem: 65_536, tokensPerItem: 16_384 },
  ropeTableEntries: 4 * 262_144 * 64,
});
const qwen35Large = (out: number) => qwen35(27, 1152, 4304, out);
/** Squared ReLU: up and down, no gate. */
const PLAIN_FEED_FORWARD: WeightDetailFacts = { feedForwardMatrices: 2 };
/** 34 layers of 1,408 with adapter (meta-llama/Llama-4 config.json). */
const LLAMA_4: WeightDetailFacts = { towerParams: 0.85e9, towerShape: { layers: 34, hiddenSize: 1408 } };
/** Per-layer embeddings and audio: the formula does not know their sizes, the checkpoint does. */
const UNKNOWN_TOWERS: WeightDetailFacts = { towerParams: null };

/** By catalog id; models that are not listed need nothing beside their dimensions. */
/** DeepSeek-V4-Flash config.json: 21 layers of ratio 4, 20 of ratio 128; the matrices of vllm/models/deepseek_v4 sum up to the published 284 billion. */
const DEEPSEEK_V4_FLASH: WeightDetailFacts = {
  compressedAttention: {
    qLoraRank: 1024,
    oLoraRank: 1024,
    outputGroups: 8,
    indexedLayers: 21,
    compressedLayers: 20,
    indexer: { heads: 64, headDim: 128 },
    streams: 4,
  },
};

export const WEIGHT_DETAILS: Readonly<Record<string, WeightDetailFacts>> = {
  'deepseek-v4-flash': DEEPSEEK_V4_FLASH,
  'mistral-small-3.1-24b-instruct-2503': PIXTRAL,
  'mistral-small-3.2-24b-instruct-2506': PIXTRAL,
  'magistral-small-2509': PIXTRAL,
  'devstral-small-2-24b-instruct-2512': PIXTRAL,
  'ministral-3-3b-instruct-2512': PIXTRAL,
  'ministral-3-8b-instruct-2512': PIXTRAL,
  'ministral-3-14b-instruct-2512': PIXTRAL,
  'gemma-3-4b-it': gemma3(256),
  'gemma-3-12b-it': gemma3(256),
  'gemma-3-27b-it': gemma3(128),
  'gemma-4-e2b-it': UNKNOWN_TOWERS,
  'gemma-4-e4b-it': UNKNOWN_TOWERS,
  'gemma-4-26b-a4b-it': GEMMA_4,
  'gemma-4-31b-it': GEMMA_4,
  'llama-4-scout-17b-16e-instruct': LLAMA_4,
  'llama-4-maverick-17b-128e-instruct': LLAMA_4,
  'qwen3-next-80b-a3b-instruct': { gatedQuery: true },
  'qwen3.5-4b': qwen35(24, 1024, 4096, 2560),
  'qwen3.5-9b': qwen35Large(4096),
  'qwen3.5-27b': qwen35Large(5120),
  'qwen3.5-35b-a3b': qwen35Large(2048),
  'qwen3.5-122b-a10b': qwen35Large(3072),
  'qwen3.5-397b-a17b': qwen35Large(4096),
  'qwen3.6-27b': qwen35Large(5120),
  'qwen3.6-35b-a3b': qwen35Large(2048),
  'qwen3.8-27b': qwen35Large(5120),
  // Weights in 4 bit with one 16-bit scale per 32; vision tower MoonViT, 27 layers of 1,152.
  'kimi-k2-thinking': { quantizationGroup: 32 },
  'kimi-k2.5': { quantizationGroup: 32, towerParams: 0.45e9, towerShape: { layers: 27, hiddenSize: 1152 } },
  'nvidia-nemotron-nano-9b-v2': PLAIN_FEED_FORWARD,
  'nvidia-nemotron-3-nano-30b-a3b-bf16': PLAIN_FEED_FORWARD,
  'nvidia-nemotron-3-super-120b-a12b-bf16': PLAIN_FEED_FORWARD,
  'nvidia-nemotron-3-ultra-550b-a55b-bf16': PLAIN_FEED_FORWARD,
};
