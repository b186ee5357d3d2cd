/** Sparse latent attention: what a token takes follows from card and release, and the engine reserves workspaces for its longest request. */
import { estimateReplica, type ReplicaSpec } from '../../lib/capacity';
import { replicaLayout } from '../../lib/capacity/engines/vllm/replica-layout';
import { replicaMemory } from '../../lib/capacity/engines/vllm/replica-memory';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { estimateOnEngine, replica } from './support';

const GIB = 1024 ** 3;
const modelNamed = (name: string): Model => {
  const model = Model.byId(name);
  if (model === undefined) throw new Error(`no model ${name}`);
  return model;
};
const GLM = modelNamed('glm-5.2-fp8');
const on = (gpu: Gpu, version: string, change: Partial<ReplicaSpec> = {}) =>
  replica({ model: GLM, gpu, engine: Engine.vllm({ version }), tensorParallel: 8, ...change });
const bytes = (spec: ReplicaSpec) => replicaLayout(spec).bytesPerToken;

/** 21 of 78 layers own an indexer key of 132 bytes. */
const INDEXER = 21 * 132;

describe('bytes of a token of GLM-5.2 in fp8', () => {
  test.each([
    ['FlashInfer on data-centre Blackwell keeps 576', Gpu.B200, '0.26.0', 78 * 576 + INDEXER, 47_700],
    ['FlashMLA on Hopper keeps 656', Gpu.H200_SXM, '0.26.0', 78 * 656 + INDEXER, 53_940],
    ['the kernel of desktop Blackwell keeps 656', Gpu.RTX_PRO_6000, '0.26.0', 78 * 656 + INDEXER, 53_940],
    ['before 0.22 the larger layout stands on Blackwell', Gpu.B200, '0.19.0', 78 * 656 + INDEXER, 53_940],
  ])('%s', (_, gpu, version, expected, total) => {
    expect(expected).toBe(total);
    expect(bytes(on(gpu, version, { kvCacheDtype: 'fp8' }))).toBe(total);
  });

  test('asked for by name, the packed layout is kept on Blackwell as well', () => {
    expect(bytes(on(Gpu.B200, '0.26.0', { kvCacheDtype: 'fp8', latentLayout: 'packed' }))).toBe(53_940);
    const line = { model: 'zai-org/GLM-5.2-FP8', gpu: 'B200', engineVersion: '0.26.0', tensorParallel: 8, repairs: false };
    expect(sizeLine({ ...line, kvCacheDtype: 'fp8_ds_mla' })).toMatchObject({ kvBytesPerToken: 53_940 });
    expect(sizeLine({ ...line, kvCacheDtype: 'fp8_e4m3' })).toMatchObject({ kvBytesPerToken: 47_700 });
  });
});

describe('without a format', () => {
  const WIDE = 78 * 1_152 + INDEXER;
  test.each([
    ['Hopper keeps 16 bit', Gpu.H200_SXM, '0.31.0', WIDE],
    ['Blackwell keeps 16 bit until GLM takes fp8 there', Gpu.B200, '0.26.0', WIDE],
    ['GLM takes fp8 on Blackwell since 0.29', Gpu.B200, '0.29.0', 47_700],
    ['desktop Blackwell has the packed layout only', Gpu.RTX_PRO_6000, '0.31.0', 53_940],
  ])('%s', (_, gpu, version, expected) => expect(bytes(on(gpu, version))).toBe(expected));

  test('DeepSeek V3.2 stays in 16 bit on Blackwell: 61 × (1,152 + 132)', () => {
    expect(bytes(on(Gpu.B200, '0.31.0', { model: modelNamed('deepseek-v3.2') }))).toBe(61 * (1_152 + 132));
    expect(bytes(on(Gpu.B200, '0.31.0', { model: modelNamed('deepseek-v3.2'), kvCacheDtype: 'fp8' }))).toBe(61 * (576 + 132));
  });

  test('SGLang 0.5.23 keeps fp8 throughout on Blackwell, and what was not read keeps the larger layout', () => {
    const spec = on(Gpu.B200, '0.31.0', { kvCacheDtype: 'fp8' });
    expect(estimateOnEngine('sglang', spec, 0.85, '0.5.23').kvBytesPerTokenPerGpu).toBe(47_700);
    expect(estimateOnEngine('sglang', spec, 0.85, '0.5.9').kvBytesPerTokenPerGpu).toBe(53_940);
    expect(estimateOnEngine('sglang', { ...spec, gpu: Gpu.H200_SXM }, 0.85, '0.5.23').kvBytesPerTokenPerGpu).toBe(53_940);
  });
});

