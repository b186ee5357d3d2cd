/** Every input of a line takes effect, or the answer says that it could not. */
import fc from 'fast-check';
import { sizeText } from '../../../lib/cli/size/size-command';
import type { SizeAnswer } from '../../../lib/sizing/size-answer';
import { sizeLine } from '../../../lib/sizing/size-line';
import { SIZE_REQUEST_KEYS } from '../../../lib/sizing/size-request';
import { runs } from '../../support/runs';

const LLAMA_8B = { model: 'meta-llama/Llama-3.1-8B-Instruct', gpu: 'h100-sxm-80', engine: 'vllm', engineVersion: '0.19.0' };

function answered(line: object): SizeAnswer {
  const answer = sizeLine({ ...LLAMA_8B, ...line });
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
}

const terms = (line: object) => {
  const { perGpuGiB } = answered(line);
  if (perGpuGiB === null) throw new Error('no figures');
  return perGpuGiB;
};

test.each([
  ['checkpointGiB', { modelConfig: { model_type: 'unheard-of' }, checkpointGiB: 12 }],
  ['engine', { engine: 'sglang' }],
  ['engineVersion', { engineVersion: '0.16.0' }],
  ['gpu', { gpu: 'h200-sxm-141' }],
  ['memoryGiB', { memoryGiB: 60.5 }],
  ['quantization', { quantization: 'fp8' }],
  ['kvCacheDtype', { kvCacheDtype: 'fp8' }],
  ['tensorParallel', { tensorParallel: 2 }],
  ['pipelineParallel', { pipelineParallel: 2 }],
  ['dataParallel', { sessions: 40, dataParallel: 8 }],
  ['expertParallel', { model: 'Qwen/Qwen3-235B-A22B-Instruct-2507', tensorParallel: 4, dataParallel: 8, expertParallel: true }],
  ['decodeContextParallel', { tensorParallel: 16, decodeContextParallel: 2 }],
  ['gpuMemoryUtilization', { gpuMemoryUtilization: 0.8 }],
  ['maxModelLen', { maxModelLen: 4_096 }],
  ['maxNumSeqs', { maxNumSeqs: 16 }],
  ['maxNumBatchedTokens', { maxNumBatchedTokens: 65_536 }],
  ['enforceEager', { engineVersion: '0.22.0', enforceEager: true }],
  ['interconnect', { tensorParallel: 2, interconnect: 'pcie' }],
  ['sampler', { engineVersion: '0.16.0', sampler: 'flashinfer' }],
  ['cpuOffloadGiB', { cpuOffloadGiB: 4 }],
  ['kvOffloadGiB', { kvOffloadGiB: 64 }],
  ['compileCache', { engineVersion: '0.29.0', compileCache: 'warm' }],
  ['kvOffload', { kvOffload: { cpuGiB: 64, nvmeGiB: 512 } }],
  ['lora', { lora: { rank: 64, count: 4 } }],
  ['offline', { offline: true }],
  [
    'limitMmPerPrompt',
    { model: 'Qwen/Qwen2.5-VL-7B-Instruct', engineVersion: '0.23.0', maxModelLen: 128_000, limitMmPerPrompt: { video: 0 } },
  ],
  ['languageModelOnly', { model: 'google/gemma-3-27b-it', languageModelOnly: true }],
  [
    'redundantExperts',
    { model: 'Qwen/Qwen3-235B-A22B-Instruct-2507', tensorParallel: 4, dataParallel: 8, expertParallel: true, redundantExperts: 32 },
  ],
  ['hybridKvCacheManager', { model: 'google/gemma-3-27b-it', maxModelLen: 32_768, hybridKvCacheManager: false }],
  ['speculative', { speculative: { method: 'draft_model', model: 'meta-llama/Llama-3.2-1B-Instruct' } }],
  ['sessions', { sessions: 40 }],
  ['contextTokens', { sessions: 4, contextTokens: 4_096 }],
  ['isl', { isl: 1_000, osl: 100 }],
  ['cachedTokens', { isl: 1_000, osl: 100, cachedTokens: 800 }],
  ['osl', { isl: 1_000, osl: 100 }],
  ['concurrency', { isl: 1_000, osl: 100, concurrency: 32 }],
  ['ttftMs', { isl: 1_000, osl: 100, ttftMs: 2_000 }],
  ['tpotMs', { isl: 1_000, osl: 100, tpotMs: 2 }],
  ['e2eMs', { isl: 1_000, osl: 100, e2eMs: 200 }],
  [
    'schedulerRecvInterval',
    { engine: 'sglang', engineVersion: '0.5.23', isl: 1_000, osl: 100, concurrency: 32, schedulerRecvInterval: 30 },
  ],
])('%s changes the answer', (key, line) => {
  const without = Object.fromEntries(Object.entries(line).filter(([name]) => name !== key));
  expect(answered(line)).not.toEqual(answered(without));
});

