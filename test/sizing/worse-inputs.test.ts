/** Whatever is asked: a worse input never gives a better answer, and an input that is given never makes the range wider. */
import * as fc from 'fast-check';
import type { SizeAnswer } from '../../lib/sizing/size-answer';
import { sizeLine } from '../../lib/sizing/size-line';
import { runs } from '../support/runs';

const RUNS = runs(6, 1_000);

type Line = Readonly<Record<string, unknown>>;

const MODELS = [
  'meta-llama/Llama-3.1-8B-Instruct',
  'meta-llama/Llama-3.3-70B-Instruct',
  'Qwen/Qwen3-8B',
  'Qwen/Qwen3-30B-A3B',
  'Qwen/Qwen3-Next-80B-A3B-Instruct',
  'Qwen/Qwen2.5-VL-7B-Instruct',
  'google/gemma-3-27b-it',
  'openai/gpt-oss-120b',
  'openai/gpt-oss-20b',
  'deepseek-ai/DeepSeek-V2-Lite-Chat',
  'deepseek-ai/DeepSeek-V3.1',
  'zai-org/GLM-4.7-Flash',
  'cyankiwi/Qwen3-Next-80B-A3B-Instruct-AWQ-4bit',
  'cpatonn/Qwen3-30B-A3B-Thinking-2507-AWQ-4bit',
  'unsloth/Qwen2.5-7B-Instruct-unsloth-bnb-4bit',
  'BAAI/bge-m3',
];
const GPUS = [
  'H100',
  'NVIDIA A100',
  'L40S',
  'L4',
  'RTX 4090',
  'RTX 3090',
  'A10',
  'V100',
  'GB10',
  'B200',
  'H200',
  'MI300X',
  'T4',
  'RTX A6000',
];
/** The first core profiled one whole request up to 32,768 tokens and chunks above: a longer one did take less. */
const VERSIONS = [
  '0.9.2',
  '0.10.2',
  '0.12.0',
  '0.15.0',
  '0.17.0',
  '0.19.0',
  '0.20.0',
  '0.21.0',
  '0.24.0',
  '0.25.0',
  '0.26.0',
  '0.27.0',
  '0.28.0',
  '0.29.0',
  '0.30.0',
  '0.33.0',
];

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

/** Keys that are not given are undefined, which JSON leaves out. */
const line = fc
  .record({
    model: fc.constantFrom(...MODELS),
    gpu: fc.constantFrom(...GPUS),
    engine: fc.constantFrom('vllm', 'vllm', 'vllm', 'sglang', 'tensorrt-llm'),
    engineVersion: optional(fc.constantFrom(...VERSIONS)),
    tensorParallel: fc.constantFrom(1, 1, 2, 4, 8),
    pipelineParallel: fc.constantFrom(1, 1, 1, 2),
    gpuMemoryUtilization: fc.constantFrom(0.3, 0.5, 0.8, 0.9, 0.95),
    maxModelLen: fc.constantFrom(1_024, 8_192, 32_768, 131_072),
    maxNumSeqs: optional(fc.constantFrom(1, 8, 64, 256, 1_024)),
    maxNumBatchedTokens: optional(fc.constantFrom(2_048, 8_192, 16_384, 65_536)),
    enforceEager: optional(fc.boolean()),
    compileCache: optional(fc.constantFrom('cold', 'warm')),
    interconnect: optional(fc.constantFrom('nvlink', 'pcie')),
    sampler: optional(fc.constantFrom('native', 'flashinfer')),
    kvCacheDtype: optional(fc.constantFrom('auto', 'fp8')),
    cpuOffloadGiB: optional(fc.constantFrom(2, 10)),
    lora: optional(fc.constantFrom({ rank: 16, count: 1 }, { rank: 64, count: 8 })),
    languageModelOnly: optional(fc.boolean()),
    prefixCaching: optional(fc.boolean()),
    offline: optional(fc.boolean()),
    limitMmPerPrompt: optional(fc.constantFrom({ image: 1, video: 0 }, { image: 0, video: 0 }, { image: 4 })),
    dataParallel: fc.constantFrom(1, 1, 1, 2),
    expertParallel: optional(fc.boolean()),
    sessions: optional(fc.constantFrom(1, 4, 16, 64, 256)),
    contextTokens: optional(fc.constantFrom(512, 1_000, 8_000)),
  })
  .map(({ engineVersion, ...rest }): Line => {
    const given = rest.engine === 'vllm' && engineVersion !== undefined ? { ...rest, engineVersion } : rest;
    return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), repairs: false };
  });

