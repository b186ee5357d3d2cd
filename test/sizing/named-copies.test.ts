/** Copies of which only the name is known: `AWQ-4bit` is written on two kinds of them, and the range holds both. */
import type { SizeAnswer } from '../../lib/sizing/size-answer';
import { sizeLine } from '../../lib/sizing/size-line';

function ask(request: Record<string, unknown>): SizeAnswer {
  const answer = sizeLine({ engineVersion: '0.19.0', compileCache: 'warm', sampler: 'native', repairs: false, ...request });
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
}

const range = ({ perGpuGiB }: SizeAnswer) => perGpuGiB?.kvCacheRange ?? [0, 0];
const weights = ({ perGpuGiB }: SizeAnswer) => perGpuGiB?.weights ?? 0;
const asksForConfig = ({ missing }: SizeAnswer) => missing.some((name) => name.startsWith('modelConfig: which matrices'));

describe('AWQ-4bit of a model with experts', () => {
  test('Qwen3-Next on two L40S: experts alone, in groups of 32 (a log of 0.13.0: 22.53 GiB a GPU, 767,552 tokens)', () => {
    const answer = ask({
      model: 'cyankiwi/Qwen3-Next-80B-A3B-Instruct-AWQ-4bit',
      quantization: 'w4a16',
      gpu: 'L40S',
      engineVersion: '0.13.0',
      tensorParallel: 2,
      interconnect: 'pcie',
      gpuMemoryUtilization: 0.92,
      kvCacheDtype: 'fp8',
      maxModelLen: 32_768,
      maxNumBatchedTokens: 8_192,
      maxNumSeqs: 8,
      prefixCaching: false,
    });
    expect(Math.abs(weights(answer) / 22.53 - 1)).toBeLessThan(0.01);
    expect(Math.abs((answer.kvTokens ?? 0) / 767_552 - 1)).toBeLessThan(0.02);
    // The range holds both kinds, and both start: what is not known does not decide.
    expect(answer.verdict).toBe('fits');
    expect(asksForConfig(answer)).toBe(true);
  });

  test('Qwen3-30B of 2025-07: all matrices in groups of 128 (a log of 0.10.0: 15.61 GiB); the other kind would be 18 GiB and is in the range', () => {
    const answer = ask({ model: 'cpatonn/Qwen3-30B-A3B-Thinking-2507-AWQ-4bit', gpu: 'H100', maxModelLen: 32_768 });
    expect(Math.abs(weights(answer) / 15.61 - 1)).toBeLessThan(0.01);
    const [low, high] = range(answer);
    expect((answer.perGpuGiB?.kvCache ?? 0) - low).toBeGreaterThan(18 - 15.7);
    expect(high).toBeGreaterThan(answer.perGpuGiB?.kvCache ?? 0);
  });

  test('on a card where the kinds decide, the answer is uncertain and asks for the configuration', () => {
    const answer = ask({
      model: 'cpatonn/Qwen3-30B-A3B-Thinking-2507-AWQ-4bit',
      gpu: 'RTX 3090',
      gpuMemoryUtilization: 0.8,
      maxModelLen: 8_192,
      maxNumSeqs: 16,
    });
    expect(answer.verdict).toBe('uncertain');
    expect(asksForConfig(answer)).toBe(true);
  });

  test.each(['zai-org/GLM-4.5-Air-AWQ-4bit', 'Qwen/Qwen3-235B-A22B-Instruct-2507-AWQ-4bit', 'Qwen/Qwen3-Coder-30B-A3B-Instruct-AWQ-8bit'])(
    '%s: the range goes down to the heavier kind',
    (model) => {
      const answer = ask({ model, gpu: 'B200', maxModelLen: 8_192 });
      const [low] = range(answer);
      expect((answer.perGpuGiB?.kvCache ?? 0) - low).toBeGreaterThan(0.08 * weights(answer));
    },
  );

  test('AWQ alone, and copies without experts, are of one kind', () => {
    for (const model of ['Qwen/Qwen2.5-7B-Instruct-AWQ', 'cyankiwi/Qwen3-8B-AWQ-4bit', 'Qwen/Qwen3-30B-A3B-AWQ'])
      expect(asksForConfig(ask({ model, gpu: 'RTX 3090', maxModelLen: 8_192, maxNumSeqs: 16 }))).toBe(false);
  });
});

describe('NVFP4 of a model with latents and experts', () => {
  const GLM = {
    model: 'nvidia/GLM-5.2-NVFP4',
    gpu: 'GB200',
    memoryGiB: 184.31,
    engineVersion: '0.26.0',
    tensorParallel: 4,
    expertParallel: true,
    interconnect: 'nvlink',
    gpuMemoryUtilization: 0.92,
    kvCacheDtype: 'fp8_e4m3',
    maxModelLen: 819_200,
    sampler: 'flashinfer',
  };

  test('GLM-5.2 is known by its fp8 copy; attention and shared experts stay in 16 bit (a log of 0.26.0: 106.69 GiB, 1,139,456 tokens)', () => {
    const answer = ask(GLM);
    expect(Math.abs(weights(answer) / 106.69 - 1)).toBeLessThan(0.01);
    expect(Math.abs((answer.kvTokens ?? 0) / 1_139_456 - 1)).toBeLessThan(0.03);
    expect(answer.verdict).toBe('fits');
    const [low, high] = range(answer);
    expect(low).toBeLessThan(50.62);
    expect(high).toBeGreaterThan(50.62);
  });

  test('all matrices in NVFP4 are in the range as well, and the configuration is asked for', () => {
    const answer = ask(GLM);
    expect(asksForConfig(answer)).toBe(true);
    expect(range(answer)[1] - (answer.perGpuGiB?.kvCache ?? 0)).toBeGreaterThan(5);
  });

  test.each(['zai-org/GLM-5.2', 'zai-org/GLM-5.2-FP8'])('%s has the cache of its copy', (model) => {
    expect(ask({ ...GLM, model, tensorParallel: 16 }).kvBytesPerToken).toBe(47_700);
  });
});

