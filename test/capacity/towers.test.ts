/** Vision towers: what the profiling pass runs of them, and what SGLang leaves free for them. */

import type { ReplicaSpec } from '../../lib/capacity';
import { visionFactor } from '../../lib/capacity/engines/sglang/accounting';
import { replicaMemory } from '../../lib/capacity/engines/vllm/replica-memory';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { findModel } from '../../lib/sizing/find-model';
import { sizeLine } from '../../lib/sizing/size-line';
import { replica } from './support';

const GIB = 1024 ** 3;
const named = (name: string): Model => {
  const found = findModel(name, undefined, undefined);
  if (found === null) throw new Error(`no model ${name}`);
  return found.model;
};
const QWEN_VL = named('Qwen/Qwen2.5-VL-7B-Instruct');
const on = (change: Partial<ReplicaSpec> = {}) =>
  replica({
    model: QWEN_VL,
    gpu: Gpu.A100_80GB_SXM,
    engine: Engine.vllm({ version: '0.23.0' }),
    maxNumSeqs: 256,
    maxNumBatchedTokens: 2_048,
    maxContextTokens: 128_000,
    ...change,
  });
const activation = (change: Partial<ReplicaSpec> = {}) => replicaMemory(on(change)).activation.perGpuGiB;

/** 65,536 patches of 1,176 elements, three tensors of 3,420 and four of 1,280 in 16 bit. */
const IMAGE = (65_536 * (1_176 + 3 * 3_420 + 4 * 1_280) * 2) / GIB;

describe('the longest video of Qwen2.5-VL', () => {
  test('14 frames are seven times the largest image: 7 × 2.02 = 14.15 GiB', () => {
    expect(7 * IMAGE).toBeCloseTo(14.15, 2);
    expect(activation()).toBeCloseTo(7 * IMAGE, 6);
  });

  test.each([
    [65_536, 4],
    [32_768, 2],
    [16_384, 1],
    [8_192, 1],
  ])('a longest request of %d tokens holds %d pairs of frames', (maxContextTokens, parts) => {
    expect(activation({ maxContextTokens })).toBeCloseTo(parts * IMAGE, 6);
  });

  test('without videos it is one image, without both nothing of the tower', () => {
    expect(activation({ mediaPerPrompt: { videos: 0 } })).toBeCloseTo(IMAGE, 6);
    const none = activation({ mediaPerPrompt: { videos: 0, images: 0 } });
    expect(none).toBeLessThan(1.2);
    expect(none).toBeGreaterThan(0);
  });

  test('0.8.2 showed none; between, the range reaches to it and the figure does not', () => {
    expect(activation({ engine: Engine.vllm({ version: '0.8.2' }), maxNumSeqs: 8 })).toBeCloseTo(IMAGE, 1);
    const between = replicaMemory(on({ engine: Engine.vllm({ version: '0.19.0' }) })).activation;
    expect(between.perGpuGiB).toBeCloseTo(IMAGE, 6);
    expect(between.encoderDoubtGiB).toBeCloseTo(6 * IMAGE, 6);
  });

  test('on A100 at 0.22, 0.23.0: "no available memory", −14.28 GiB', () => {
    const answer = sizeLine({
      model: 'Qwen/Qwen2.5-VL-7B-Instruct',
      gpu: 'A100 80GB',
      engineVersion: '0.23.0',
      gpuMemoryUtilization: 0.22,
      maxModelLen: 128_000,
      repairs: false,
    });
    if ('error' in answer || answer.perGpuGiB === null) throw new Error('not answered');
    expect(answer.verdict).toBe('rejected');
    expect(Math.abs(answer.perGpuGiB.kvCache + 14.28)).toBeLessThan(1.1);
    expect(answer.perGpuGiB.kvCacheRange[0]).toBeLessThan(-14.28);
  });
});

describe('several images in one batch', () => {
  const QWEN_35 = (change: Partial<ReplicaSpec>) => activation({ model: Model.QWEN3_5_9B, maxContextTokens: 262_144, ...change });

  test('a batch of 65,536 tokens profiles four images of 16,384, one of 16,384 profiles one', () => {
    const one = QWEN_35({ maxNumBatchedTokens: 16_384, maxNumSeqs: 1 });
    expect(QWEN_35({ maxNumBatchedTokens: 65_536, maxNumSeqs: 4 }) / one).toBeCloseTo(4, 1);
  });

  test('one sequence may bring them all, unless a prompt may hold fewer', () => {
    const four = QWEN_35({ maxNumBatchedTokens: 65_536, maxNumSeqs: 1 });
    expect(four).toBeCloseTo(QWEN_35({ maxNumBatchedTokens: 65_536, maxNumSeqs: 4 }), 6);
    expect(QWEN_35({ maxNumBatchedTokens: 65_536, maxNumSeqs: 1, mediaPerPrompt: { images: 2, videos: 0 } })).toBeLessThan(four);
  });
});

describe('SGLang leaves more free beside a tower', () => {
  const factor = (model: Model) => visionFactor({ model });
  test.each([
    ['27 layers of 1,152: 0.95 × (1 − 0.1 × (27 × 1,152² ÷ (24 × 1,024²) − 1))', 'moonshotai/Kimi-K2.5', 0.9097],
    ['the same tower in Gemma 3', 'google/gemma-3-27b-it', 0.9097],
    ['the yardstick', 'mistralai/Mistral-Small-3.2-24B-Instruct-2506', 0.95],
    ['a file that says `depth` counts as 24 layers', 'Qwen/Qwen3.5-9B', 0.9248],
    ['a file whose width is that of the language model: the least', 'Qwen/Qwen2-VL-7B-Instruct', 0.76],
  ])('%s', (_, model, expected) => expect(factor(named(model))).toBeCloseTo(expected, 4));

  test('no tower, or none that is loaded: nothing', () => {
    expect(factor(Model.LLAMA_3_1_8B_INSTRUCT)).toBe(1);
    expect(visionFactor({ model: named('google/gemma-3-27b-it'), languageModelOnly: true })).toBe(1);
  });

  test('Kimi-K2.5 on 8 × MI355X, 0.5.8: a fraction of 0.826, 160.63 GiB, 2,454,421 tokens', () => {
    const answer = sizeLine({
      model: 'moonshotai/Kimi-K2.5',
      gpu: 'MI355X',
      engine: 'sglang',
      engineVersion: '0.5.8',
      tensorParallel: 8,
      repairs: false,
    });
    if ('error' in answer || answer.perGpuGiB === null) throw new Error('not answered');
    expect(Math.abs((answer.kvTokens ?? 0) / 2_454_421 - 1)).toBeLessThan(0.03);
    expect(answer.perGpuGiB.kvCacheRange[0]).toBeLessThan(160.63);
    expect(answer.perGpuGiB.kvCacheRange[1]).toBeGreaterThan(160.63);
  });
});
