/** Every flag of the engine says what it does to the plan; what is counted arrives in the arithmetic, what changes it is refused. */
import fc from 'fast-check';
import { sizeReplica } from '../../lib/capacity';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { Engine, Gpu, Model } from '../../lib/catalog';
import { VLLM_FLAG_EFFECTS } from '../../lib/catalog/engines/vllm/flag-effects';
import { VLLM_FLAGS } from '../../lib/catalog/engines/vllm/flags';
import { VLLM_VARIABLE_EFFECTS } from '../../lib/catalog/engines/vllm/variable-effects';
import { vllmAdapter } from '../../lib/inference/engines/vllm/adapter';

const vllm = Engine.vllm();
const found = (args: readonly string[], kind: 'llm' | 'embedding' = 'llm', engine = vllm) =>
  engine.checkArgEffects(args, kind).map(({ code, severity }) => `${code} ${severity}`);
const REFUSED = ['AF-ENG-032 error'];
const WARNED = ['AF-ENG-032 warning'];

test('every flag of every release has one row, and no row is without a flag', () => {
  const flags = VLLM_FLAGS.map(([flag]) => flag);
  expect(VLLM_FLAG_EFFECTS.map(([flag]) => flag).sort()).toEqual([...flags].sort());
});

test('the flags that props and the library set are those that the adapter owns', () => {
  const owned = VLLM_FLAG_EFFECTS.flatMap(([flag, effect]) => (effect === 'prop' || effect === 'library' ? [flag] : []));
  // Adapters are counted whatever they name: the arithmetic reads their flags.
  const { adapters, scheduling = [], tracing = [], weights = [], kvCacheShared = [], ...others } = vllmAdapter.flagsOfProps;
  expect(adapters).toContain('--enable-lora');
  // Where the prop is not used they change nothing that was computed.
  const effects = [...scheduling, ...tracing, ...kvCacheShared].map((flag) => VLLM_FLAG_EFFECTS.find(([name]) => name === flag)?.[1]);
  expect(effects).toEqual(['none', 'none', 'none']);
  // Without streamed weights the arguments of a user decide how files are read; formats that change what is loaded are refused.
  expect(weights.map((flag) => VLLM_FLAG_EFFECTS.find(([name]) => name === flag)?.[1])).toEqual(['refused', 'none']);
  expect([...vllmAdapter.ownedFlags, ...Object.values(others).flat(), '--model'].sort()).toEqual(owned.sort());
});

test.each([
  ['--kv-cache-memory-bytes', '8G'],
  ['--num-gpu-blocks-override', '100'],
  ['--config', 'vllm.yaml'],
  ['--block-size', '32'],
  ['--watermark', '0.1'],
  ['--max-num-active-seqs', '4'],
  ['-O0'],
  ['-cc', '{"cudagraph_mode":"NONE"}'],
  ['--compilation-config.cudagraph_mode', 'NONE'],
  ['--no-enable-chunked-prefill'],
  ['--dtype', 'float32'],
  ['--load-format', 'dummy'],
  ['--hf-overrides', '{"num_hidden_layers": 4}'],
  ['--hf-overrides', 'not json'],
  ['--hf-overrides.rope_theta', '10000'],
  ['--runner', 'pooling'],
  ['--data-parallel-size-local', '2'],
  ['--enable-dbo'],
  ['--offload-backend', 'uva'],
  ['--mamba-ssm-cache-dtype', 'float32'],
  ['--ssl-certfile', '/tls/tls.crt'],
  ['--disable-log-stats'],
  ['--mm-processor-kwargs', '{"max_pixels": 100000000}'],
])('%s %s changes what was planned and is refused', (...args) => {
  const newest = Engine.vllm({ version: '0.31.0' });
  expect(found(args, 'llm', newest)).toEqual(REFUSED);
  expect(newest.checkArgEffects(args, 'llm')[0]?.repairs[0]).toMatch(/^remove /);
});

