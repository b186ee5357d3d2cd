/** What a `config.json` says, family by family, under the names the families use. */
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { sizeLine } from '../../../lib/sizing/size-line';
import { problemsIn } from '../../support/problems-in';

const LLAMA = {
  model_type: 'llama',
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 131072,
  torch_dtype: 'bfloat16',
};
const facts = (config: Readonly<Record<string, unknown>>) => Model.fromConfig(config).facts;

test('a plain decoder: head width by division, untied because its class says so', () => {
  expect(facts(LLAMA)).toMatchObject({
    attentionKind: 'GQA',
    headDim: 128,
    tiedEmbeddings: false,
    nativeDtype: 'bf16',
    nativeQuantization: null,
  });
});

test('head width comes from the file where the file tells it', () => {
  expect(facts({ ...LLAMA, model_type: 'qwen3', hidden_size: 5120, head_dim: 128, num_attention_heads: 64 }).headDim).toBe(128);
});

test('the language model of a vision-language file is found, with the dtype told outside', () => {
  const { torch_dtype: _, ...text } = LLAMA;
  const vision = {
    model_type: 'siglip_vision_model',
    hidden_size: 1152,
    intermediate_size: 4304,
    num_hidden_layers: 27,
    image_size: 896,
    patch_size: 14,
  };
  const found = facts({ model_type: 'llava', torch_dtype: 'float16', text_config: text, vision_config: vision });
  expect([found.layers, found.nativeDtype]).toEqual([32, 'fp16']);
  expect((found.weightDetail?.towerParams ?? 0) / 1e9).toBeCloseTo(0.438, 3);
});

test.each([
  ['internvl_chat', 'llm_config', 'qwen2', false, true, true],
  ['llava', 'text_config', 'qwen2', false, true, true],
  ['qwen3_vl_moe', 'text_config', 'qwen3_vl_moe_text', false, true, false],
  ['gemma3', 'text_config', 'gemma3_text', undefined, undefined, true],
  ['mistral3', 'text_config', 'mistral', undefined, undefined, false],
  ['mistral3', 'text_config', 'mistral', true, false, true],
])('%s with %s of %s, tied %s outside and %s inside: %s', (model_type, key, type, outside, inside, expected) => {
  const told = (tie: boolean | undefined) => (tie === undefined ? {} : { tie_word_embeddings: tie });
  const config = { model_type, ...told(outside), [key]: { ...LLAMA, model_type: type, ...told(inside) } };
  expect(facts(config).tiedEmbeddings).toBe(expected);
});

test('a latent is a latent, wherever it is nested', () => {
  const latent = {
    ...LLAMA,
    model_type: 'deepseek_v3',
    kv_lora_rank: 512,
    qk_rope_head_dim: 64,
    qk_nope_head_dim: 128,
    v_head_dim: 128,
    q_lora_rank: null,
  };
  expect(facts({ text_config: latent })).toMatchObject({
    attentionKind: 'MLA',
    mla: { kvLoraRank: 512, qkRopeHeadDim: 64, qLoraRank: null },
  });
});

describe('experts, by any name', () => {
  test.each([
    [
      'Mixtral',
      { num_local_experts: 8, num_experts_per_tok: 2 },
      { experts: 8, activeExperts: 2, expertIntermediateSize: 14336, denseLayers: 0 },
    ],
    [
      'Qwen',
      { num_experts: 128, num_experts_per_tok: 8, moe_intermediate_size: 768 },
      { experts: 128, expertIntermediateSize: 768, moeLayers: 32 },
    ],
    [
      'DeepSeek',
      { n_routed_experts: 64, n_shared_experts: 2, num_experts_per_tok: 6, moe_intermediate_size: 1408, first_k_dense_replace: 1 },
      { experts: 64, sharedExperts: 2, moeLayers: 31, denseLayers: 1 },
    ],
  ])('%s', (_, fields, moe) => {
    expect(facts({ ...LLAMA, ...fields }).moe).toMatchObject(moe);
  });
});

describe('windows', () => {
  const types = Array.from({ length: 32 }, (_, index) => (index % 4 === 3 ? 'full_attention' : 'sliding_attention'));

  test.each([
    ['listed layer by layer', { sliding_window: 1024, layer_types: types }, { windowTokens: 1024, slidingLayers: 24, fullLayers: 8 }],
    ['every sixth layer full', { sliding_window: 1024, sliding_window_pattern: 6 }, { slidingLayers: 27, fullLayers: 5 }],
    ['all layers', { sliding_window: 4096 }, { slidingLayers: 32, fullLayers: 0 }],
  ])('%s', (_, fields, window) => {
    expect(facts({ ...LLAMA, ...fields }).slidingWindow).toMatchObject(window);
  });

  test('switched off', () => {
    expect(facts({ ...LLAMA, sliding_window: 4096, use_sliding_window: false }).slidingWindow).toBeNull();
  });
});

