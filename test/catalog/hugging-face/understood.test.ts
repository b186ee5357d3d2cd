/** A `config.json` is understood or named: exact bytes and parameters where it is, worked by hand; the key that was not where it is not. */
import fc from 'fast-check';
import { replicaLayout } from '../../../lib/capacity/engines/vllm/replica-layout';
import { kvLayout, sequenceBytes } from '../../../lib/capacity/model/kv-layout';
import { tensorPlan } from '../../../lib/capacity/model/tensors';
import { weightsPerGpu } from '../../../lib/capacity/model/weights';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { sizeLine } from '../../../lib/sizing/size-line';
import { replica } from '../../capacity/support';
import { runs } from '../../support/runs';

type Config = Readonly<Record<string, unknown>>;
const facts = (config: Config) => Model.fromConfig(config).facts;
const bytes = (config: Config, dtype: 'auto' | 'fp8' = 'auto') => kvLayout(facts(config), dtype, 1).bytesPerToken;
const unread = (config: Config) => facts(config).weightDetail?.unread ?? [];
const billions = (config: Config) => {
  const { groups, missing } = tensorPlan(facts(config));
  expect(missing).toEqual([]);
  return groups.reduce((sum, { elements }) => sum + elements, 0) / 1e9;
};
const repeat = <T>(times: number, ...items: readonly T[]): T[] => Array.from({ length: times }, () => items).flat();

const LLAMA = {
  model_type: 'llama',
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128_256,
  max_position_embeddings: 131_072,
  torch_dtype: 'bfloat16',
};
/** moonshotai/Kimi-Linear-48B-A3B-Instruct. */
const KIMI_LINEAR = {
  model_type: 'kimi_linear',
  vocab_size: 163_840,
  hidden_size: 2304,
  num_hidden_layers: 27,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  intermediate_size: 9216,
  head_dim: 72,
  model_max_length: 1_048_576,
  linear_attn_config: {
    kda_layers: [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26],
    full_attn_layers: [4, 8, 12, 16, 20, 24, 27],
    num_heads: 32,
    head_dim: 128,
    short_conv_kernel_size: 4,
  },
  num_experts: 256,
  moe_intermediate_size: 1024,
  kv_lora_rank: 512,
  q_lora_rank: null,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  num_experts_per_token: 8,
  num_shared_experts: 1,
  first_k_dense_replace: 1,
  moe_layer_freq: 1,
  num_nextn_predict_layers: 0,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};
/** zai-org/GLM-5.2: 21 of 78 layers own an indexer. */
const GLM_5_2 = {
  model_type: 'glm_moe_dsa',
  hidden_size: 6144,
  vocab_size: 154_880,
  num_hidden_layers: 78,
  num_attention_heads: 64,
  num_key_value_heads: 64,
  q_lora_rank: 2048,
  kv_lora_rank: 512,
  qk_nope_head_dim: 192,
  qk_rope_head_dim: 64,
  v_head_dim: 256,
  intermediate_size: 12_288,
  moe_intermediate_size: 2048,
  n_routed_experts: 256,
  n_shared_experts: 1,
  num_experts_per_tok: 8,
  index_n_heads: 32,
  index_head_dim: 128,
  index_topk: 2048,
  num_nextn_predict_layers: 1,
  mlp_layer_types: [...repeat(3, 'dense'), ...repeat(75, 'sparse')],
  indexer_types: [...repeat(3, 'full'), ...repeat(18, 'shared', 'shared', 'shared', 'full'), ...repeat(3, 'shared')],
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};
/** deepseek-ai/DeepSeek-V4-Flash: the last ratio is that of the layer for multi-token prediction. */
const DEEPSEEK_V4_FLASH = {
  model_type: 'deepseek_v4',
  compress_ratios: [0, 0, ...repeat(20, 4, 128), 4, 0],
  expert_dtype: 'fp4',
  head_dim: 512,
  hidden_size: 4096,
  index_head_dim: 128,
  index_n_heads: 64,
  index_topk: 512,
  max_position_embeddings: 1_048_576,
  moe_intermediate_size: 2048,
  n_routed_experts: 256,
  n_shared_experts: 1,
  num_attention_heads: 64,
  num_experts_per_tok: 6,
  num_hash_layers: 3,
  num_hidden_layers: 43,
  num_key_value_heads: 1,
  num_nextn_predict_layers: 1,
  o_groups: 8,
  o_lora_rank: 1024,
  q_lora_rank: 1024,
  qk_rope_head_dim: 64,
  sliding_window: 128,
  vocab_size: 129_280,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  quantization_config: { quant_method: 'fp8' },
};
/** tiiuae/Falcon-H1-0.5B: attention and Mamba side by side in each of 36 layers. */
const FALCON_H1 = {
  model_type: 'falcon_h1',
  hidden_size: 1024,
  num_hidden_layers: 36,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  head_dim: 64,
  intermediate_size: 2048,
  vocab_size: 32_784,
  mamba_d_ssm: 1536,
  mamba_n_heads: 24,
  mamba_d_head: 64,
  mamba_d_state: 128,
  mamba_n_groups: 1,
  mamba_d_conv: 4,
  mamba_chunk_size: 128,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};
