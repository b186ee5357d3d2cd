/** What an answer says besides the memory: price, repairs that hold, the board that a name means, and what a pool would take instead. */

import { engineToSize } from '../../../lib/capacity';
import { judge } from '../../../lib/capacity/fit/judge';
import { defaultEngine } from '../../../lib/catalog/engines/default-engine';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { priceOf } from '../../../lib/catalog/prices';
import { renderChanges } from '../../../lib/core/render-change';
import { inferencePoolSchema } from '../../../lib/inference/inference-pool-schema';
import { replicaSpecOf } from '../../../lib/inference/replica-spec';
import { Cluster } from '../../../lib/platform/cluster';
import { findGpu } from '../../../lib/sizing/find-gpu';
import { findModel } from '../../../lib/sizing/find-model';
import { engineOf } from '../../../lib/sizing/question-engine';
import { replicaOf } from '../../../lib/sizing/replica-of';
import type { SizeAnswer } from '../../../lib/sizing/size-answer';
import { sizeLine } from '../../../lib/sizing/size-line';
import { sizeRequestSchema } from '../../../lib/sizing/size-request';
import { agentFleet, EXIT } from '../support';

const answered = (line: object): SizeAnswer => {
  const answer = sizeLine(line);
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
};

const CLUSTER = Cluster.fromKubeconfig({ context: 'c' });
const EIGHT_B = { model: 'llama-3.1-8b-instruct', engineVersion: '0.30.0', maxModelLen: 8_192 };
const TOO_MUCH = { ...EIGHT_B, gpu: 'h100-sxm-80', gpuMemoryUtilization: 0.9, sessions: 100, contextTokens: 8_000 };

describe('price', () => {
  test('is that of all GPUs, with who asks it and when', () => {
    const { price } = answered({ ...EIGHT_B, gpu: 'h100-sxm-80', tensorParallel: 2, dataParallel: 2 });
    const { usdPerGpuHour, provider, asOf, source } = priceOf(Gpu.H100_SXM) ?? {};
    expect(price).toMatchObject({ gpus: 4, usdPerGpuHour, purchase: 'on-demand', provider, asOf, source });
    expect(price?.usdPerHour).toBeCloseTo(4 * (usdPerGpuHour ?? 0), 2);
  });

  test('of a card that only clouds sell is that of the newest list, of whichever region', () => {
    expect(answered({ ...EIGHT_B, gpu: 'l4', maxModelLen: 8_192 }).price).toMatchObject({
      usdPerGpuHour: 0.70683,
      provider: 'Google Cloud',
      region: 'us-central1',
      asOf: '2026-08-03',
    });
  });

  test.each(['a40', 'rtx-4090', 'V100 16GB', 'NVIDIA A100-SXM4-80GB MIG 3g.40gb'])(
    'of a card that nobody published one for is null: %s',
    (gpu) => {
      expect(answered({ ...EIGHT_B, gpu }).price).toBeNull();
    },
  );

  test('stays that of the card where its memory is given', () => {
    expect(answered({ ...EIGHT_B, gpu: 'h100-sxm-80', memoryGiB: 77.2 }).price).not.toBeNull();
  });
});

