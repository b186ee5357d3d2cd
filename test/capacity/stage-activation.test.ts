/** Activations of pipeline stages: the sampler runs on the last one, a layer of full batch on each. */
import { replicaMemory } from '../../lib/capacity/engines/vllm/replica-memory';
import { stagesOf } from '../../lib/capacity/model/stages';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { replica } from './support';

const GIB = 1024 ** 3;

function modelNamed(name: string): Model {
  const model = Model.byId(name);
  if (model === undefined) throw new Error(`no model ${name}`);
  return model;
}

const activations = (change: Parameters<typeof replica>[0]): number[] => {
  const spec = replica({ engine: Engine.vllm({ version: '0.19.0' }), pipelineParallel: 2, ...change });
  return stagesOf(2, spec.model.facts.layers ?? 0).map((stage) => replicaMemory(spec, stage).activation.perGpuGiB);
};

describe('a stage before the last runs no sampler, but its experts and its latents', () => {
  test('DeepSeek V3.1 on 2 × 8 H200: hidden states and the experts of 8,192 tokens, worked by hand', () => {
    const [first = 0, last = 0] = activations({ model: modelNamed('deepseek-v3.1'), gpu: Gpu.H200_SXM, tensorParallel: 8 });
    const hidden = 4.5 * 8_192 * 7_168 * 2;
    const experts = 1.15 * 8_192 * 8 * ((2 * 2_048) / 8 + 7_168) * 2;
    expect(first).toBeCloseTo((hidden + experts) / GIB, 6);
    expect(last).toBeGreaterThan(first);
  });

  test('where experts are few and contexts long, latents of 65,536 tokens unpacked take more than the experts', () => {
    const [first = 0] = activations({
      model: modelNamed('glm-4.7-flash'),
      gpu: Gpu.H100_SXM,
      maxContextTokens: 131_072,
      maxNumBatchedTokens: 2_048,
    });
    const hidden = 4.5 * 2_048 * 2_048 * 2;
    expect(first).toBeCloseTo((hidden + 65_536 * 20 * (192 + 256) * 2) / GIB, 6);
  });

  test.each(['deepseek-v2-lite-chat', 'kimi-k2-thinking', 'qwen3-30b-a3b-instruct-2507', 'gpt-oss-120b', 'glm-4.5-air', 'deepseek-v3.2'])(
    '%s: each stage holds at least its hidden states and one batch of the experts',
    (name) => {
      const model = modelNamed(name);
      const { hiddenSize, moe } = model.facts;
      const least = (8_192 * 2 * (4.5 * (hiddenSize ?? 0) + (moe?.activeExperts ?? 0) * (hiddenSize ?? 0))) / GIB;
      expect(least).toBeGreaterThan(0.2);
      for (const activation of activations({ model, gpu: Gpu.H200_SXM, tensorParallel: 4 })) expect(activation).toBeGreaterThan(least);
    },
  );

  test('DeepSeek-V2-Lite on 2 × 2 L4 with 0.9.2 (vllm#20665): the first stage, of 14 layers, bounds 807,792 tokens', () => {
    const answer = sizeLine({
      model: 'deepseek-ai/DeepSeek-V2-Lite-Chat',
      gpu: 'L4',
      engineVersion: '0.9.2',
      tensorParallel: 2,
      pipelineParallel: 2,
      maxModelLen: 1_024,
      gpuMemoryUtilization: 0.9,
    });
    if (!('perGpuGiB' in answer) || answer.perGpuGiB === null) throw new Error('not answered');
    const [low, high] = answer.perGpuGiB.kvCacheRange;
    expect(low).toBeLessThan(12.13);
    expect(high).toBeGreaterThan(12.13);
    expect(Math.abs((answer.kvTokens ?? 0) / 807_792 - 1)).toBeLessThan(0.03);
  });
});

describe('a layer is the floor of the last stage as well', () => {
  test('eight sequences: the logits are small, the experts of a full batch are not', () => {
    const of = (maxNumSeqs: number) =>
      replicaMemory(replica({ model: modelNamed('qwen3-30b-a3b'), gpu: Gpu.H100_SXM, maxNumSeqs })).activation.perGpuGiB;
    expect(of(8)).toBeGreaterThanOrEqual((4.5 * 8_192 * 2_048 * 2) / GIB);
    expect(of(8) - of(1)).toBeLessThan(0.01);
    expect(of(1)).toBeGreaterThan(0.5);
  });
});