test.each([
  ['--enable-chunked-prefill'],
  ['--dtype', 'auto'],
  ['--load-format', 'runai_streamer'],
  ['--hf-overrides', '{"architectures":["Qwen3ForSequenceClassification"],"classifier_from_token":["no","yes"]}'],
  ['--distributed-executor-backend', 'mp'],
  ['--seed', '7'],
  ['--limit-mm-per-prompt', '{"image":2}'],
  ['--enable-prompt-tokens-details'],
  ['--long-prefill-token-threshold', '2048'],
])('%s %s changes nothing', (...args) => {
  expect(found(args)).toEqual([]);
});

test('what makes a pooling model is refused for a language model only', () => {
  expect(found(['--runner', 'pooling'], 'embedding')).toEqual([]);
  expect(found(['--convert', 'embed'], 'llm')).toEqual(REFUSED);
});

test.each([
  ['--moe-backend', 'marlin'],
  ['--scheduler-cls', 'my.Scheduler'],
  ['--max-logprobs', '100'],
])('%s %s: nobody has measured it', (...args) => {
  expect(found(args)).toEqual(WARNED);
});

describe('counted flags', () => {
  const spec: ReplicaSpec = {
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    engine: vllm,
    tensorParallel: 1,
    quantization: 'checkpoint',
    kvCacheDtype: 'auto',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: 8_192,
  };
  const kvOf = (args: readonly string[]) => sizeReplica({ ...spec, ...vllm.countedArgs(args) }).kvCacheGiB;

  test.each([
    [['--enable-lora'], { adapters: { rank: 16, count: 1 } }],
    [['--enable-lora', '--max-loras', '4', '--max-lora-rank=64'], { adapters: { rank: 64, count: 4 } }],
    [['--enable_lora', '--max_loras', '4', '--max-loras', '2'], { adapters: { rank: 16, count: 2 } }],
    [['--max-loras', '4'], {}],
    [['--no-enable-lora', '--max-loras', '4'], {}],
    [['--no-enable-prefix-caching'], { prefixCaching: false }],
    [['--language-model-only'], { languageModelOnly: true }],
    [['--eplb-config', '{"num_redundant_experts": 32}'], { redundantExperts: 32 }],
    [['--eplb-config.num_redundant_experts', '16'], { redundantExperts: 16 }],
    [['--seed', '1'], {}],
  ])('%j is read as %j', (args, counted) => {
    expect(vllm.countedArgs(args)).toEqual(counted);
  });

  test('adapters take memory from the KV cache, the more of them and the higher their rank', () => {
    const adapters = fc.record({ count: fc.integer({ min: 1, max: 8 }), rank: fc.constantFrom(8, 16, 32, 64) });
    fc.assert(
      fc.property(adapters, ({ count, rank }) => {
        const flags = (slots: number) => ['--enable-lora', '--max-loras', String(slots), '--max-lora-rank', String(rank)];
        expect(kvOf(flags(count))).toBeLessThan(kvOf([]));
        expect(kvOf(flags(count + 1))).toBeLessThan(kvOf(flags(count)));
      }),
    );
  });

  test('a value that is a token cannot be counted', () => {
    expect(found(['--max-loras', '${TfToken[TOKEN.1]}'])).toEqual(REFUSED);
  });
});

test.each(VLLM_VARIABLE_EFFECTS.map(([name, effect]) => [name, effect] as const))('variable %s is %s', (name, effect) => {
  expect(vllm.checkEnvironment([name])).toMatchObject([
    { code: 'AF-ENG-032', prop: `env.${name}`, severity: effect === 'refused' ? 'error' : 'warning' },
  ]);
});

test('a variable that changes nothing is not mentioned', () => {
  expect(vllm.checkEnvironment(['HF_HUB_OFFLINE', 'VLLM_LOGGING_LEVEL', 'constructor'])).toEqual([]);
});