describe('repairs', () => {
  test('are those that a pool of the same numbers offers', () => {
    const pool = judge({
      name: 'pool',
      replica: {
        model: Model.LLAMA_3_1_8B_INSTRUCT,
        gpu: Gpu.H100_SXM,
        engine: engineToSize('vllm', '0.30.0'),
        tensorParallel: 1,
        quantization: 'checkpoint',
        kvCacheDtype: 'auto',
        gpuMemoryUtilization: 0.9,
        maxContextTokens: 8_192,
      },
      replicas: 1,
      maxReplicas: 1,
      demands: [{ fleet: 'size', role: 'sessions', formula: '', sessions: 100, contextTokens: 8_000 }],
      pricePerGpuHour: priceOf(Gpu.H100_SXM)?.usdPerGpuHour ?? null,
      prices: (gpu) => priceOf(gpu)?.usdPerGpuHour ?? null,
    });
    const ofPool = pool.findings.flatMap(({ repairs }) =>
      repairs.flatMap((one) => (typeof one === 'string' ? [] : [renderChanges(one.changes)])),
    );
    const asLine = new Set(
      ofPool.map((text) =>
        text
          .replace('Gpu.H200_SXM', "'h200-sxm-141'")
          .replace('replicas', 'dataParallel')
          .replace('roles.sessions.contextTokens ≤', 'contextTokens:')
          .replace('sessions ≤', 'sessions:')
          .replace(/(\d),(\d)/, '$1_$2'),
      ),
    );
    const { repairs } = answered(TOO_MUCH);
    expect(repairs.length).toBeGreaterThanOrEqual(4);
    for (const { change } of repairs) expect([...asLine]).toContain(change);
  });

  test.each([
    ['too many sessions', TOO_MUCH],
    ['weights over the card', { ...EIGHT_B, model: 'llama-3.3-70b-instruct', gpu: 'h100-sxm-80' }],
    ['a context over the cache', { ...EIGHT_B, gpu: 'l4', maxModelLen: 131_072 }],
    ['a card by its name', { ...EIGHT_B, model: 'llama-3.3-70b-instruct', gpu: 'NVIDIA H100 80GB HBM3', memoryGiB: 79.6 }],
  ])('hold when they are typed: %s', (_, line) => {
    const { verdict, repairs } = answered(line);
    expect(verdict).toBe('rejected');
    expect(repairs.length).toBeGreaterThan(0);
    for (const { keys } of repairs)
      expect(['fits', 'tight']).toContain(answered({ ...line, ...('gpu' in keys ? { memoryGiB: null } : {}), ...keys }).verdict);
  });

  test('are flags in the table and left out on demand', async () => {
    const args = ['size', '--model', 'llama-3.3-70b-instruct', '--gpu', 'h100-sxm-80', '--max-model-len', '8192'];
    const shown = await agentFleet(...args);
    expect(shown.out).toMatch(/^repair +--gpu h200-sxm-141/m);
    expect(shown.code).toBe(EXIT.problem);
    expect((await agentFleet(...args, '--no-repairs')).out).not.toContain('repair');
    expect(answered({ ...TOO_MUCH, repairs: false }).repairs).toEqual([]);
  });

  test('are none for what fits', () => {
    expect(answered({ ...TOO_MUCH, sessions: 2 })).toMatchObject({ verdict: 'fits', repairs: [] });
  });
});

describe('a name that several boards share', () => {
  const A100 = { ...EIGHT_B, gpu: 'NVIDIA A100' };

  test('is noted where the answer is the same on all', () => {
    const { verdict, notes } = answered({ ...A100, sessions: 2, contextTokens: 4_000 });
    expect(verdict).toBe('fits');
    expect(notes.join()).toMatch(/NVIDIA A100: A100 SXM4 80GB assumed; the name also means .*A100 SXM4 40GB/);
  });

  test('is uncertain where the memory decides', () => {
    const { verdict, reason, missing } = answered({ ...A100, sessions: 40, contextTokens: 8_000 });
    expect(verdict).toBe('uncertain');
    expect(reason).toMatch(/A100 SXM4 80GB \(fits\) or A100 SXM4 40GB \(rejected\)/);
    expect(missing[0]).toBe(reason);
  });

  test.each([
    ['A100', { memoryGiB: 40 }, 'a100-sxm-40'],
    ['A100', { memoryGiB: 80 }, 'a100-sxm-80'],
    ['NVIDIA A100', { memoryGiB: 39.4 }, 'a100-sxm-40'],
    ['GH200', { memoryGiB: 144 }, 'gh200-144'],
  ])('is settled by the memory: %s %p', (name, { memoryGiB }, id) => {
    expect(findGpu(name, memoryGiB)).toMatchObject({ others: [], board: { id } });
  });

  test.each([
    ['GH200', ['gh200-144']],
    ['A100 PCIe', ['a100-pcie-40']],
    ['A100 80GB', ['a100-pcie-80']],
    ['H100', ['h100-pcie-80']],
    ['NVIDIA A100-SXM4-80GB', []],
    ['NVIDIA H100 80GB HBM3', []],
    ['a100-pcie-40', []],
    ['L40S', []],
  ])('%s also means %p', (name, ids) => {
    expect(findGpu(name, null)?.others.map(({ id }) => id)).toEqual(ids);
  });

  test('of a card outside the catalog is noted', () => {
    expect(answered({ ...EIGHT_B, gpu: 'Tesla V100' }).notes.join()).toContain(
      'the figures are those of V100 16GB; write v100-16gb, v100-32gb',
    );
    expect(answered({ ...EIGHT_B, gpu: 'V100 32GB' }).notes.join()).not.toContain('assumed');
  });
});