function ask(asked: Line): SizeAnswer {
  const answer = sizeLine(asked);
  if ('error' in answer) throw new Error(`${answer.error.message} ${JSON.stringify(asked)}`);
  return answer;
}

/** From best to worst. */
const RANK = ['fits', 'tight', 'uncertain', 'rejected'];
const rankOf = (asked: Line) => RANK.indexOf(ask(asked).verdict);
const isGiven = (key: string) => (asked: Line) => asked[key] !== undefined;
const number = (asked: Line, key: string) => Number(asked[key]);

type Worse = readonly [name: string, change: (asked: Line) => Line, applies?: (asked: Line) => boolean];

/** A change for the worse; the second keeps the lines for which it is one. */
const WORSE: readonly Worse[] = [
  // A larger one leaves too little for what the engine allocates outside of it: there less is better.
  [
    'a smaller share of the memory',
    (asked) => ({ gpuMemoryUtilization: number(asked, 'gpuMemoryUtilization') - 0.07 }),
    (asked) => number(asked, 'gpuMemoryUtilization') <= 0.8,
  ],
  ['a longer longest request', (asked) => ({ maxModelLen: number(asked, 'maxModelLen') * 2 })],
  [
    'more sequences',
    (asked) => ({ maxNumSeqs: number(asked, 'maxNumSeqs') * 2 }),
    (asked) => isGiven('maxNumSeqs')(asked) && !isGiven('sessions')(asked),
  ],
  ['a larger batch', (asked) => ({ maxNumBatchedTokens: number(asked, 'maxNumBatchedTokens') * 2 }), isGiven('maxNumBatchedTokens')],
  ['more sessions', (asked) => ({ sessions: number(asked, 'sessions') * 2 }), isGiven('sessions')],
  [
    'longer sessions',
    (asked) => ({ contextTokens: number(asked, 'contextTokens') + 500 }),
    (asked) => isGiven('sessions')(asked) && isGiven('contextTokens')(asked),
  ],
  ['graphs', () => ({ enforceEager: false }), (asked) => asked['enforceEager'] === true],
  ['a cold compile cache', () => ({ compileCache: 'cold' })],
  ['fewer weights in host memory', (asked) => ({ cpuOffloadGiB: number(asked, 'cpuOffloadGiB') / 2 }), isGiven('cpuOffloadGiB')],
  ['adapters', () => ({ lora: { rank: 64, count: 8 } })],
  ['more adapters', () => ({ lora: { rank: 128, count: 16 } }), isGiven('lora')],
  ['towers', () => ({ languageModelOnly: false }), (asked) => asked['languageModelOnly'] === true],
  ['videos and images', () => ({ limitMmPerPrompt: null }), isGiven('limitMmPerPrompt')],
  ['a program in place of a server', () => ({ offline: true }), (asked) => asked['engine'] === 'vllm'],
  ['a draft model', () => ({ speculative: { method: 'draft_model', model: 'Qwen/Qwen3-0.6B', num_speculative_tokens: 4 } })],
  ['redundant experts', () => ({ expertParallel: true, redundantExperts: 32 }), (asked) => asked['expertParallel'] === true],
  ['a smaller card', () => ({ memoryGiB: 13.3 }), (asked) => !['T4', 'V100'].includes(String(asked['gpu']))],
];

test('sessions that no end of the range holds are refused, although the engine may start', () => {
  const asked = {
    model: 'Qwen/Qwen2.5-VL-7B-Instruct',
    gpu: 'H100',
    engine: 'sglang',
    gpuMemoryUtilization: 0.3,
    maxModelLen: 8_192,
    cpuOffloadGiB: 10,
  };
  const small = { ...asked, memoryGiB: 13.3, enforceEager: true, lora: { rank: 16, count: 1 }, limitMmPerPrompt: { image: 1, video: 0 } };
  expect(sizeLine({ ...small, repairs: false })).toMatchObject({ verdict: 'uncertain' });
  expect(sizeLine({ ...small, sessions: 64, contextTokens: 8_000, repairs: false })).toMatchObject({ verdict: 'rejected' });
});