const EXAONE = { ...LLAMA, model_type: 'exaone4', num_hidden_layers: 64, sliding_window: 4096, sliding_window_pattern: 'LLLG' };

describe('Kimi-Linear', () => {
  test('7 of 27 layers keep a latent of 576 values: 7 × 576 × 2 = 8,064 bytes a token', () => {
    expect(unread(KIMI_LINEAR)).toEqual([]);
    expect(bytes(KIMI_LINEAR)).toBe(8064);
  });
  test('20 layers keep a state: 32 × 128² in fp32 and 3 × 3 columns of 4,096 in 16 bit = 2,170,880 bytes', () => {
    expect(facts(KIMI_LINEAR).linearState).toMatchObject({ linearLayers: 20, attentionLayers: 7, stateBytesPerLayer: 2_170_880 });
  });
  // Experts 47.11, shared 0.18, vocabulary 0.75, latents 0.20, delta layers 0.79, dense layer 0.06 billion.
  test('49.1 billion parameters', () => expect(billions(KIMI_LINEAR)).toBeCloseTo(49.12, 1));
});

describe('GLM-5.2', () => {
  test('78 latents and 21 indexer keys: 78 × 656 + 21 × 132 = 53,940 bytes a token in fp8, 78 × 1,152 + 2,772 in 16 bit', () => {
    expect(unread(GLM_5_2)).toEqual([]);
    expect(bytes(GLM_5_2, 'fp8')).toBe(53_940);
    expect(bytes(GLM_5_2)).toBe(92_628);
  });
  test('the catalog says the same', () => {
    expect(kvLayout(Model.byId('glm-5.2-fp8')?.facts ?? facts(LLAMA), 'fp8', 1).bytesPerToken).toBe(53_940);
  });
  // As GLM-5.1 (743.9), less the indexers of 57 layers (57 × (32 × 128 × 2,048 + 6,144 × 128) = 0.52).
  test('743.4 billion parameters', () => expect(billions(GLM_5_2)).toBeCloseTo(743.4, 0));
  test('without the list every layer has its own, and a step is not understood', () => {
    const { indexer_types: _, ...plain } = GLM_5_2;
    expect(bytes(plain, 'fp8')).toBe(61_464);
    expect(unread({ ...plain, index_topk_freq: 4 }).join()).toContain('index_topk_freq');
  });
});