describe('workspaces', () => {
  const LONG = { maxContextTokens: 819_200, maxNumSeqs: 1_024, maxNumBatchedTokens: 8_192, kvCacheDtype: 'fp8' } as const;

  test('keys of 40 longest requests are gathered for the indexer: 40 × 819,200 × 132 bytes beside the sampler', () => {
    const { activation } = replicaMemory(on(Gpu.GB200, '0.26.0', { ...LONG, tensorParallel: 4, sampler: 'flashinfer' }));
    const sampler = 14 * 1_024 * 154_880 + 1.36 * 8_192 * 6_144 * 2;
    expect(activation.perGpuGiB).toBeCloseTo((sampler + 40 * 819_200 * 132) / GIB, 6);
  });

  test('Hopper unpacks five of them and keeps the queries: (8,192 × 8 + 5 × 819,200) × 576 × 2', () => {
    const { activation } = replicaMemory(on(Gpu.H200_SXM, '0.26.0', { ...LONG, sampler: 'flashinfer' }));
    const sampler = 14 * 1_024 * 154_880 + 1.36 * 8_192 * 6_144 * 2;
    expect(activation.perGpuGiB).toBeCloseTo((sampler + (8_192 * 8 + 5 * 819_200) * 576 * 2) / GIB, 6);
  });

  test('the largest whole graph holds logits over the longest request: 512 × 819,200 × 4 bytes more', () => {
    const graphs = (maxContextTokens: number) => replicaMemory(on(Gpu.GB200, '0.26.0', { ...LONG, maxContextTokens })).graphs.capturedGiB;
    expect(graphs(819_200) - graphs(409_600)).toBeCloseTo((512 * 409_600 * 4) / GIB, 6);
  });

  test('a short longest request leaves the workspace to the experts', () => {
    const at = (maxContextTokens: number) => replicaMemory(on(Gpu.H200_SXM, '0.26.0', { ...LONG, maxContextTokens })).activation.perGpuGiB;
    expect(at(4_096)).toBe(at(8_192));
    expect(at(819_200)).toBeGreaterThan(at(8_192));
  });
});

/** zai-org/GLM-5.2 with what nvidia/GLM-5.2-NVFP4 leaves in 16 bit. */
const GLM_NVFP4 = Model.custom({
  ...GLM.facts,
  nativeQuantization: 'nvfp4',
  weightDetail: { ...GLM.facts.weightDetail, unquantized: ['attention', 'shared-experts'] },
});

test('GLM-5.2-NVFP4 on 4 × GB200, vLLM 0.26.0: 106.69 GiB of weights, 6.31 of activations, 1,139,456 tokens in 50.62 GiB', () => {
  const spec = on(Gpu.GB200, '0.26.0', {
    model: GLM_NVFP4,
    tensorParallel: 4,
    expertParallel: true,
    gpuMemoryUtilization: 0.92,
    kvCacheDtype: 'fp8',
    maxContextTokens: 819_200,
    sampler: 'flashinfer',
  });
  const { perGpuGiB, kvTokens, kvBytesPerTokenPerGpu } = estimateReplica(spec);
  expect(kvBytesPerTokenPerGpu).toBe(47_700);
  expect(Math.abs(perGpuGiB.weights / 106.69 - 1)).toBeLessThan(0.01);
  expect(Math.abs(perGpuGiB.activation - 6.31)).toBeLessThan(0.15);
  expect(perGpuGiB.nonTorch).toBe(0.95);
  // 4.99 were printed: what is missing is not explained, and lies in the range.
  expect(perGpuGiB.graphs).toBeGreaterThan(4.2);
  expect(Math.abs(perGpuGiB.kvCache / 50.62 - 1)).toBeLessThan(0.03);
  expect(perGpuGiB.kvCacheRange[0]).toBeLessThan(50.62);
  expect(Math.abs(kvTokens / 1_139_456 - 1)).toBeLessThan(0.03);
});
