/** Engines that divide a card by rules of their own. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { estimateOnEngine, replica } from './support';

const gguf = (scheme: string | null) =>
  Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: `8b-${scheme}`, nativeQuantization: scheme });

describe('TGI', () => {
  test('nine tenths of what is free after weights and one prefill become blocks', () => {
    const { perGpuGiB } = estimateOnEngine('tgi', replica({ gpu: Gpu.H100_SXM, maxNumSeqs: 128 }), null);
    const free = perGpuGiB.budget - perGpuGiB.weights - perGpuGiB.kvCache / 0.9;
    expect(perGpuGiB.kvCache).toBeGreaterThan(0.9 * (perGpuGiB.budget - perGpuGiB.weights - 2));
    expect(free).toBeGreaterThan(0.5);
  });

  test('CUDA_MEMORY_FRACTION is its own share of the card', () => {
    const kv = (fraction: number) => estimateOnEngine('tgi', replica({ maxNumSeqs: 128 }), fraction).perGpuGiB.kvCache;
    expect(kv(1) - kv(0.8)).toBeCloseTo(0.9 * 0.2 * 79.11, 3);
  });
});

describe('Ollama', () => {
  const on = (scheme: string | null, change = {}) =>
    estimateOnEngine('ollama', replica({ model: gguf(scheme), gpu: Gpu.RTX_4090, maxContextTokens: 8_192, ...change }), null);

  test.each([
    ['q4_k_m', 4.58],
    ['q8_0', 7.95],
    ['f16', 14.96],
  ])('an 8B in %s is a file of %d GiB (llama.cpp)', (scheme, gib) => {
    expect(on(scheme).perGpuGiB.weights).toBeCloseTo(gib, 1);
  });

  test('a file without a scheme gets no answer', () => {
    expect(on(null).missing).toEqual(['quantization: scheme of the GGUF file, such as q4_k_m or q8_0']);
    expect(on('fp8').missing).toHaveLength(1);
  });

  test('every parallel slot wants its compute buffer', () => {
    expect(on('q8_0', { maxNumSeqs: 4 }).perGpuGiB.kvCache).toBeLessThan(on('q8_0').perGpuGiB.kvCache - 1);
  });
});

test('a pipeline holds its stages on their own GPUs, whatever the engine', () => {
  const kv = (pipelineParallel: number) =>
    estimateOnEngine('sglang', replica({ model: Model.LLAMA_3_3_70B_INSTRUCT, pipelineParallel }), null).kvTokens;
  expect(kv(2)).toBe(0);
  expect(kv(4)).toBeGreaterThan(300_000);
});

describe('TensorRT-LLM', () => {
  const LLAMA_2 = {
    model: 'meta-llama/Llama-2-7b-hf',
    engine: 'tensorrt-llm',
    gpu: 'A10',
    gpuMemoryUtilization: 0.95,
    maxNumSeqs: 25,
    maxModelLen: 4_096,
  };
  const pool = (request: object) => {
    const answer = sizeLine({ repairs: false, ...request });
    if ('error' in answer || answer.perGpuGiB === null) throw new Error(JSON.stringify(answer));
    return answer.perGpuGiB;
  };

  test('until 0.11 an engine is built for the prompts of all its sequences: 10,718 tokens on an A10 (TensorRT-LLM#224, 0.5.0), twice that by the rules of today', () => {
    const [then, now] = [pool({ ...LLAMA_2, engineVersion: '0.5.0' }), pool({ ...LLAMA_2, engineVersion: '1.2.0' })];
    expect(now.kvCache / then.kvCache).toBeGreaterThan(1.9);
    const logged = (10_718 * 524_288) / 2 ** 30;
    expect(then.kvCacheRange[0]).toBeLessThan(logged);
    expect(then.kvCacheRange[1]).toBeGreaterThan(logged);
    // Not said, it may be either.
    expect(pool(LLAMA_2).kvCacheRange[0]).toBeLessThanOrEqual(then.kvCacheRange[0] + 1e-9);
  });

  test('engines reserve buffers for every sequence of their batch: 4.9 GiB for 2,048 with the vocabulary of Llama 3', () => {
    const LLAMA_3 = {
      ...LLAMA_2,
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      gpu: 'H100',
      gpuMemoryUtilization: 0.9,
      maxNumBatchedTokens: 8_192,
      engineVersion: '0.16.0',
    };
    const [few, many] = [pool({ ...LLAMA_3, maxNumSeqs: 1 }), pool({ ...LLAMA_3, maxNumSeqs: 2_048 })];
    expect((few.kvCache - many.kvCache) / 0.9).toBeCloseTo(4.9, 0);
    expect(pool({ ...LLAMA_3, maxNumSeqs: 2_048, engineVersion: '0.20.0' }).kvCacheRange[0]).toBeLessThan(many.kvCache);
  });
});