describe('DeepSeek-V4-Flash', () => {
  test('as the catalog has it: 21 × 584 ÷ 4 + 20 × 584 ÷ 128 + 21 × 64 ÷ 4 = 3,493 bytes a token', () => {
    const { kvBytes } = Model.DEEPSEEK_V4_FLASH.facts;
    expect(facts(DEEPSEEK_V4_FLASH)).toMatchObject({ attentionKind: 'compressed', expertQuantization: 'fp4', kvBytes });
    expect(bytes(DEEPSEEK_V4_FLASH)).toBe(3493);
  });
  /*
   * Experts 43 × 256 × 3 × 4,096 × 2,048 = 277.03; shared 1.08; vocabulary 1.06. A layer: 4,096 × (1,024 + 512) down, 1,024 × 32,768 queries,
   * 32,768 × 1,024 and 8 × 1,024 × 4,096 outputs = 106.95 million, × 43 = 4.60. Compressors 21 × 10.49 + 20 × 4.19 million = 0.30, indexers
   * 21 × 8.65 million = 0.18, mixers 43 × 0.79 million = 0.03, router 0.05. The model card says 284 billion.
   */
  test('284.3 billion parameters, of the configuration and of the catalog', () => {
    expect(billions(DEEPSEEK_V4_FLASH)).toBeCloseTo(284.33, 1);
    const { groups } = tensorPlan(Model.DEEPSEEK_V4_FLASH.facts);
    expect(groups.reduce((sum, { elements }) => sum + elements, 0) / 1e9).toBeCloseTo(284.33, 1);
  });
  test('DeepSeek-V4-Pro with its dimensions: 791.6 GiB of the 805.3 that its files hold with the layer for multi-token prediction', () => {
    const pro = { ...DEEPSEEK_V4_FLASH, compress_ratios: [128, ...repeat(30, 4, 128)], hidden_size: 7168, num_hidden_layers: 61 };
    const large = { num_attention_heads: 128, moe_intermediate_size: 3072, n_routed_experts: 384, q_lora_rank: 1536, o_groups: 16 };
    const { perGpuGiB } = weightsPerGpu(facts({ ...pro, ...large }), 'checkpoint', 1);
    // A layer more: 384 × 3 × 7,168 × 3,072 at 0.53125 bytes = 12.55 GiB of experts, 0.4 of everything else.
    expect(Math.abs(((perGpuGiB ?? 0) + 12.55 + 0.4) / 805.34 - 1)).toBeLessThan(0.003);
  });
  test('a sequence reserves window and batch: 43 × 584 + 8 × (21 × 2 × 640 + 20 × 512) = 322,072 bytes for each of their tokens, and 1.33 times that in groups', () => {
    const spec = replica({
      model: Model.DEEPSEEK_V4_FLASH,
      gpu: Gpu.H200_SXM,
      tensorParallel: 8,
      maxNumBatchedTokens: 16_384,
      maxContextTokens: 30_000,
    });
    expect(43 * 584 + 8 * (21 * 2 * 640 + 20 * 512)).toBe(322_072);
    expect(replicaLayout(spec).bytesPerSequence).toBeCloseTo(1.33 * (127 + 16_384) * 322_072, 0);
    expect(replicaLayout({ ...spec, maxContextTokens: 4096 }).bytesPerSequence).toBeCloseTo(1.33 * 4096 * 322_072, 0);
    // A request of 30,000 tokens asked for 6.66 GiB, and 5.44 GiB held 13,528 (vllm#44376).
    const request = (maxContextTokens: number) =>
      sequenceBytes(replicaLayout({ ...spec, maxContextTokens }), maxContextTokens, 16_384) / 1024 ** 3;
    expect(Math.abs(request(30_000) / 6.66 - 1)).toBeLessThan(0.02);
    expect(Math.abs(request(13_528) / 5.44 - 1)).toBeLessThan(0.02);
  });
  test('what its groups take for a token is not explained, so the answer is never yes', () => {
    const asked = sizeLine({
      modelConfig: DEEPSEEK_V4_FLASH,
      gpu: 'h200-sxm',
      tensorParallel: 8,
      maxModelLen: 8192,
      engineVersion: '0.33.0',
    });
    expect(asked).toMatchObject({ verdict: 'uncertain' });
    expect(JSON.stringify(asked)).toContain('compressed attention');
  });
  test.each(['q_lora_rank', 'o_lora_rank', 'o_groups', 'index_n_heads', 'index_head_dim'])(
    'without %s its weights are asked for',
    (key) => {
      const { [key as 'o_groups']: _, ...config } = DEEPSEEK_V4_FLASH;
      const asked = sizeLine({ modelConfig: config, gpu: 'h200-sxm', tensorParallel: 8, maxModelLen: 8192 });
      expect(asked).toMatchObject({ verdict: 'uncertain', missing: ['dimensions of the compressed attention'] });
    },
  );
});