test('the list above is the contract', () => {
  const keys =
    'id model modelConfig checkpointGiB engine engineVersion gpu memoryGiB quantization kvCacheDtype tensorParallel pipelineParallel dataParallel expertParallel decodeContextParallel gpuMemoryUtilization maxModelLen maxNumSeqs maxNumBatchedTokens enforceEager interconnect sampler compileCache cpuOffloadGiB kvOffloadGiB kvOffload lora languageModelOnly redundantExperts hybridKvCacheManager prefixCaching offline limitMmPerPrompt speculative sessions contextTokens isl cachedTokens osl concurrency ttftMs tpotMs e2eMs schedulerRecvInterval defaults';
  expect([...SIZE_REQUEST_KEYS].sort()).toEqual([...keys.split(' '), 'repairs'].sort());
});

test('how often the scheduler looks for requests moves the first token of engines that read it; others say that they do not', () => {
  const load = { isl: 1_000, osl: 100, concurrency: 32 };
  const sglang = { ...load, engine: 'sglang', engineVersion: '0.5.23' };
  const first = (line: object) => answered(line).latency?.ttftMs ?? Number.NaN;
  expect(first({ ...sglang, schedulerRecvInterval: 30 })).toBeGreaterThan(first({ ...sglang, schedulerRecvInterval: 10 }));
  expect(first({ ...sglang, schedulerRecvInterval: 1 })).toBe(first(sglang));
  const other = answered({ ...load, schedulerRecvInterval: 30 });
  expect(other.latency).toEqual(answered(load).latency);
  expect(other.notes).toContain('schedulerRecvInterval: does not change the vllm accounting');
});

test.each([0, -1, 1.5, '30', 2_000_000_000])('schedulerRecvInterval %j is refused by name', (schedulerRecvInterval) => {
  const answer = sizeLine({ ...LLAMA_8B, engine: 'sglang', schedulerRecvInterval });
  expect('error' in answer ? answer.error : answer).toMatchObject({
    code: 'AF-SPEC-001',
    message: expect.stringContaining('schedulerRecvInterval'),
  });
});

describe('what lies beside the weights', () => {
  const weights = (line: object) => terms(line).weights;

  test('four adapters of rank 64 take four times the buffers of one', () => {
    const one = weights({ lora: { rank: 64 } }) - weights({});
    expect(one).toBeCloseTo(
      (2 * 64 * (32 * (2 * (4096 + 4096) + 2 * (4096 + 1024) + 3 * (4096 + 14_336)) + 2 * (128_256 + 4096))) / 1024 ** 3,
      2,
    );
    expect(weights({ lora: { rank: 64, count: 4 } }) - weights({})).toBeCloseTo(4 * one, 2);
  });

  test('32 copies of busy experts on 32 ranks are one expert more on each', () => {
    const moe = { model: 'Qwen/Qwen3-235B-A22B-Instruct-2507', tensorParallel: 4, dataParallel: 8, expertParallel: true };
    const expert = (94 * 3 * 4096 * 1536 * 2) / 1024 ** 3;
    expect(weights({ ...moe, redundantExperts: 32 }) - weights(moe)).toBeCloseTo(expert, 2);
  });

  test('without its towers a checkpoint is as large as its language model', () => {
    const gemma = { model: 'google/gemma-3-27b-it' };
    expect(weights(gemma) - weights({ ...gemma, languageModelOnly: true })).toBeCloseTo((0.42e9 * 2) / 1024 ** 3, 2);
  });
});