test('sessions are judged as planned, also where no cache is planned for', () => {
  const asked = {
    ...{ model: 'openai/gpt-oss-120b', gpu: 'RTX 6000 Ada', engine: 'vllm', engineVersion: '0.27.0', gpuMemoryUtilization: 0.797 },
    ...{ maxModelLen: 8_192, maxNumSeqs: 256, maxNumBatchedTokens: 8_192, dataParallel: 2, kvCacheDtype: 'fp8', interconnect: 'pcie' },
    ...{ cpuOffloadGiB: 2, lora: { rank: 64, count: 8 }, compileCache: 'cold', sampler: 'native', repairs: false },
  };
  const sessions = { sessions: 64, contextTokens: 1_000 };
  for (const enforceEager of [true, false]) {
    expect(sizeLine({ ...asked, enforceEager })).toMatchObject({ verdict: 'uncertain' });
    expect(sizeLine({ ...asked, enforceEager, ...sessions })).toMatchObject({ verdict: 'rejected' });
  }
});

describe('a worse input never gives a better verdict', () => {
  for (const [name, change, applies = () => true] of WORSE)
    test(name, () => {
      fc.assert(
        fc.property(line.filter(applies), (asked) => {
          const better = rankOf({ ...asked, ...change(asked) }) < rankOf(asked);
          expect({ asked, better }).toEqual({ asked, better: false });
        }),
        { numRuns: RUNS, seed: 16, endOnFailure: true },
      );
    });
});

/** From 0.11.1 to 0.16 FlashInfer's sampler had to be asked for: nobody who leaves it out has it. */
const takesEither = ({ engineVersion }: Line) => engineVersion !== undefined && engineVersion !== '0.12.0' && engineVersion !== '0.15.0';

/** An input that was left out, and a value that it may have; the second keeps the lines that leave it out. */
const ADDED: readonly (readonly [string, fc.Arbitrary<Line>, (asked: Line) => boolean])[] = [
  [
    'the release',
    fc.constantFrom(...VERSIONS.slice(3)).map((engineVersion) => ({ engineVersion })),
    (asked) => asked['engine'] === 'vllm' && !isGiven('engineVersion')(asked),
  ],
  [
    'the compile cache',
    fc.constantFrom('cold', 'warm').map((compileCache) => ({ compileCache })),
    (asked) => !isGiven('compileCache')(asked),
  ],
  [
    'the sampler',
    fc.constantFrom('native', 'flashinfer').map((sampler) => ({ sampler })),
    (asked) => !isGiven('sampler')(asked) && takesEither(asked),
  ],
  [
    'the board',
    fc.constantFrom('a100-sxm-80', 'a100-sxm-40', 'a100-pcie-80', 'a100-pcie-40').map((gpu) => ({ gpu })),
    (asked) => asked['gpu'] === 'NVIDIA A100',
  ],
  [
    'the memory',
    fc.double({ min: 119.63, max: 121.69, noNaN: true }).map((memoryGiB) => ({ memoryGiB })),
    (asked) => asked['gpu'] === 'GB10',
  ],
];
const EPSILON = 0.002;

describe('an input that is given never makes the range wider', () => {
  test.each(ADDED)('%s', (_, added, leavesOut) => {
    fc.assert(
      fc.property(line.filter(leavesOut), added, (asked, more) => {
        const [without, within] = [ask(asked).perGpuGiB, ask({ ...asked, ...more }).perGpuGiB];
        fc.pre(without !== null && within !== null);
        expect(within.kvCacheRange[0]).toBeGreaterThanOrEqual(without.kvCacheRange[0] - EPSILON);
        expect(within.kvCacheRange[1]).toBeLessThanOrEqual(without.kvCacheRange[1] + EPSILON);
      }),
      { numRuns: RUNS, seed: 16, endOnFailure: true },
    );
  });
});