describe('layers that keep a state', () => {
  const types = Array.from({ length: 32 }, (_, index) => (index % 4 === 3 ? 'full_attention' : 'linear_attention'));

  test('gated delta', () => {
    const linear = {
      linear_num_key_heads: 16,
      linear_key_head_dim: 128,
      linear_num_value_heads: 32,
      linear_value_head_dim: 128,
      linear_conv_kernel_dim: 4,
    };
    const { attentionKind, linearState } = facts({ ...LLAMA, layer_types: types, mamba_ssm_dtype: 'float32', ...linear });
    expect(attentionKind).toBe('hybrid');
    // The same layers in the catalog's Qwen3.5 rows: 2,146,304 bytes each.
    expect(linearState).toMatchObject({ attentionLayers: 8, linearLayers: 24, stateBytesPerLayer: 2_146_304 });
  });

  test('Mamba by pattern', () => {
    const mamba = {
      hybrid_override_pattern: 'M-M*M-ME',
      mamba_num_heads: 64,
      mamba_head_dim: 64,
      ssm_state_size: 128,
      n_groups: 8,
      conv_kernel: 4,
    };
    expect(facts({ ...LLAMA, num_hidden_layers: 8, ...mamba }).linearState).toMatchObject({
      attentionLayers: 1,
      linearLayers: 4,
      mlpLayers: 2,
    });
  });
});