describe('sampler', () => {
  test('FlashInfer before 0.17: a quarter of a Gemma 3 peak is 1.51 GiB less, as published (flashinfer#1180)', () => {
    const gemma = {
      model: 'google/gemma-3-27b-it',
      engineVersion: '0.9.1',
      maxNumSeqs: 256,
      maxNumBatchedTokens: 2_048,
      maxModelLen: 4_096,
    };
    const [native, flashInfer] = ['native', 'flashinfer'].map((sampler) => terms({ ...gemma, sampler }).kvCache);
    expect((flashInfer ?? 0) - (native ?? 0)).toBeCloseTo(1.51, 2);
  });

  test('where an installed FlashInfer was taken unasked, the range holds both and the answer asks', () => {
    const old = { engineVersion: '0.10.0', maxModelLen: 8_192 };
    const native = terms({ ...old, sampler: 'native' });
    const unsaid = terms(old);
    expect(unsaid.kvCache).toBe(native.kvCache);
    expect(unsaid.kvCacheRange[1] - native.kvCacheRange[1]).toBeCloseTo((24.2 * 1_024 * 128_256) / 1024 ** 3, 1);
    const between = answered({ ...old, gpu: 'NVIDIA GeForce RTX 4090', maxModelLen: 36_000 });
    expect(between.verdict).toBe('uncertain');
    expect(between.missing).toContain('sampler');
  });

  test('an unknown kernel leaves the verdict uncertain', () => {
    const answer = answered({ sampler: 'homemade', maxModelLen: 8_192 });
    expect([answer.verdict, answer.missing[0]]).toEqual(['uncertain', "sampler: memory of 'homemade'"]);
  });
});

describe('speculative decoding', () => {
  const speculative = (value: unknown) => answered({ speculative: value, maxModelLen: 8_192 });

  test('a drafter of the catalog brings its weights and its keys and values', () => {
    const answer = speculative({ model: 'meta-llama/Llama-3.2-1B-Instruct', num_speculative_tokens: 4 });
    expect((answer.perGpuGiB?.weights ?? 0) - terms({}).weights).toBeCloseTo(2.32, 1);
    expect(answer.kvBytesPerToken).toBe(131_072 + 32_768);
  });

  test('a text is a method, a model or a speculative_config', () => {
    const texts = ['meta-llama/Llama-3.2-1B-Instruct', '{"model": "meta-llama/Llama-3.2-1B-Instruct"}'];
    expect(texts.map((text) => speculative(text).kvBytesPerToken)).toEqual([163_840, 163_840]);
  });

  test('drafting from the prompt takes nothing', () => {
    expect(speculative({ method: 'ngram', num_speculative_tokens: 4, prompt_lookup_max: 4 }).perGpuGiB).toEqual(terms({}));
  });

  test('layers of the checkpoint are as large as one of the model', () => {
    const kimi = { model: 'deepseek-ai/DeepSeek-R1-0528', gpu: 'b200-sxm', tensorParallel: 8 };
    const [with_, without] = [terms({ ...kimi, speculative: 'deepseek_mtp' }), terms(kimi)];
    expect(with_.weights - without.weights).toBeGreaterThan(1);
    expect(with_.weights - without.weights).toBeLessThan(2.5);
  });

  test.each([
    [true, 'speculative: method, and model or weightsGiB of the drafter'],
    [{ method: 'medusa', model: 'acme/medusa-of-llama' }, 'speculative: modelConfig or weightsGiB of acme/medusa-of-llama'],
    [{ weightsGiB: 2 }, 'speculative: kvBytesPerToken of the drafter'],
  ])('%j: what is not known is named, and only a no is sure', (value, missing) => {
    const answer = speculative(value);
    expect([answer.verdict, answer.missing[0]]).toEqual(['uncertain', missing]);
    expect(answered({ speculative: value, model: 'meta-llama/Llama-3.3-70B-Instruct' }).verdict).toBe('rejected');
  });
});

describe('settings that refuse whatever the memory', () => {
  test.each([
    [
      'context beyond the cap',
      { sessions: 1, contextTokens: 9_000, maxModelLen: 8_192 },
      'sessions of 9000 tokens, and maxModelLen admits 8192',
    ],
    [
      'sessions beyond the admission',
      { sessions: 9, contextTokens: 100, maxNumSeqs: 8 },
      '9 sessions, and maxNumSeqs admits 8: the rest would wait',
    ],
    ['stages without layers', { pipelineParallel: 64 }, '64 pipeline stages for the 32 layers of llama-3.1-8b-instruct'],
    [
      'ranks that hold no copies',
      { tensorParallel: 8, decodeContextParallel: 2 },
      '2 ranks cannot share the KV cache of llama-3.1-8b-instruct: tensor parallel 8 holds 1 copies of each token',
    ],
  ])('%s', (_, line, reason) => {
    expect(answered(line)).toMatchObject({ verdict: 'rejected', reason });
  });
});