test.each(['bge-m3', 'bge-reranker-v2-m3'])('an encoder keeps no KV cache: %s', async (model) => {
  const { perGpuGiB, kvBytesPerToken } = answered({ model, gpu: 'l4' });
  expect(kvBytesPerToken).toBe(0);
  expect(perGpuGiB).toMatchObject({ kvCache: 0, kvCacheRange: [0, 0] });
  expect(perGpuGiB?.free).toBeGreaterThan(10);
  const { out } = await agentFleet('size', '--model', model, '--gpu', 'l4');
  expect(out).not.toMatch(/^(KV cache|per token|tokens)/m);
  expect(out).toMatch(/^free .*an encoder keeps no KV cache/m);
});

test.each(['l4', 'rtx-4090', 'a10'])(
  'a cold compile cache that nobody spoke of does not make %s uncertain where the worse case fits',
  (gpu) => {
    const line = { ...EIGHT_B, model: 'llama-3.2-3b-instruct', gpu, sessions: 2, contextTokens: 2_000, maxModelLen: 4_096 };
    expect(answered({ ...line, compileCache: 'cold' }).verdict).toBe('fits');
    expect(answered(line).verdict).toBe('fits');
  },
);

test('a line and a pool that say nothing differ where the notes say so, and nowhere else', () => {
  const asked = { model: 'llama-3.1-8b-instruct', gpu: 'h100-sxm-80', maxModelLen: 8_192 };
  const request = sizeRequestSchema.parse(asked);
  const [found, card, engine] = [findModel(request.model, undefined, undefined), findGpu(request.gpu, null), engineOf(request)];
  if (found === null || card === null || engine === null) throw new Error('not found');
  const { gpuMemoryUtilization, ...line } = replicaOf(request, found, card.gpu, engine).spec;
  const spec = inferencePoolSchema.parse({
    cluster: CLUSTER,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
  });
  const pool = replicaSpecOf(spec, defaultEngine(), {
    nvlinkBridge: false,
    gpusPerNode: undefined,
    networkGbps: undefined,
    enginesPerCard: 1,
  });
  expect(engine.version).toBe(defaultEngine().version);
  for (const key of [
    'tensorParallel',
    'quantization',
    'kvCacheDtype',
    'maxContextTokens',
    'maxNumSeqs',
    'maxNumBatchedTokens',
    'enforceEager',
    'cpuOffloadGiB',
    'drafter',
  ] as const)
    expect([key, line[key]]).toEqual([key, pool[key]]);
  for (const key of ['pipelineParallel', 'dataParallel'] as const) expect(line[key] ?? 1).toBe(pool[key] ?? 1);
  const { notes } = answered(asked);
  expect(notes).toContain(
    `gpuMemoryUtilization not given: ${gpuMemoryUtilization}, the engine's default; a pool takes ${pool.gpuMemoryUtilization} (defaults: pool)`,
  );
  expect(answered({ ...asked, quantization: 'fp8' }).notes.join()).toContain(
    'kvCacheDtype not given: that of the model; a pool takes fp8 here',
  );
  expect(answered({ ...asked, gpuMemoryUtilization: 0.9 }).notes.join()).not.toContain('a pool takes');
});