describe('Falcon-H1', () => {
  test('36 layers × 2 KV heads × 64 × 2 × 2 = 18,432 bytes a token', () => {
    expect(unread(FALCON_H1)).toEqual([]);
    expect(bytes(FALCON_H1)).toBe(18_432);
    expect(facts(FALCON_H1).linearState).toMatchObject({ attentionLayers: 36, linearLayers: 36 });
  });
  // A layer: attention 1.31, Mamba 5.01, feed-forward 6.29 million; vocabulary 67 million.
  test('0.52 billion parameters', () => expect(billions(FALCON_H1)).toBeCloseTo(0.521, 2));
});

/** meituan-longcat/LongCat-Flash-Chat. */
const LONGCAT = {
  model_type: 'longcat_flash',
  hidden_size: 6144,
  num_layers: 28,
  num_attention_heads: 64,
  ffn_hidden_size: 12_288,
  expert_ffn_hidden_size: 2048,
  n_routed_experts: 512,
  zero_expert_num: 256,
  zero_expert_type: 'identity',
  moe_topk: 12,
  q_lora_rank: 1536,
  kv_lora_rank: 512,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  vocab_size: 131_072,
  max_position_embeddings: 131_072,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

describe('LongCat-Flash', () => {
  test('two sublayers of latents in each of 28 layers: 56 × 576 × 2 = 64,512 bytes a token', () => {
    expect(unread(LONGCAT)).toEqual([]);
    expect(bytes(LONGCAT)).toBe(64_512);
    // transformers counts sublayers: the same model.
    expect(bytes({ ...LONGCAT, num_hidden_layers: 56 })).toBe(64_512);
  });
  /*
   * Experts 28 × 512 × 3 × 6,144 × 2,048 = 541.17; dense 56 × 3 × 6,144 × 12,288 = 12.68; a sublayer 6,144 × 2,112 + 64 × (1,536 × 192 + 512 × 256 +
   * 128 × 6,144) = 90.57 million, × 56 = 5.07; vocabulary 1.61; router 0.09. The card says 560 billion.
   */
  test('560.6 billion parameters', () => expect(billions(LONGCAT)).toBeCloseTo(560.62, 1));
  test('12 experts of a token, 28 layers with experts and dense blocks in all of 56', () => {
    expect(facts(LONGCAT)).toMatchObject({ layers: 56, moe: { activeExperts: 12, moeLayers: 28, expertIntermediateSize: 2048 } });
  });
  test('its n-gram sibling brings a key that is named', () => {
    expect(unread({ ...LONGCAT, ngram_vocab_size_ratio: 78 }).join()).toContain('ngram_vocab_size_ratio');
  });
});

/** inclusionAI/Ring-mini-linear-2.0. */
const RING_LINEAR = {
  model_type: 'bailing_moe_linear',
  first_k_dense_replace: 1,
  group_norm_size: 4,
  head_dim: 128,
  hidden_size: 2048,
  intermediate_size: 5120,
  layer_group_size: 5,
  max_position_embeddings: 131_072,
  moe_intermediate_size: 512,
  moe_shared_expert_intermediate_size: 512,
  num_attention_heads: 16,
  num_experts: 256,
  num_experts_per_tok: 8,
  num_hidden_layers: 20,
  num_key_value_heads: 4,
  num_nextn_predict_layers: 0,
  num_shared_experts: 1,
  vocab_size: 157_184,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

describe('Ring-mini-linear', () => {
  test('4 of 20 layers have attention: 4 × 4 KV heads × 128 × 2 × 2 = 8,192 bytes a token', () => {
    expect(unread(RING_LINEAR)).toEqual([]);
    expect(bytes(RING_LINEAR)).toBe(8192);
  });
  test('16 layers keep a state of 16 × 128² values in 16 bit = 524,288 bytes', () => {
    expect(facts(RING_LINEAR).linearState).toMatchObject({ linearLayers: 16, attentionLayers: 4, stateBytesPerLayer: 524_288 });
  });
  // Experts 19 × 256 × 3 × 2,048 × 512 = 15.30; vocabulary 0.64; linear layers 16 × 5 × 2,048² = 0.34; attention 0.04; shared, dense and router 0.10.
  test('16.4 billion parameters, as the card says', () => expect(billions(RING_LINEAR)).toBeCloseTo(16.43, 1));
  test('groups that do not fill the layers, and groups of other families, are named', () => {
    expect(unread({ ...RING_LINEAR, num_hidden_layers: 22 }).join()).toContain('layer_group_size');
    expect(unread({ ...LLAMA, layer_group_size: 4 }).join()).toContain('layer_group_size');
  });
});

describe('windows by letters', () => {
  test('LLLG over 64 layers: 48 with a window', () => {
    expect(facts(EXAONE).slidingWindow).toMatchObject({ slidingLayers: 48, fullLayers: 16 });
    expect(unread(EXAONE)).toEqual([]);
  });
  test.each([
    ['LLLG', 30],
    ['LLXG', 64],
    ['local', 64],
  ])('%s over %d layers is named', (sliding_window_pattern, num_hidden_layers) => {
    expect(unread({ ...EXAONE, sliding_window_pattern, num_hidden_layers }).join()).toContain('sliding_window_pattern');
  });
});

/** None of these is read; each could decide. */
const FOREIGN = [
  'kv_compress_ratio',
  'compress_rates',
  'attn_pattern',
  'block_types',
  'linear_attn_every',
  'indexer_layers',
  'index_kpool',
  'num_nextn_blocks',
  'sliding_window_layers',
  'ssm_layers',
  'kda_heads',
  'lightning_interval',
  'global_attn_layers',
  'attention_interval',
  'num_attention_blocks',
  'layer_group_sizes',
];
const VALUES = fc.oneof(
  fc.integer({ min: 1, max: 512 }),
  fc.constantFrom('LG', 'every-2'),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
);
const BASES = [LLAMA, KIMI_LINEAR, GLM_5_2, DEEPSEEK_V4_FLASH, FALCON_H1, EXAONE, LONGCAT, RING_LINEAR];
const ENGINES = ['vllm', 'sglang', 'tensorrt-llm', 'tgi'];

test('a foreign key never gives a silent yes, with any engine', () => {
  fc.assert(
    fc.property(fc.constantFrom(...BASES), fc.constantFrom(...FOREIGN), VALUES, fc.constantFrom(...ENGINES), (base, key, value, engine) => {
      const line = {
        modelConfig: { ...base, [key]: value },
        gpu: 'b300-sxm',
        tensorParallel: 8,
        maxModelLen: 4096,
        checkpointGiB: 20,
        engine,
      };
      const answer = sizeLine(line);
      expect(answer).toMatchObject({ verdict: 'uncertain' });
      expect(JSON.stringify('missing' in answer ? answer.missing : [])).toContain(key);
    }),
    { numRuns: runs(40, 5_000) },
  );
});

/** The kinds of names by which families say what memory depends on, around words that no family uses. */
const WORD = fc.stringMatching(/^[a-z]{2,8}$/).map((word) => `x${word}q`);
const NAMES = fc
  .tuple(
    WORD,
    fc.constantFrom<(word: string) => string>(
      (word) => `${word}_ratio`,
      (word) => `${word}_ratios`,
      (word) => `${word}_pattern`,
      (word) => `${word}_types`,
      (word) => `linear_attn_${word}`,
      (word) => `indexer_${word}`,
      (word) => `index_${word}`,
      (word) => `${word}_expert_dtype`,
      (word) => `compress_${word}`,
      (word) => `num_nextn_${word}`,
      (word) => `sliding_window_${word}`,
      (word) => `${word}_layers`,
      (word) => `${word}_interval`,
    ),
  )
  .map(([word, name]) => name(word));

test('whatever word stands in such a name, it is never a silent yes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...BASES), NAMES, VALUES, (base, key, value) => {
      const answer = sizeLine({
        modelConfig: { ...base, [key]: value },
        gpu: 'b300-sxm',
        tensorParallel: 8,
        maxModelLen: 4096,
        repairs: false,
      });
      expect(answer).toMatchObject({ verdict: 'uncertain' });
      expect(JSON.stringify('missing' in answer ? answer.missing : [])).toContain(key);
    }),
    { numRuns: runs(40, 5_000) },
  );
});

