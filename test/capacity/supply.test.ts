import { sizeReplica } from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { expectEstimate, FP8, replica } from './support';

const LLAMA_8B = Model.LLAMA_3_1_8B_INSTRUCT;
const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const MISTRAL_7B = Model.MISTRAL_7B_INSTRUCT_V0_3;

describe('weights', () => {
  const weights = (change: Parameters<typeof replica>[0]) =>
    sizeReplica(replica(change)).terms.find((term) => term.id === 'weights')?.perGpuGiB;

  test.each([
    ['8B, 16 bit', { model: LLAMA_8B }, 14.96],
    ['8B, fp8: embedding and head stay in 16 bit', { model: LLAMA_8B, ...FP8 }, 8.46],
    ['70B, 16 bit', { model: LLAMA_70B }, 131.42],
    ['70B, fp8', { model: LLAMA_70B, ...FP8 }, 67.67],
    ['7B, 16 bit', { model: MISTRAL_7B }, 13.5],
  ])('%s', (_, change, gib) => {
    expect(weights(change)).toBeCloseTo(gib, 2);
  });

  test('two ranks hold half each, but the norms are on both', () => {
    const [one, two] = [weights({ model: LLAMA_70B }) ?? 0, weights({ model: LLAMA_70B, tensorParallel: 2 }) ?? 0];
    expect(two).toBeGreaterThan(one / 2);
    expect(two).toBeLessThan((one / 2) * 1.001);
  });

  test('key and value projections are copied when there are fewer KV heads than ranks', () => {
    const kvHeads = 4;
    const model = Model.QWEN3_30B_A3B_INSTRUCT_2507;
    expect(model.facts.kvHeads).toBe(kvHeads);
    const [four, eight] = [weights({ model, tensorParallel: 4 }) ?? 0, weights({ model, tensorParallel: 8 }) ?? 0];
    expect(eight).toBeGreaterThan(four / 2 + 0.01);
  });
});

describe('KV cache of one token', () => {
  const perToken = (change: Parameters<typeof replica>[0]) => sizeReplica(replica(change)).kvBytesPerToken;

  test.each([
    ['Llama 3.1 8B, bf16', { model: LLAMA_8B }, 131_072],
    ['Llama 3.1 8B, fp8', { model: LLAMA_8B, ...FP8 }, 65_536],
    ['Llama 3.1 8B, nvfp4', { model: LLAMA_8B, rareKvCacheDtype: 'nvfp4' as const }, 36_864],
    ['Llama 3.1 8B, a scale per token and head', { model: LLAMA_8B, rareKvCacheDtype: 'int8_per_token_head' as const }, 67_584],
    ['Llama 3.3 70B, bf16', { model: LLAMA_70B }, 327_680],
    ['Llama 3.3 70B, fp8', { model: LLAMA_70B, ...FP8 }, 163_840],
    ['Mistral 7B, bf16', { model: MISTRAL_7B }, 131_072],
    ['DeepSeek V2 Lite, latent', { model: Model.DEEPSEEK_V2_LITE_CHAT }, 31_104],
    ['encoders keep none', { model: Model.BGE_M3 }, 0],
  ])('%s', (_, change, bytes) => {
    expect(perToken(change)).toBe(bytes);
  });

  test('splitting over two GPUs does not change the sum', () => {
    expect(perToken({ model: LLAMA_70B, tensorParallel: 2 })).toBe(perToken({ model: LLAMA_70B }));
  });

  test('4 KV heads on 8 GPUs are held twice', () => {
    const model = Model.QWEN3_30B_A3B_INSTRUCT_2507;
    expect(perToken({ model, tensorParallel: 8 })).toBe(2 * perToken({ model, tensorParallel: 4 }));
  });

  test('a latent is whole on every GPU', () => {
    const model = Model.DEEPSEEK_V2_LITE_CHAT;
    expect(perToken({ model, tensorParallel: 2 })).toBe(2 * perToken({ model }));
  });

  test('the formula names what was multiplied', () => {
    expect(sizeReplica(replica({ model: LLAMA_70B })).kvFormula).toBe('80 layers × 8 KV heads × 128 × 2 × bf16');
  });
});

