/** What the start-ups that nobody had seen taught, each kind by the figure of its log. */
import { aiterShare } from '../../lib/capacity/engines/sglang/accounting';
import { windowPoolShare } from '../../lib/capacity/engines/sglang/window-pools';
import { replicaMemory } from '../../lib/capacity/engines/vllm/replica-memory';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { estimateOnEngine, replica } from './support';

function memoryOf(line: Readonly<Record<string, unknown>>) {
  const answer = sizeLine(line);
  return 'error' in answer ? null : answer.perGpuGiB;
}

describe('windows of SGLang', () => {
  test.each([
    ['gpt-oss', '0.5.8', 0.8],
    ['gpt-oss', '0.5.7', 1],
    ['gemma-4', '0.5.12', 0.8],
    ['gemma-4', '0.5.11', 1],
    ['gemma-3', '0.5.22', 1],
  ])('%s in %s: %d of the tokens of the other layers', (family, version, share) => {
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    expect(windowPoolShare({ id: family, family }, [major, minor, patch])).toBe(share);
  });

  test('Gemma 4 31B on two RTX 3090 holds 24,248 tokens in 8.33 GiB: 368,640 bytes each', () => {
    const spec = replica({ model: Model.GEMMA_4_31B_IT, gpu: Gpu.RTX_4090, tensorParallel: 2 });
    const { kvBytesPerTokenPerGpu } = estimateOnEngine('sglang', spec, 0.85, '0.5.12');
    expect(kvBytesPerTokenPerGpu).toBe(368_640);
    expect(Math.abs((24_248 * kvBytesPerTokenPerGpu) / 1024 ** 3 / 8.33 - 1)).toBeLessThan(0.005);
  });
});

test('ranks share the feed-forward blocks of an encoder: 1.0 GiB on each of four, 1.8 on one (Qwen3.5-27B, vLLM 0.19)', () => {
  const activation = (tensorParallel: number) =>
    replicaMemory(
      replica({ model: Model.QWEN3_5_27B, gpu: Gpu.H100_SXM, tensorParallel, engine: Engine.vllm({ version: '0.19.0' }), maxNumSeqs: 1 }),
    ).activation.perGpuGiB;
  expect(activation(1)).toBeCloseTo(1.8, 1);
  expect(activation(4)).toBeCloseTo(1.01, 1);
});

test('AMD: the first core until 0.11, one request of the whole length, and libraries that keep more: 142.19 GiB on MI300X', () => {
  const line = { model: 'meta-llama/Llama-3.1-8B-Instruct', engineVersion: '0.9.2', gpu: 'mi300x', maxModelLen: 131_072 };
  const perGpuGiB = memoryOf({ ...line, memoryGiB: 191.98, gpuMemoryUtilization: 0.9, offline: true });
  expect(Math.abs((perGpuGiB?.activation ?? 0) / 14.63 - 1)).toBeLessThan(0.05);
  expect(perGpuGiB?.nonTorch).toBe(0.6);
  expect(Math.abs((perGpuGiB?.kvCache ?? 0) / 142.19 - 1)).toBeLessThan(0.01);
});

test('AMD: the range holds what the same start-up took with a cold cache and another compiler', () => {
  const line = { model: 'meta-llama/Llama-3.1-8B-Instruct', engineVersion: '0.11.2', gpu: 'AMD Radeon AI PRO R9700', memoryGiB: 31.86 };
  const perGpuGiB = memoryOf({ ...line, gpuMemoryUtilization: 0.98, maxModelLen: 65_536, maxNumSeqs: 64, maxNumBatchedTokens: 2_048 });
  const [low = 0, high = 0] = perGpuGiB?.kvCacheRange ?? [];
  expect(low).toBeLessThan(12.73);
  expect(high).toBeGreaterThan(15.33);
});

describe('heads that only a name is known of (A100, vLLM 0.24, manojarulmurugan/SpecDecoding-Study-vLLM-SGLang)', () => {
  const line = { engineVersion: '0.24.0', gpu: 'A100 80GB', gpuMemoryUtilization: 0.85, maxModelLen: 8_192 };
  const withHead = (model: string, method: string, head: string) =>
    memoryOf({ ...line, model, speculative: { method, model: head, num_speculative_tokens: 5 } });

  test.each([
    ['meta-llama/Llama-3.1-8B-Instruct', 'eagle3', 'yuhuili/EAGLE3-LLaMA3.1-Instruct-8B', 15.8],
    ['meta-llama/Meta-Llama-3-8B-Instruct', 'eagle', 'yuhuili/EAGLE-LLaMA3-Instruct-8B', 15.43],
  ])('%s with %s: one layer of the target, and for EAGLE-3 an output layer', (model, method, head, weightsGiB) => {
    expect(Math.abs((withHead(model, method, head)?.weights ?? 0) / weightsGiB - 1)).toBeLessThan(0.005);
  });

  test('a head of a model with experts is asked for', () => {
    const answer = sizeLine({ ...line, model: 'openai/gpt-oss-20b', speculative: { method: 'eagle3', model: 'acme/gpt-oss-20b-eagle3' } });
    expect(JSON.stringify(answer)).toContain('modelConfig or weightsGiB of acme/gpt-oss-20b-eagle3');
  });
});

test.each([
  ['MI300X', 32_768, 0.85],
  ['MI300X', 8_192, 1],
  ['H200_SXM', 32_768, 1],
] as const)('SGLang on %s with %d tokens of context: AITER leaves %d of the fraction', (gpu, maxContextTokens, share) => {
  const spec = replica({ model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpu: Gpu[gpu], tensorParallel: 1, maxContextTokens });
  expect(aiterShare(spec, [0, 5, 10])).toBe(share);
});
