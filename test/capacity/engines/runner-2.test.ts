/** Which models run on Model Runner V2 before it was that of all dense ones, and what that changes of their memory; graphs of small batches. */

import { laterCore } from '../../../lib/capacity/engines/vllm/engine-core';
import { graphMemory } from '../../../lib/capacity/engines/vllm/graphs';
import { nonTorchGrowth } from '../../../lib/capacity/engines/vllm/non-torch';
import { releaseOf } from '../../../lib/capacity/engines/vllm/releases';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';

const release = (version: string) => releaseOf({ version });
const asAwq = (model: Model) => Model.custom({ ...model.facts, nativeQuantization: 'awq' });

describe('Model Runner V2 came class by class', () => {
  test.each<[string, Model, string, string]>([
    ['Qwen3', Model.QWEN3_8B, '0.21.0', 'second'],
    ['Qwen3', Model.QWEN3_8B, '0.22.0', 'runner-2'],
    ['Llama', Model.LLAMA_3_1_8B_INSTRUCT, '0.22.0', 'second'],
    ['Llama', Model.LLAMA_3_1_8B_INSTRUCT, '0.23.0', 'runner-2'],
    ['an AWQ copy of Llama', asAwq(Model.LLAMA_3_1_8B_INSTRUCT), '0.23.0', 'second'],
    ['an AWQ copy of Llama', asAwq(Model.LLAMA_3_1_8B_INSTRUCT), '0.24.0', 'runner-2'],
    ['Gemma 3, which reads images', Model.GEMMA_3_27B_IT, '0.24.0', 'second'],
    ['Qwen2.5', Model.QWEN2_5_72B_INSTRUCT, '0.24.0', 'second'],
    ['Qwen2.5', Model.QWEN2_5_72B_INSTRUCT, '0.25.0', 'runner-2'],
    ['a model with experts', Model.QWEN3_30B_A3B, '0.28.0', 'second'],
  ])('%s on %s', (_, model, version, core) => {
    expect(laterCore(model.facts, release(version))).toBe(core);
  });

  test('a config.json without a name is known by its class', () => {
    const config = (architecture: string) =>
      Model.fromConfig({
        architectures: [architecture],
        model_type: 'llama',
        hidden_size: 4_096,
        num_hidden_layers: 32,
        num_attention_heads: 32,
        num_key_value_heads: 8,
        intermediate_size: 14_336,
        vocab_size: 128_256,
        max_position_embeddings: 8_192,
      }).facts;
    expect(laterCore(config('LlamaForCausalLM'), release('0.24.0'))).toBe('runner-2');
    expect(laterCore(config('OtherForCausalLM'), release('0.24.0'))).toBe('second');
  });
});

describe('graphs', () => {
  const graphs = (maxNumSeqs: number, gpu = Gpu.H100_SXM) =>
    graphMemory({
      facts: Model.QWEN3_30B_A3B.facts,
      gpu: gpu.facts,
      release: release('0.22.1'),
      tensorParallel: 1,
      maxNumSeqs,
      maxNumBatchedTokens: 8_192,
      enforceEager: false,
    });

  test('of batches up to 128 on H100: 0.22 GiB in the log, and not the workspaces of 512 (1.4)', () => {
    expect(graphs(64).capturedGiB).toBeLessThan(0.45);
    expect(graphs(1_024).capturedGiB).toBeCloseTo(1.53, 1);
  });

  test('of larger batches are never smaller', () => {
    const sizes = [1, 8, 32, 64, 128, 256, 512, 1_024].map((sequences) => graphs(sequences).capturedGiB);
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
  });
});

describe('what lies outside the allocator', () => {
  const growth = (gpu: Gpu, version: string, tensorParallel: number) =>
    nonTorchGrowth({ gpu: gpu.facts, release: release(version), tensorParallel, core: 'second' });

  test('four ranks of Hopper before 0.11 have the buffers of eight, two have those of NVLink', () => {
    expect(growth(Gpu.H100_SXM, '0.10.0', 4).perGpuGiB).toBe(growth(Gpu.H100_SXM, '0.10.0', 8).perGpuGiB);
    expect(growth(Gpu.H100_SXM, '0.10.0', 2).perGpuGiB).toBeLessThan(1);
    expect(growth(Gpu.A100_80GB_SXM, '0.10.0', 4).perGpuGiB).toBeLessThan(1);
  });

  test('libraries of Hopper take more than those of other cards, and a plan sets the same aside', () => {
    const [hopper, ada] = [growth(Gpu.H100_SXM, '0.24.0', 1), growth(Gpu.L40S, '0.24.0', 1)];
    expect(ada.perGpuGiB).toBeLessThan(hopper.perGpuGiB);
    expect(ada.plannedGiB).toBe(hopper.plannedGiB);
  });

  test('what some machines took over PCIe since 0.27 is no spread of all', () => {
    const late = growth(Gpu.L40S, '0.27.0', 2);
    expect(late.someGiB).toBe(1.5);
    expect(late.band).toEqual(growth(Gpu.L40S, '0.26.0', 2).band);
  });
});