describe('KV pool of the published supply table, utilization 0.90', () => {
  const row = (
    model: Model,
    gpu: Gpu,
    tensorParallel: number,
    format: Partial<typeof FP8> | { quantization: 'nvfp4'; kvCacheDtype: 'fp8' },
  ) => sizeReplica(replica({ model, gpu, tensorParallel, maxNumSeqs: 100, ...format }));

  test.each([
    ['8B fp8 on H100 PCIe', LLAMA_8B, Gpu.H100_PCIE, 1, FP8, 60.6],
    ['8B on H100 PCIe', LLAMA_8B, Gpu.H100_PCIE, 1, {}, 54.1],
    ['8B on A100 80GB', LLAMA_8B, Gpu.A100_80GB_PCIE, 1, {}, 54.7],
    ['8B on L40', LLAMA_8B, Gpu.L40, 1, {}, 23.5],
    ['8B fp8 on L40S', LLAMA_8B, Gpu.L40S, 1, FP8, 30.0],
    ['8B fp8 on RTX 5090', LLAMA_8B, Gpu.RTX_5090, 1, FP8, 18.3],
    ['8B fp8 on RTX 4090', LLAMA_8B, Gpu.RTX_4090, 1, FP8, 11.2],
    ['8B fp8 on H200', LLAMA_8B, Gpu.H200_SXM, 1, FP8, 114.6],
    ['8B nvfp4 on B200', LLAMA_8B, Gpu.B200, 1, { quantization: 'nvfp4', kvCacheDtype: 'fp8' } as const, 151.6],
    ['70B fp8 on 2 × H100 PCIe', LLAMA_70B, Gpu.H100_PCIE, 2, FP8, 66.1],
    ['70B fp8 on 2 × H100 SXM', LLAMA_70B, Gpu.H100_SXM, 2, FP8, 66.2],
    ['70B fp8 on one H100: almost nothing', LLAMA_70B, Gpu.H100_SXM, 1, FP8, 0.4],
    ['70B fp8 on H200', LLAMA_70B, Gpu.H200_SXM, 1, FP8, 55.0],
    ['70B fp8 on 2 × H200', LLAMA_70B, Gpu.H200_SXM, 2, FP8, 175.2],
    ['70B fp8 on B200', LLAMA_70B, Gpu.B200, 1, FP8, 87.9],
    ['70B fp8 on 2 × B200', LLAMA_70B, Gpu.B200, 2, FP8, 242.3],
    ['70B on 4 × H100 SXM', LLAMA_70B, Gpu.H100_SXM, 4, {}, 137.3],
    ['70B on 2 × H200', LLAMA_70B, Gpu.H200_SXM, 2, {}, 111.5],
    ['7B on RTX 5090', MISTRAL_7B, Gpu.RTX_5090, 1, {}, 13.2],
    ['7B on RTX 4090', MISTRAL_7B, Gpu.RTX_4090, 1, {}, 6.2],
    ['7B on H100 PCIe', MISTRAL_7B, Gpu.H100_PCIE, 1, {}, 55.5],
  ])('%s', (_, model, gpu, gpus, format, published) => {
    expectEstimate(row(model, gpu, gpus, format).kvCacheGiB, published, gpus);
  });
});

describe('the budget', () => {
  test('every term names its evidence and source, and the terms add up to the budget', () => {
    const { terms } = sizeReplica(replica({ model: LLAMA_70B, tensorParallel: 2, ...FP8 }));
    const gib = (id: string) => terms.find((term) => term.id === id)?.perGpuGiB ?? Number.NaN;
    expect(terms.map((term) => term.id)).toEqual(['physical', 'budget', 'weights', 'activation', 'nonTorch', 'graphs', 'kvCache']);
    expect(terms.every((term) => term.source.length > 10)).toBe(true);
    expect(gib('weights') + gib('activation') + gib('nonTorch') + gib('graphs') + gib('kvCache')).toBeCloseTo(gib('budget'), 9);
    expect(gib('budget')).toBeCloseTo(0.9 * gib('physical'), 9);
  });

  test('a GPU without a published memory is named, not guessed', () => {
    expect(sizeReplica(replica({ gpu: Gpu.GH200_144GB })).missing).toEqual(['reported memory of GH200 144GB']);
  });
});