test('the answer has the fields of the contract, in its order', () => {
  const answer = answered({ id: 'a', sessions: 4, contextTokens: 1_000, isl: 1_000, osl: 100, concurrency: 4 });
  const fields = [
    'id',
    'verdict',
    'missing',
    'perGpuGiB',
    'kvBytesPerToken',
    'kvTokens',
    'maxConcurrency',
    'latency',
    'price',
    'repairs',
    'notes',
  ];
  expect(Object.keys(answer)).toEqual(fields);
  const gib = ['physical', 'budget', 'weights', 'activation', 'nonTorch', 'graphs', 'kvCache', 'kvCacheRange'];
  expect(Object.keys(answer.perGpuGiB ?? {})).toEqual(gib);
  expect(Object.keys(answer.latency ?? {})).toEqual(['ttftMs', 'tpotMs', 'tokensPerSecond', 'band']);
});

test('half a load answers without latency and names the other half', () => {
  expect(answered({ osl: 100 }).missing).toContain('latency: isl');
});

describe('tokens of a prompt that are cached', () => {
  const turn = { isl: 16_000, osl: 200, concurrency: 8 };
  const latency = (line: object) => answered({ ...turn, ...line }).latency ?? { ttftMs: Number.NaN, tpotMs: Number.NaN };

  test('the first token comes as that of the rest of the prompt, and a little later: the rest looks back on them', () => {
    const [whole, mostly, rest] = [latency({}), latency({ cachedTokens: 15_000 }), latency({ isl: 1_000 })];
    expect(mostly.ttftMs).toBeLessThan(whole.ttftMs / 4);
    expect(mostly.ttftMs).toBeGreaterThan(rest.ttftMs);
    expect(mostly.tpotMs).toBeLessThan(whole.tpotMs);
    expect(latency({ cachedTokens: 0 })).toEqual(whole);
  });

  test.each([
    [{ cachedTokens: 16_001 }, 'latency: cachedTokens is at most isl'],
    [{ cachedTokens: 8_000, prefixCaching: false }, 'latency: cachedTokens needs prefixCaching'],
    [{ cachedTokens: 8_000, isl: undefined }, 'latency: isl'],
  ])('%j is answered without latency', (line, missing) => {
    const answer = answered({ ...turn, ...line });
    expect(answer.missing).toContain(missing);
    expect(answer.latency).toBeUndefined();
  });

  test('less than none is no question', () => {
    expect(sizeText(JSON.stringify({ model: 'meta-llama/Llama-3.1-8B-Instruct', gpu: 'l40s', ...turn, cachedTokens: -1 }))).toMatchObject({
      error: { code: 'AF-SPEC-001' },
    });
  });
});

const models = [
  'meta-llama/Llama-3.1-8B-Instruct',
  'openai/gpt-oss-20b',
  'google/gemma-3-27b-it',
  'Qwen/Qwen3.5-9B',
  'BAAI/bge-m3',
  'acme/unknown',
  '',
];
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anything = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.constant({}), fc.constant([]));
const size = fc.oneof(fc.integer({ min: -1, max: 64 }), fc.integer({ min: 1, max: 2_000_000 }));
const lines = fc.record(
  {
    id: maybe(fc.oneof(fc.integer(), fc.string())),
    model: maybe(fc.constantFrom(...models)),
    modelConfig: maybe(
      fc.oneof(fc.dictionary(fc.string(), anything), fc.record({ num_hidden_layers: size, hidden_size: size, vocab_size: size })),
    ),
    checkpointGiB: maybe(fc.double()),
    engine: maybe(fc.constantFrom('vllm', 'sglang', 'tensorrt-llm', 'ray', 'tgi', 'ollama', 'x')),
    engineVersion: maybe(fc.constantFrom('0.6.3', '0.11.0', '0.19.0', '0.30.0', 'main', '')),
    gpu: fc.constantFrom('h100-sxm-80', 'NVIDIA L40S', 'a40', 't4', 'MI300X', 'unknown', ''),
    memoryGiB: maybe(fc.double({ min: -1, max: 300 })),
    quantization: maybe(fc.constantFrom('fp8', 'awq', 'q4_k_m', 'none', 'gguf')),
    kvCacheDtype: maybe(fc.constantFrom('auto', 'fp8', 'nvfp4', 'x')),
    tensorParallel: maybe(size),
    pipelineParallel: maybe(size),
    dataParallel: maybe(size),
    expertParallel: maybe(fc.oneof(fc.boolean(), size)),
    decodeContextParallel: maybe(size),
    gpuMemoryUtilization: maybe(fc.double({ min: 0, max: 1.1 })),
    maxModelLen: maybe(size),
    maxNumSeqs: maybe(size),
    maxNumBatchedTokens: maybe(size),
    enforceEager: maybe(fc.boolean()),
    interconnect: maybe(fc.constantFrom('nvlink', 'pcie', 'pigeons')),
    sampler: maybe(fc.constantFrom('flashinfer', 'native', 'x')),
    cpuOffloadGiB: maybe(fc.double({ min: -1, max: 100 })),
    kvOffloadGiB: maybe(fc.double({ min: -1, max: 100 })),
    speculative: maybe(
      fc.oneof(
        anything,
        fc.record({ method: fc.constantFrom('mtp', 'eagle3', 'ngram', 'draft_model'), model: fc.constantFrom(...models) }),
      ),
    ),
    sessions: maybe(size),
    contextTokens: maybe(size),
    isl: maybe(size),
    cachedTokens: maybe(size),
    osl: maybe(size),
    concurrency: maybe(size),
    ttftMs: maybe(size),
    tpotMs: maybe(size),
    e2eMs: maybe(size),
  },
  { requiredKeys: ['gpu'] },
);

