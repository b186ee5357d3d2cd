/** What a replica holds once, on which ranks: experts of data-parallel copies, drafters of pipeline stages, batches of programs. */

import { sizeReplica } from '../../lib/capacity';
import { replicaLayout, stageLayout } from '../../lib/capacity/engines/vllm/replica-layout';
import { replicaMemory } from '../../lib/capacity/engines/vllm/replica-memory';
import { stagesOf, WHOLE } from '../../lib/capacity/model/stages';
import { weightsOnRank } from '../../lib/capacity/model/weights';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { replica } from './support';

const GIB = 1024 ** 3;
const MOE = Model.byId('qwen3-30b-a3b') ?? Model.LLAMA_3_1_8B_INSTRUCT;
/** 48 layers × 128 experts × 3 matrices of 2,048 × 768, two bytes each. */
const EXPERTS_GIB = (48 * 128 * 3 * 2_048 * 768 * 2) / GIB;
const at = (change: Parameters<typeof replica>[0]) =>
  replica({ model: MOE, gpu: Gpu.H200_SXM, engine: Engine.vllm({ version: '0.26.0' }), ...change });
const weights = (change: Parameters<typeof replica>[0]) => replicaMemory(at(change)).weights.perGpuGiB ?? 0;

describe('experts of data-parallel copies', () => {
  test.each([true, false])('all ranks hold them together, expertParallel %s: four copies leave a quarter on each', (expertParallel) => {
    const alone = weights({ expertParallel });
    expect(alone - weights({ expertParallel, dataParallel: 4 })).toBeCloseTo(0.75 * EXPERTS_GIB, 3);
    expect(alone - weights({ expertParallel, dataParallel: 2, tensorParallel: 1 })).toBeCloseTo(0.5 * EXPERTS_GIB, 3);
  });

  test('a line with copies says that they share the experts', () => {
    const notes = (model: string) => {
      const answer = sizeLine({ model, gpu: 'H200', engineVersion: '0.26.0', dataParallel: 4, maxModelLen: 8_192, repairs: false });
      return 'error' in answer ? answer.error.message : answer.notes.join();
    };
    expect(notes('Qwen/Qwen3-30B-A3B')).toContain('4 copies hold the experts together');
    expect(notes('meta-llama/Llama-3.1-8B-Instruct')).not.toContain('hold the experts');
  });

  test('a model without experts is copied whole', () => {
    const model = Model.LLAMA_3_1_8B_INSTRUCT;
    expect(weights({ model, dataParallel: 4 })).toBe(weights({ model }));
  });

  test('whole experts do not divide by three: the fullest of three ranks holds 43 of 128, a slice of each would be a third', () => {
    const on = (wholeExperts: boolean) =>
      weightsOnRank({ facts: MOE.facts, quantization: 'checkpoint', tensorParallel: 1, expertRanks: 3, wholeExperts, stage: WHOLE })
        .perGpuGiB ?? 0;
    expect(on(true) - on(false)).toBeCloseTo(EXPERTS_GIB * (43 / 128 - 1 / 3), 4);
  });

  test('their batches meet in front of the experts: workspace of 1.15 × 2 × 8,192 × 8 × (2 × 768 ÷ 2 + 2,048) × 2 bytes', () => {
    const experts = (dataParallel: number) =>
      replicaMemory(at({ dataParallel, maxNumSeqs: 8, maxNumBatchedTokens: 8_192 })).activation.perGpuGiB;
    const workspace = (batches: number) => (1.15 * batches * 8_192 * 8 * ((2 * 768) / batches + 2_048) * 2) / GIB;
    expect(experts(2) - experts(1)).toBeCloseTo(workspace(2) - workspace(1), 4);
  });

  test('whole experts are as wide as they are: with tensorParallel 4 the workspace is that of one rank', () => {
    const act = (change: Parameters<typeof replica>[0]) =>
      replicaMemory(at({ maxNumSeqs: 8, maxNumBatchedTokens: 8_192, ...change })).activation.perGpuGiB;
    expect(act({ tensorParallel: 4, expertParallel: true })).toBeCloseTo(act({}), 6);
    expect(act({ tensorParallel: 4 })).toBeLessThan(act({}));
  });
});