describe('quantised checkpoints', () => {
  const compressed = (num_bits: number, type: string, group_size: number | null = null) => ({
    quant_method: 'compressed-tensors',
    config_groups: { group_0: { weights: { num_bits, type, group_size } } },
    ignore: ['lm_head'],
  });

  test.each([
    ['fp8', { quant_method: 'fp8', weight_block_size: [128, 128] }, 'fp8'],
    ['AWQ', { quant_method: 'awq', bits: 4, group_size: 128 }, 'awq'],
    ['GPTQ with 8 bit', { quant_method: 'gptq', bits: 8, group_size: 128 }, 'int8'],
    ['compressed-tensors W4A16', compressed(4, 'int', 128), 'int4'],
    ['compressed-tensors FP8', compressed(8, 'float'), 'fp8'],
    ['compressed-tensors INT8', compressed(8, 'int'), 'int8'],
    ['MXFP4', { quant_method: 'mxfp4' }, 'mxfp4'],
    ['ModelOpt NVFP4', { quant_method: 'modelopt', quant_algo: 'NVFP4' }, 'nvfp4'],
    ['bitsandbytes', { quant_method: 'bitsandbytes', load_in_4bit: true }, 'bnb4'],
  ])('%s', (_, quantization_config, scheme) => {
    expect(facts({ ...LLAMA, quantization_config }).nativeQuantization).toBe(scheme);
  });

  test('what a wildcard leaves out stays in 16 bit', () => {
    const quantization_config = { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn', 'lm_head'] };
    expect(facts({ ...LLAMA, quantization_config }).weightDetail?.unquantized).toEqual(['attention']);
  });
});

describe('a cache that the checkpoint asks for', () => {
  const LLAMA = {
    model_type: 'llama',
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    hidden_size: 4096,
    intermediate_size: 14336,
    vocab_size: 128256,
  };
  const asks = (quantization_config: object) =>
    Model.fromConfig({ ...LLAMA, torch_dtype: 'bfloat16', quantization_config }).facts.weightDetail?.kvCacheFormat;
  const NVFP4 = { quant_method: 'modelopt', quant_algo: 'NVFP4' };

  test.each<[string, object, string | undefined]>([
    ['8-bit floats with fixed scales', { ...NVFP4, kv_cache_scheme: { dynamic: false, num_bits: 8, type: 'float' } }, 'fp8'],
    ['by name', { ...NVFP4, kv_cache_quant_algo: 'FP8' }, 'fp8'],
    ['by name, one level down', { ...NVFP4, quantization: { kv_cache_quant_algo: 'FP8' } }, 'fp8'],
    ['scales of each run', { ...NVFP4, kv_cache_scheme: { dynamic: true, num_bits: 8, type: 'float' } }, undefined],
    ['nothing', NVFP4, undefined],
    ['null', { ...NVFP4, kv_cache_scheme: null, kv_cache_quant_algo: null }, undefined],
  ])('%s', (_, config, expected) => {
    expect(asks(config)).toBe(expected);
  });

  test('vLLM does so since 0.15, unless it is told otherwise: half the bytes', () => {
    const modelConfig = {
      ...LLAMA,
      torch_dtype: 'bfloat16',
      max_position_embeddings: 8192,
      quantization_config: { ...NVFP4, kv_cache_quant_algo: 'FP8' },
    };
    const bytes = (more: object) => {
      const answer = sizeLine({ modelConfig, gpu: 'B200', engine: 'vllm', repairs: false, ...more });
      return 'error' in answer ? null : answer.kvBytesPerToken;
    };
    expect(bytes({ engineVersion: '0.24.0' })).toBe(65_536);
    expect(bytes({ engineVersion: '0.13.0' })).toBe(131_072);
    expect(bytes({ engineVersion: '0.24.0', kvCacheDtype: 'bf16' })).toBe(131_072);
  });
});

describe('rotary tables', () => {
  const entries = (fields: object) => facts({ ...LLAMA, ...fields }).weightDetail?.ropeTableEntries;

  test('are as long as the context', () => {
    expect(entries({})).toBe(131_072 * 128);
  });

  test('grow with linear scaling, and gemma-3 has a second one for its windows', () => {
    expect(entries({ rope_scaling: { rope_type: 'linear', factor: 8 } })).toBe(8 * 131_072 * 128);
    expect(entries({ model_type: 'gemma3_text', head_dim: 256, rope_scaling: { rope_type: 'linear', factor: 8 } })).toBe(9 * 131_072 * 256);
  });

  test('rotate only a part of the head where the file says so', () => {
    expect(entries({ partial_rotary_factor: 0.5 })).toBe(131_072 * 64);
  });
});

test('an encoder keeps no cache', () => {
  expect(facts({ ...LLAMA, model_type: 'xlm-roberta' })).toMatchObject({ attentionKind: 'encoder', kind: 'embedding' });
});

test('what the file does not tell stays unknown', () => {
  expect(facts({ model_type: 'brand_new', hidden_size: 4096 })).toMatchObject({
    layers: null,
    attentionKind: null,
    tiedEmbeddings: null,
    vocabSize: null,
  });
});

describe('a GPU as its driver reports it', () => {
  test.each([
    ['NVIDIA H100 80GB HBM3', 'h100-sxm-80'],
    ['NVIDIA H100 PCIe', 'h100-pcie-80'],
    ['NVIDIA A100-SXM4-80GB', 'a100-sxm-80'],
    ['NVIDIA A100-PCIE-40GB', 'a100-pcie-40'],
    ['NVIDIA GeForce RTX 4090', 'rtx-4090'],
    ['NVIDIA L40S', 'l40s'],
    ['Tesla T4', 't4'],
    ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'rtx-pro-6000-blackwell'],
    ['NVIDIA H200', 'h200-sxm-141'],
  ])('%s is %s', (name, id) => {
    expect(Gpu.byProductName(name)?.id).toBe(id);
  });

  test('a board of another name is not taken for one of the catalog', () => {
    expect(
      ['NVIDIA GeForce RTX 4090 D', 'NVIDIA GB10', 'Tesla V100-SXM2-32GB', 'NVIDIA L4X'].map((name) => Gpu.byProductName(name)),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('has the memory that it reports, and what the board has beside', () => {
    const gpu = Gpu.fromReported({ name: 'NVIDIA RTX 6000 Ada Generation', memoryGiB: 47.48 });
    expect([gpu.reportedMemoryGiB, gpu.facts.memoryBandwidthGBps]).toEqual([47.48, 960]);
    expect(Gpu.fromReported({ name: 'NVIDIA GB10', memoryGiB: 119.7 }).facts.memoryBandwidthGBps).toBeNull();
  });
});

describe('what is given to Model.fromConfig', () => {
  const from = (config: unknown, options?: unknown) =>
    Model.fromConfig(config as Record<string, unknown>, options as Parameters<typeof Model.fromConfig>[1]);
  const problemsOf = (build: () => unknown) => {
    return problemsIn(build).map(({ code, prop }) => `${code} ${prop}`);
  };

  test.each([[null], [undefined], ['{}'], [[]], [[{}]], [7], [true]])('%j is no config.json', (config) => {
    expect(problemsOf(() => from(config))).toEqual(['AF-SPEC-001 config']);
  });

  test.each([
    [{ di: 'x' }, ['AF-SPEC-002 di']],
    [{ id: '' }, ['AF-SPEC-001 id']],
    [{ id: 7 }, ['AF-SPEC-001 id']],
    [{ checkpointGiB: -1 }, ['AF-SPEC-001 checkpointGiB']],
    [{ asOf: 'yesterday' }, ['AF-SPEC-001 asOf']],
  ])('options %j are refused', (options, expected) => {
    expect(problemsOf(() => from({ hidden_size: 64 }, options))).toEqual(expected);
  });

  test('options that are not an object are refused', () => {
    expect(problemsOf(() => from({}, 'acme/x'))).toHaveLength(1);
    expect(problemsOf(() => from({}, null))).toHaveLength(1);
  });

  test('the name in the file is never the place to load from', () => {
    const { facts } = from({ _name_or_path: 'meta-llama/Llama-3.1-8B', architectures: ['LlamaForCausalLM'] });
    expect(facts.id).toBe('LlamaForCausalLM');
    expect(facts.huggingFaceId).not.toContain('meta-llama');
    expect(from({}, { id: 'acme/ours' }).facts.huggingFaceId).toBe('acme/ours');
  });
});
