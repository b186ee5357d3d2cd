/** Groups of GPUs over more than one node: tensor parallel inside, stages across; and the repairs that say so. */

import { gpusOfReplica } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { changesAsCode, renderChanges } from '../../lib/core/render-change';
import { repairTexts } from '../support/repairs';
import { codes, FP8, judge, prices, repairsOf, replica, sessions } from './support';

const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const on = (tensorParallel: number, change = {}) =>
  judge({
    replica: replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H100_SXM, tensorParallel, ...change }),
    demands: [sessions(50, 8_192)],
  });
const inNode = (verdict: ReturnType<typeof on>) => verdict.findings.find((finding) => finding.code === 'AF-CAP-029');

describe('AF-CAP-029: tensor parallel stays inside a node', () => {
  test('sixteen ranks reach over two nodes of eight', () => {
    expect(inNode(on(16))).toMatchObject({ severity: 'error', prop: 'tensorParallel', value: 16, allowed: '≤ 8' });
    expect(repairTexts(inNode(on(16))).slice(0, 2)).toEqual([
      'nodes, or an NVLink domain, with 16 GPUs, declared on the cluster',
      'tensorParallelAcrossNodes: true',
    ]);
    expect(on(16).bottleneck).toBe('GPUs of a node');
    expect(inNode(on(8))).toBeUndefined();
  });

  test('nodes of four end at four', () => {
    expect(inNode(on(8, { gpusPerNode: 4 }))).toMatchObject({ value: 8, allowed: '≤ 4' });
    expect(repairTexts(inNode(on(8, { gpusPerNode: 4 })))[0]).toBe('tensorParallelAcrossNodes: true');
    expect(inNode(on(4, { gpusPerNode: 4 }))).toBeUndefined();
  });

  test('a rack that NVLink joins, or RDMA that was asked for, may', () => {
    expect(inNode(on(16, { gpusPerNode: 72 }))).toBeUndefined();
    expect(inNode(on(16, { tensorParallelAcrossNodes: true }))).toBeUndefined();
  });

  test('stages reach over nodes as they like', () => {
    const verdict = on(8, { pipelineParallel: 4 });
    expect(codes(verdict)).toEqual([]);
    expect(gpusOfReplica(replica({ tensorParallel: 8, pipelineParallel: 4 }))).toBe(32);
  });
});

describe('stages among the repairs', () => {
  test('a node of two cards: the 70B that wants four goes over two nodes', () => {
    const verdict = on(4, { gpusPerNode: 2, quantization: 'checkpoint' });
    expect(codes(verdict)).toContain('AF-CAP-029');
    const repairs = repairsOf(verdict);
    expect(repairs).toContain('tensorParallel: 2, pipelineParallel: 2');
    expect(on(2, { gpusPerNode: 2, quantization: 'checkpoint', pipelineParallel: 2 }).verdict).toMatch(/fits|tight/);
    expect(on(2, { gpusPerNode: 2, quantization: 'checkpoint' }).verdict).toBe('rejected');
  });

  test('over PCIe stages are offered beside shards, and where NVLink shards pass they are not', () => {
    const weights = (gpu: Gpu) =>
      repairsOf(judge({ replica: replica({ model: Model.QWEN2_5_32B_INSTRUCT, gpu }), demands: [sessions(8, 4_096)] }));
    expect(weights(Gpu.L40S)).toEqual(expect.arrayContaining(['tensorParallel: 2', 'pipelineParallel: 2']));
    const seventy = repairsOf(judge({ replica: replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H100_SXM }), demands: [sessions(8, 4_096)] }));
    expect(seventy).toContain('tensorParallel: 2');
    expect(seventy.some((repair) => repair.includes('pipelineParallel'))).toBe(false);
  });

  test('a caller that cannot deploy stages gets none', () => {
    const asked = { replica: replica({ model: Model.QWEN2_5_32B_INSTRUCT, gpu: Gpu.L40S }), demands: [sessions(8, 4_096)] };
    expect(repairsOf(judge({ ...asked, stagesCanChange: false })).some((repair) => repair.includes('pipelineParallel'))).toBe(false);
  });
});