describe('a drafter lies on the last stage', () => {
  const drafter = { kind: 'model', model: Model.LLAMA_3_2_3B_INSTRUCT } as const;
  const staged = replica({ model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.H200_SXM, pipelineParallel: 2, tensorParallel: 2, drafter });
  const { drafter: _, ...without } = staged;
  const [first = WHOLE, last = WHOLE] = stagesOf(2, 80);

  test('its weights and its cache: 28 layers × 8 heads ÷ 2 × 128 × 2 × 2 = 57,344 bytes a token', () => {
    const weight = (spec: typeof without, stage: typeof first) => replicaMemory(spec, stage).weights.perGpuGiB;
    expect(weight(staged, first)).toBe(weight(without, first));
    expect(weight(staged, last)).toBeGreaterThan((weight(without, last) ?? 0) + 2);
    expect(stageLayout(staged, first).bytesPerToken).toBe(stageLayout(without, first).bytesPerToken);
    expect(stageLayout(staged, last).bytesPerToken - stageLayout(without, last).bytesPerToken).toBe(57_344);
    expect(replicaLayout(staged).bytesPerToken - replicaLayout(without).bytesPerToken).toBe(57_344);
  });

  test('the last stage bounds the tokens, and they fill the cache that the plan states', () => {
    const { kvCacheGiB, kvBytesPerToken, kvTokens } = sizeReplica(staged);
    expect(kvTokens).toBeLessThan(sizeReplica(without).kvTokens);
    expect(Math.abs((kvCacheGiB * GIB) / kvBytesPerToken / kvTokens - 1)).toBeLessThan(0.001);
  });
});

describe('inside a program the batches are larger', () => {
  const limits = (gpu: string, offline: boolean) => {
    const answer = sizeLine({
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      gpu,
      engineVersion: '0.26.0',
      maxModelLen: 8_192,
      offline,
      repairs: false,
    });
    if ('error' in answer) throw new Error(answer.error.message);
    return answer.perGpuGiB?.activation ?? 0;
  };
  const batch = (gpu: Gpu, offline: boolean) =>
    replicaMemory(replica({ gpu, engine: Engine.vllm({ version: '0.26.0' }), offline })).maxNumBatchedTokens;

  test.each([
    [Gpu.H100_SXM, 8_192, 16_384],
    [Gpu.L40S, 2_048, 8_192],
    [Gpu.A100_80GB_SXM, 2_048, 8_192],
  ])('%#: %d tokens as a server, %d in a program', (gpu, served, offline) => {
    expect(batch(gpu, false)).toBe(served);
    expect(batch(gpu, true)).toBe(offline);
  });

  test('a line may say so', () => expect(limits('L40S', true)).toBeGreaterThan(limits('L40S', false)));
});

test('NVFP4 experts on desktop Blackwell: two logs took 3 to 5 GiB more than every formula, and the range holds the first of them', () => {
  const answer = sizeLine({
    model: 'RedHatAI/Qwen3.6-35B-A3B-NVFP4',
    gpu: 'RTX 5090',
    memoryGiB: 31.8,
    engineVersion: '0.20.0',
    gpuMemoryUtilization: 0.9,
    kvCacheDtype: 'fp8_e4m3',
    maxModelLen: 65_536,
    maxNumBatchedTokens: 16_384,
    maxNumSeqs: 1,
    prefixCaching: true,
    repairs: false,
  });
  if ('error' in answer || answer.perGpuGiB === null) throw new Error('not answered');
  expect(answer.perGpuGiB.kvCacheRange[0]).toBeLessThan(1.28);
  expect(answer.perGpuGiB.graphs).toBeGreaterThan(0);
});