const COUNTED = ['hidden_size', 'num_hidden_layers', 'num_attention_heads', 'vocab_size', 'intermediate_size', 'max_position_embeddings'];

test('a number that cannot be is refused, whichever it is', () => {
  const impossible = fc.oneof(fc.integer({ max: -2 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.integer({ min: 2e9 }));
  fc.assert(
    fc.property(
      fc.constantFrom(LLAMA, KIMI_LINEAR, GLM_5_2, LONGCAT, RING_LINEAR),
      fc.constantFrom(...COUNTED),
      impossible,
      (base, key, value) => {
        const answer = sizeLine({ modelConfig: { ...base, [key]: value }, gpu: 'h100-sxm', repairs: false });
        // LongCat counts its layers under another name: the value given here is not read.
        fc.pre(!(base === LONGCAT && (key === 'num_hidden_layers' || key === 'intermediate_size')));
        expect(answer).toMatchObject({ error: { code: 'AF-SPEC-001', problems: [{ key }] } });
      },
    ),
    { numRuns: runs(40, 5_000) },
  );
});

test.each([
  ['num_layers', -28],
  ['expert_ffn_hidden_size', -1],
  ['ffn_hidden_size', 1e9],
  ['moe_topk', 1e9],
  ['layer_group_size', -5],
  ['o_groups', 1e9],
  ['compress_ratios', [-4]],
])('%s %j is no silent yes', (key, value) => {
  const base = key === 'layer_group_size' ? RING_LINEAR : key === 'o_groups' || key === 'compress_ratios' ? DEEPSEEK_V4_FLASH : LONGCAT;
  const answer = sizeLine({
    modelConfig: { ...base, [key]: value },
    gpu: 'b300-sxm',
    tensorParallel: 8,
    maxModelLen: 4096,
    repairs: false,
  });
  expect('error' in answer || answer.verdict === 'uncertain').toBe(true);
});

test('the same question without the key is answered', () => {
  expect(sizeLine({ modelConfig: LLAMA, gpu: 'b300-sxm', tensorParallel: 8, maxModelLen: 4096 })).toMatchObject({ verdict: 'fits' });
});

test('what is off says nothing', () => {
  for (const value of [null, false, 0, '', []]) expect(unread({ ...LLAMA, linear_attn_every: value })).toEqual([]);
});

test.each(['longcat_flash_2', 'bailing_moe_v3', 'kimi_linear_2'])('the architecture %s is named', (model_type) => {
  expect(unread({ ...LLAMA, model_type, expert_ffn_hidden_size: 2048 }).join()).toContain(model_type);
});

test.each([
  ['hidden_size', -4096],
  ['num_hidden_layers', 1e9],
  ['num_key_value_heads', 0.5],
  ['vocab_size', -1],
  ['head_dim', 1e9],
  ['moe_intermediate_size', -2],
])('%s %d cannot be, and is refused by name', (key, value) => {
  const answer = sizeLine({ modelConfig: { ...LLAMA, [key]: value }, gpu: 'h100-sxm' });
  expect(answer).toMatchObject({ error: { code: 'AF-SPEC-001', problems: [{ key }] } });
});

test('a quantisation that does not exist is named', () => {
  const answer = sizeLine({ modelConfig: { ...LLAMA, quantization_config: { quant_method: 'q0.01' } }, gpu: 'h100-sxm' });
  expect(answer).toMatchObject({ verdict: 'uncertain', missing: [expect.stringContaining('q0.01')] });
});
