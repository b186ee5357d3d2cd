/** Start-up messages that other people published: other cards and releases than the rows the law was fitted on. */
import { estimateReplica } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { replica } from './support';

const QWEN_9B = replica({
  model: Model.QWEN3_5_9B,
  gpu: Gpu.L40S,
  engine: Engine.vllm({ version: '0.19.0' }),
  maxContextTokens: 262_144,
  maxNumSeqs: 256,
  maxNumBatchedTokens: 8_192,
});
const QWEN_4B = replica({
  model: Model.QWEN3_5_4B,
  gpu: Gpu.L40S,
  engine: Engine.vllm({ version: '0.22.0' }),
  gpuMemoryUtilization: 0.5,
  maxContextTokens: 1_024,
  maxNumSeqs: 256,
  maxNumBatchedTokens: 8_192,
});

test('Qwen3.5-9B on L40S, vLLM 0.19.0: 17.66 GiB of weights, 20.27 GiB of KV, 165,792 tokens, 2.52 full requests', () => {
  const { perGpuGiB, kvTokens, maxConcurrency } = estimateReplica(QWEN_9B);
  expect(perGpuGiB.weights).toBeCloseTo(17.66, 1);
  expect(Math.abs(perGpuGiB.kvCache / 20.27 - 1)).toBeLessThan(0.01);
  expect(Math.abs(kvTokens / 165_792 - 1)).toBeLessThan(0.01);
  expect(maxConcurrency).toBeCloseTo(2.52, 1);
});

test('Qwen3.5-4B at a share of 0.5, vLLM 0.22.0: 8.61 GiB, graphs 0.64 out of the budget, 11.11 GiB, 141,107 tokens', () => {
  const { perGpuGiB, kvTokens } = estimateReplica(QWEN_4B);
  expect(perGpuGiB.weights).toBeCloseTo(8.61, 1);
  expect(Math.abs(perGpuGiB.graphs - 0.64)).toBeLessThan(0.05);
  expect(Math.abs(perGpuGiB.kvCache / 11.11 - 1)).toBeLessThan(0.02);
  expect(Math.abs(kvTokens / 141_107 - 1)).toBeLessThan(0.02);
});

test('Qwen3-Next on two H200, vLLM 0.16: activations peak at 5.58 GiB', () => {
  const spec = replica({
    model: Model.QWEN3_NEXT_80B_A3B_INSTRUCT,
    gpu: Gpu.H200_SXM,
    tensorParallel: 2,
    engine: Engine.vllm({ version: '0.16.0' }),
    maxNumSeqs: 1_024,
    maxNumBatchedTokens: 8_192,
  });
  expect(estimateReplica(spec).perGpuGiB.activation).toBeCloseTo(5.58, 1);
});

test.each([
  ['gpt-oss-20b', Model.GPT_OSS_20B, 13.47],
  ['gpt-oss-120b', Model.GPT_OSS_120B, 64.38],
  ['Qwen3-32B', Model.QWEN3_32B, 61.03],
  ['Mistral-Small-3.2', Model.MISTRAL_SMALL_3_2_24B_INSTRUCT_2506, 44.76],
])('%s loads what its log says', (_, model, gib) => {
  expect(Math.abs(estimateReplica(replica({ model })).perGpuGiB.weights / gib - 1)).toBeLessThan(0.005);
});

test('Llama 3.2 3B on a T4, vLLM 0.8.2: the first core, 192 sequences peak at 0.90 GiB, 6.22 GiB of KV', () => {
  const gpu = Gpu.fromReported({ name: 'Tesla T4', memoryGiB: 14.74 });
  const { perGpuGiB } = estimateReplica(
    replica({
      model: Model.LLAMA_3_2_3B_INSTRUCT,
      gpu,
      engine: Engine.vllm({ version: '0.8.2' }),
      gpuMemoryUtilization: 0.8938626,
      maxContextTokens: 2_048,
      maxNumSeqs: 192,
      maxNumBatchedTokens: 2_048,
    }),
  );
  expect(perGpuGiB.activation).toBeCloseTo(0.9, 1);
  expect(Math.abs(perGpuGiB.kvCache / 6.22 - 1)).toBeLessThan(0.01);
});

test('a block of a hybrid is as large as the state of a layer: five of them hold 1,024 tokens of Qwen3.5-4B', () => {
  const { perGpuGiB, maxConcurrency } = estimateReplica(QWEN_4B);
  const published = { poolGiB: 11.11, requests: 141_107 / 1_024 };
  const request = (perGpuGiB.kvCache * 1024 ** 3) / (maxConcurrency ?? 0);
  // Whole blocks: what is left of the pool behind the last one is not divided.
  expect(request).toBeGreaterThanOrEqual(5 * 8 * 528 * 4_096);
  expect(request / (5 * 8 * 528 * 4_096) - 1).toBeLessThan(0.001);
  expect(Math.abs((published.poolGiB * 1024 ** 3) / request / published.requests - 1)).toBeLessThan(0.001);
});

test('batches of 2,048 and no limit of sequences: the small tier, with the large one inside the range', () => {
  const at = (maxNumSeqs?: number) =>
    estimateReplica(
      replica({
        engine: Engine.vllm({ version: '0.19.0' }),
        maxNumBatchedTokens: 2_048,
        ...(maxNumSeqs === undefined ? {} : { maxNumSeqs }),
      }),
    );
  expect(at().maxNumSeqs).toBe(256);
  expect(at().perGpuGiB.kvCache).toBe(at(256).perGpuGiB.kvCache);
  expect(at().perGpuGiB.kvCacheRange[0]).toBeLessThan(at(1_024).perGpuGiB.kvCache);
});

test('layers with a state capture by whole batches since 0.26: 0.37 GiB more at 8,192 tokens than at 4,096 (vllm#50780)', () => {
  const graphs = (maxNumBatchedTokens: number, version: string) =>
    estimateReplica({ ...QWEN_9B, engine: Engine.vllm({ version }), maxNumBatchedTokens }).perGpuGiB.graphs;
  expect(graphs(8_192, '0.26.0') - graphs(4_096, '0.26.0')).toBeCloseTo(1.18 * 0.37, 1);
  expect(graphs(8_192, '0.24.0')).toBe(graphs(4_096, '0.24.0'));
});

test('until 0.6.5 the first core counts its own context, more on large cards; 0.6.6 does not', () => {
  const nonTorch = (gpu: Gpu, version: string) =>
    estimateReplica(replica({ model: Model.LLAMA_3_1_8B_INSTRUCT, gpu, engine: Engine.vllm({ version }) })).perGpuGiB.nonTorch;
  expect(nonTorch(Gpu.A100_80GB_SXM, '0.6.4')).toBeCloseTo(0.55, 2);
  expect(nonTorch(Gpu.A40, '0.6.4')).toBeCloseTo(0.36, 2);
  expect(nonTorch(Gpu.A40, '0.6.6')).toBeCloseTo(0.08, 2);
});