describe('copies that are rarely made otherwise', () => {
  test('AWQ of experts, and 4 bit in groups of 32: the range holds the heavier kind, and it is asked for where it decides', () => {
    const roomy = ask({ model: 'Qwen/Qwen3-30B-A3B-AWQ', gpu: 'H100', maxModelLen: 8_192 });
    expect(roomy.verdict).toBe('fits');
    expect(asksForConfig(roomy)).toBe(false);
    expect((roomy.perGpuGiB?.kvCache ?? 0) - range(roomy)[0]).toBeGreaterThan(2);
    const narrow = ask({ model: 'Qwen/Qwen3-30B-A3B-AWQ', gpu: 'RTX 3090', gpuMemoryUtilization: 0.8, maxModelLen: 8_192, maxNumSeqs: 16 });
    expect(narrow.verdict).toBe('uncertain');
    expect(asksForConfig(narrow)).toBe(true);
  });

  test('NVFP4: attention may be in 16 bit; sessions that only the lighter kind holds are uncertain', () => {
    const asked = {
      model: 'nvidia/Llama-3.3-70B-Instruct-NVFP4',
      gpu: 'RTX PRO 6000',
      engineVersion: '0.24.0',
      maxModelLen: 8_192,
      kvCacheDtype: 'fp8',
    };
    const roomy = ask({ ...asked, maxNumSeqs: 64 });
    expect(roomy.verdict).toBe('fits');
    expect((roomy.perGpuGiB?.kvCache ?? 0) - range(roomy)[0]).toBeGreaterThan(10);
    const many = ask({ ...asked, sessions: 28, contextTokens: 8_000 });
    expect(many.verdict).toBe('uncertain');
    expect(asksForConfig(many)).toBe(true);
  });

  test('NVFP4: what a cache in 16 bit refuses and one in fp8 holds is uncertain, and the format of the cache is asked for', () => {
    const asked = {
      model: 'nvidia/Llama-3.3-70B-Instruct-NVFP4',
      gpu: 'RTX PRO 6000',
      engineVersion: '0.24.0',
      maxModelLen: 32_768,
      sessions: 20,
      contextTokens: 8_000,
    };
    expect(ask(asked)).toMatchObject({ verdict: 'uncertain', missing: expect.arrayContaining([expect.stringContaining('kvCacheDtype')]) });
    expect(ask({ ...asked, kvCacheDtype: 'bf16' }).verdict).toBe('rejected');
    expect(ask({ ...asked, sessions: 200 }).verdict).toBe('rejected');
    expect(ask({ ...asked, model: `${asked.model}-FP8KV` }).kvBytesPerToken).toBe(80 * 8 * 128 * 2);
  });
});

test('a bound that is known widens the range and does not take the yes away: matrices chosen one by one add a fifth at most', () => {
  const on = (gpu: string) => ask({ model: 'unsloth/Qwen2.5-7B-Instruct-unsloth-bnb-4bit', gpu, maxModelLen: 4_096, maxNumSeqs: 16 });
  expect(on('H100').verdict).toBe('fits');
  expect(on('L4').verdict).toBe('fits');
});

describe('the size of the files tells which copy it is', () => {
  const QWEN3_30B = { model: 'cpatonn/Qwen3-30B-A3B-Thinking-2507-AWQ-4bit', gpu: 'H100', maxModelLen: 32_768 };
  const width = (answer: SizeAnswer) => range(answer)[1] - range(answer)[0];

  test('the range shrinks, and a size of the heavier kind is counted as that', () => {
    const [unsized, light, heavy] = [
      ask(QWEN3_30B),
      ask({ ...QWEN3_30B, checkpointGiB: 15.7 }),
      ask({ ...QWEN3_30B, checkpointGiB: 18.2 }),
    ];
    expect(width(light)).toBeLessThan(width(unsized) / 2);
    expect(Math.abs(weights(light) / 15.61 - 1)).toBeLessThan(0.01);
    expect(Math.abs(weights(heavy) / 18 - 1)).toBeLessThan(0.03);
  });

  test('what the kinds decided is decided', () => {
    const small = { ...QWEN3_30B, gpu: 'RTX 3090', gpuMemoryUtilization: 0.8, maxModelLen: 8_192, maxNumSeqs: 16 };
    expect(ask(small).verdict).toBe('uncertain');
    expect(asksForConfig(ask({ ...small, checkpointGiB: 15.7 }))).toBe(false);
  });

  test('a size that fits no kind widens the range by the difference', () => {
    const larger = ask({ ...QWEN3_30B, checkpointGiB: 22 });
    expect((larger.perGpuGiB?.kvCache ?? 0) - range(larger)[0]).toBeGreaterThan(22 - weights(larger));
  });

  test('of a model that the catalog knows in one format, a size that is not of it is said not to be counted', () => {
    const asked = (checkpointGiB: number) =>
      ask({ model: 'Qwen/Qwen3-8B', gpu: 'H100', maxModelLen: 8_192, checkpointGiB }).notes.join('\n');
    expect(asked(5.9)).toContain('checkpointGiB 5.9: qwen3-8b in 16 bit has 15.3 GiB, which is counted');
    expect(asked(15.3)).not.toContain('checkpointGiB');
    const inAwq = ask({ model: 'Qwen/Qwen3-8B', quantization: 'awq', gpu: 'H100', maxModelLen: 8_192, checkpointGiB: 5.9 });
    expect(inAwq.notes.join('\n')).not.toContain('16 bit has');
  });
});