describe('admission limits among the repairs', () => {
  test('a limit below the plan is raised, and the change is one to paste', () => {
    const verdict = judge({ replica: replica({ maxNumSeqs: 10 }), demands: [sessions(20, 8_000)], pricePerGpuHour: 2.5, prices });
    expect(codes(verdict)).toEqual(['AF-ENG-004']);
    expect(verdict.bottleneck).toBe('max-num-seqs');
    const [first] = verdict.findings[0]?.repairs ?? [];
    expect(first).toMatchObject({ changes: [{ field: 'maxNumSeqs', op: 'set', value: 40 }], costPerHour: 2.5, costDeltaPerHour: 0 });
  });

  test('a limit far above the plan holds activations that the cache misses: a lower one repairs it', () => {
    const spec = replica({ ...FP8, gpu: Gpu.RTX_4090, maxNumSeqs: 1_024, maxContextTokens: 8_192 });
    const asked = (maxNumSeqs: number) => judge({ replica: { ...spec, maxNumSeqs }, demands: [sessions(18, 8_192)] });
    const verdict = asked(1_024);
    expect(codes(verdict)).toEqual(['AF-CAP-002']);
    const change = repairsOf(verdict).find((repair) => repair.startsWith('maxNumSeqs: '));
    const limit = Number(/\d+/.exec(change?.replace(/_/g, '') ?? '')?.[0]);
    expect(limit).toBeGreaterThanOrEqual(18);
    expect(codes(asked(limit))).toEqual([]);
    expect(codes(asked(limit + 1))).not.toEqual([]);
  });
});

describe('text to paste', () => {
  test('bounds come with the value they are set to', () => {
    const { findings } = judge({ replica: replica(FP8), demands: [sessions(150, 8_192)], pricePerGpuHour: 2.5, prices });
    const repairs = findings[0]?.repairs.flatMap((repair) =>
      typeof repair === 'string' ? [] : [[renderChanges(repair.changes), changesAsCode(repair.changes)]],
    );
    expect(repairs).toContainEqual(['roles.agent.contextTokens ≤ 5,950', 'roles: { agent: { contextTokens: 5_950 } }']);
    expect(repairs).toContainEqual(['sessions ≤ 108', 'sessions: 108']);
    expect(repairs).toContainEqual(['replicas: 2', 'replicas: 2']);
  });

  test('several roles are written out', () => {
    const demands = [sessions(100, 8_192, 'a'), sessions(100, 4_096, 'b')];
    const { findings } = judge({ replica: replica(FP8), demands });
    const repairs = (findings[0]?.repairs ?? []).flatMap((one) => (typeof one === 'string' ? [] : [one.changes]));
    const shorter = repairs.find(([change]) => change?.field === 'roles.a.contextTokens') ?? [];
    expect(renderChanges(shorter)).toMatch(/^roles\.a\.contextTokens ≤ 5,\d{3}, roles\.b\.contextTokens ≤ 2,\d{3}$/);
    expect(changesAsCode(shorter)).toMatch(/^roles: \{ a: \{ contextTokens: 5_\d{3} \}, b: \{ contextTokens: 2_\d{3} \} \}$/);
  });
});

test('fp8 weights repair a plan on Ampere and Turing, too, where the engine reads them; an fp8 cache is not proposed there', () => {
  const on = (gpu: Gpu, change = {}) =>
    judge({ replica: replica({ model: Model.QWEN2_5_32B_INSTRUCT, gpu, ...change }), demands: [sessions(12, 8_192)] });
  const repairs = repairsOf(on(Gpu.A100_80GB_PCIE));
  expect(repairs).toContain("quantization: 'fp8'");
  expect(repairs.some((repair) => repair.includes('kvCacheDtype'))).toBe(false);
  expect(on(Gpu.A100_80GB_PCIE, { quantization: 'fp8' }).verdict).toMatch(/fits|tight/);
  const small = (change = {}) =>
    judge({ replica: replica({ model: Model.QWEN2_5_7B_INSTRUCT, gpu: Gpu.T4, ...change }), demands: [sessions(1, 4_096)] });
  expect([small(), small({ engine: Engine.sglang() })].map(({ verdict }) => verdict)).toEqual(['rejected', 'rejected']);
  expect(repairsOf(small()).filter((repair) => repair.includes('fp8'))).toEqual(["quantization: 'fp8'"]);
  expect(repairsOf(small({ engine: Engine.sglang() })).some((repair) => repair.includes('fp8'))).toBe(false);
});