test('random lines answer with a verdict or an error, and every figure is a number', () => {
  fc.assert(
    fc.property(lines, (line) => {
      const answer = sizeText(JSON.stringify(line));
      if ('error' in answer) return /^AF-[A-Z]+-\d{3}$/.test(answer.error.code) && answer.error.message.length > 0;
      const figures = [...Object.values(answer.perGpuGiB ?? {}).flat(), answer.kvTokens ?? 0, ...Object.values(answer.latency ?? {})];
      return ['fits', 'tight', 'rejected', 'uncertain'].includes(answer.verdict) && figures.every((figure) => Number.isFinite(figure));
    }),
    { numRuns: runs(40, 10_000) },
  );
});

describe('what a name hides', () => {
  const ask = (over: object) =>
    sizeLine({
      engineVersion: '0.8.5',
      gpu: 'Tesla T4',
      memoryGiB: 14.74,
      maxModelLen: 1_024,
      maxNumSeqs: 160,
      sampler: 'native',
      ...over,
    });

  test('which matrices a dynamic 4-bit copy keeps in 16 bit: named where that is much of the pool, uncertain where it decides', () => {
    const copy = 'unsloth/meta-llama-3.1-8b-instruct-unsloth-bnb-4bit';
    const answer = ask({ model: copy, gpuMemoryUtilization: 0.6 });
    expect(answer).toMatchObject({ verdict: 'fits' });
    expect(ask({ model: copy, gpuMemoryUtilization: 0.5 })).toMatchObject({ verdict: 'uncertain' });
    expect('missing' in answer && answer.missing).toContain(`modelConfig: which matrices ${copy} keeps in 16 bit`);
    const roomy = ask({ model: copy, gpu: 'NVIDIA H100 80GB HBM3', memoryGiB: 79.2 });
    expect('missing' in roomy && roomy.missing.filter((name) => name.startsWith('modelConfig'))).toEqual([]);
  });

  test('what loading leaves free of a memory that CPU and GPU share, since everything consumed counts', () => {
    const missing = (engineVersion: string) => {
      const answer = ask({ model: 'Qwen/Qwen3-8B', gpu: 'NVIDIA GB10', memoryGiB: 119.7, engineVersion });
      return 'missing' in answer && answer.missing.some((name) => name.startsWith('memoryGiB: what loading leaves free'));
    };
    expect(missing('0.28.0')).toBe(true);
    expect(missing('0.27.0')).toBe(false);
  });
});

describe('models with a state', () => {
  const ask = (over: object) => {
    const answer = sizeLine({ model: 'Qwen/Qwen3.5-9B', gpu: 'NVIDIA L40S', engineVersion: '0.24.0', maxModelLen: 8_192, ...over });
    if ('error' in answer) throw new Error(answer.error.message);
    return answer;
  };

  test('cached prompts take a block more of every group; without the input the note says what the release does', () => {
    expect(ask({}).notes).toContain('prefixCaching not given: off, as 0.24.0 has it for models with a state');
    expect(ask({ engineVersion: '0.30.0' }).notes).toContain('prefixCaching not given: on, as 0.30.0 has it for models with a state');
    expect(ask({ prefixCaching: true }).notes.some((note) => note.startsWith('prefixCaching'))).toBe(false);
    expect(ask({ prefixCaching: true }).kvTokens ?? 0).toBeLessThan(ask({ prefixCaching: false }).kvTokens ?? 0);
  });

  test('drafted tokens keep states even where no model drafts', () => {
    const drafted = ask({ speculative: { method: 'ngram', num_speculative_tokens: 4 } });
    expect(drafted.perGpuGiB?.weights).toBe(ask({}).perGpuGiB?.weights);
    expect(drafted.maxConcurrency ?? 0).toBeLessThan((ask({}).maxConcurrency ?? 0) / 1.5);
  });
});
