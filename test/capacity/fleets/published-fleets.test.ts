/** Reference fleets of published articles: the verdict, the figures and the repairs that follow from the law. */

import { planDemand, sizeReplica, Topology } from '../../../lib/capacity';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { repairTexts } from '../../support/repairs';
import { codes, expectEstimate, FP8, judge, prices, repairsOf, replica, sessions } from '../support';

const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const MISTRAL_7B = Model.MISTRAL_7B_INSTRUCT_V0_3;
const K = 1_024;

describe('F01: 8B fp8 at 8K on one GPU', () => {
  const onH100 = (count: number) => judge({ replica: replica(FP8), demands: [sessions(count, 8 * K)] });
  const on5090 = (count: number) => judge({ replica: replica({ ...FP8, gpu: Gpu.RTX_5090 }), demands: [sessions(count, 8 * K)] });

  test('50 sessions are exactly 25 GiB and leave 59 % of an H100 free', () => {
    const verdict = onH100(50);
    expect(verdict.demandGiB).toBe(25);
    expect(verdict.verdict).toBe('fits');
    expect(verdict.headroom).toBeCloseTo(0.59, 2);
    expectEstimate(verdict.supplyGiB, 60.6);
  });

  test('max-num-seqs 100, as published, is twice the sessions: no rule minds it', () => {
    const verdict = judge({ replica: replica({ ...FP8, maxNumSeqs: 100 }), demands: [sessions(50, 8 * K)] });
    expect([verdict.supply.maxNumSeqs, verdict.findings]).toEqual([100, []]);
  });

  test('an RTX 5090 holds 31 comfortably, 32 tightly, and not 40', () => {
    expect([31, 32, 40].map((count) => on5090(count).verdict)).toEqual(['fits', 'tight', 'rejected']);
    expect(on5090(40).headroom).toBeLessThan(0);
  });

  test('max-num-seqs 100 on the RTX 5090 admits more than it holds', () => {
    const verdict = judge({ replica: replica({ ...FP8, gpu: Gpu.RTX_5090, maxNumSeqs: 100 }), demands: [sessions(31, 8 * K)] });
    expect(codes(verdict, 'warning')).toContain('AF-ENG-001');
    expect(verdict.findings.find((finding) => finding.code === 'AF-ENG-001')?.message).toContain('admits 2.7 × what the pool holds');
  });
});

test('F02: 250 sessions need three replicas, and four to lose one', () => {
  const with_ = (replicas: number) => judge({ replica: replica(FP8), replicas, demands: [sessions(250, 8 * K)] });
  expect(with_(2).verdict).toBe('rejected');
  expect(with_(3).verdict).toBe('fits');
  expect(with_(3).demandGiB).toBe(125);
  expect([with_(3).survivesReplicaLoss, with_(4).survivesReplicaLoss]).toEqual([false, true]);
  expect(codes(with_(3), 'warning')).toContain('AF-CAP-020');
});

test('F04: 1,000 sessions at 4K need five GPUs, not four', () => {
  const with_ = (replicas: number) =>
    judge({ replica: replica({ ...FP8, gpu: Gpu.H100_SXM }), replicas, demands: [sessions(1_000, 4 * K)] });
  expect(with_(4).demandGiB).toBe(250);
  expect(with_(4).verdict).toBe('rejected');
  expect(repairsOf(with_(4))).toContain('replicas: 5');
  expect(with_(5).verdict).toBe('fits');
  expect(with_(5).headroom).toBeCloseTo(0.175, 2);
});

describe('F06 and F07: the same five agents, side by side and in a row', () => {
  const roles = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { contextTokens: 8 * K }]));
  const demandOf = (topology: Topology) => planDemand({ fleet: 'f', topology, concurrentWorkflows: 100, roles: roles(topology.roles) });
  const agents = ['researcher', 'searcher', 'coder', 'reviewer', 'summarizer'];

  test('side by side: 500 sessions, 250 GiB, five GPUs', () => {
    const demands = demandOf(Topology.flat({ agents }));
    const one = judge({ replica: replica(FP8), demands });
    expect(one.demandGiB).toBe(250);
    expect(one.verdict).toBe('rejected');
    expect(repairsOf(one)).toContain('replicas: 5');
    const five = judge({ replica: replica(FP8), replicas: 5, demands });
    expect([five.verdict, Math.round(five.headroom * 100)]).toEqual(['fits', 17]);
  });

  test('in a row: 100 sessions, 50 GiB, one GPU', () => {
    const verdict = judge({ replica: replica(FP8), demands: demandOf(Topology.pipeline({ stages: agents })) });
    expect(verdict.demandGiB).toBe(50);
    expect([verdict.verdict, Math.round(verdict.headroom * 100)]).toEqual(['fits', 17]);
  });
});

describe('F09–F12: the memory budget table', () => {
  test('F09: 100 × 8K of 8B on one H100 PCIe fits with 17 %', () => {
    const verdict = judge({ replica: replica(FP8), demands: [sessions(100, 8 * K)] });
    expect([verdict.verdict, Math.round(verdict.headroom * 100)]).toEqual(['fits', 17]);
  });

  test('F10: 100 × 32K of 8B: two replicas on H200 are tight, one on two GPUs fits', () => {
    const h200 = replica({ ...FP8, gpu: Gpu.H200_SXM, maxContextTokens: 32 * K });
    const demands = [sessions(100, 32 * K)];
    expect(judge({ replica: h200, replicas: 2, demands }).verdict).toBe('tight');
    expect(judge({ replica: { ...h200, tensorParallel: 2 }, demands }).verdict).toBe('fits');
  });

  test('F11: 50 × 8K of 70B on 2 × H100 SXM: memory holds, headroom does not', () => {
    const verdict = judge({
      replica: replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H100_SXM, tensorParallel: 2 }),
      demands: [sessions(50, 8 * K)],
      pricePerGpuHour: 3.2,
      prices: (gpu) => (gpu.id === 'b200-sxm' ? 6 : null),
    });
    expect(verdict.demandGiB).toBe(62.5);
    expect(verdict.headroom).toBeCloseTo(0.056, 2);
    expect(codes(verdict)).toEqual(['AF-CAP-002']);
    expect(repairsOf(verdict)).toEqual(
      expect.arrayContaining(['sessions ≤ 47', 'roles.agent.contextTokens ≤ 7,800', 'gpu: Gpu.B200, tensorParallel: 1']),
    );
  });

  test('F12: 50 × 32K of 70B on 2 × B200 does not fit', () => {
    const verdict = judge({
      replica: replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.B200, tensorParallel: 2, maxContextTokens: 32 * K }),
      demands: [sessions(50, 32 * K)],
    });
    expect(verdict.demandGiB).toBe(250);
    expectEstimate(verdict.supplyGiB, 242.3, 2);
    expect(codes(verdict)).toEqual(['AF-CAP-001']);
    expect(repairsOf(verdict)).toEqual(expect.arrayContaining(['sessions ≤ 43', 'tensorParallel: 4']));
  });
});

describe('F13 and F14: the two-layer reference fleet', () => {
  const roles = {
    planner: { contextTokens: 12_000 },
    researcher: { contextTokens: 8_000 },
    coder: { contextTokens: 6_000 },
    reviewer: { contextTokens: 4_000 },
  };
  const topology = Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'coder', 'reviewer'] });
  const demandsOf = (concurrentWorkflows: number) => planDemand({ fleet: 'research', topology, concurrentWorkflows, roles });
  const planner = replica({ ...FP8, model: LLAMA_70B, tensorParallel: 2, maxContextTokens: 16 * K });
  const workers = replica({ gpu: Gpu.A100_80GB_PCIE });
  const judgePlanner = (workflows: number) => judge({ replica: planner, demands: demandsOf(workflows).slice(0, 1) });
  const judgeWorkers = (workflows: number) =>
    judge({ replica: workers, replicas: 2, maxReplicas: 8, demands: demandsOf(workflows).slice(1) });

  test('the planner holds 300,000 tokens, 45.8 GiB, with 31 % free', () => {
    const verdict = judgePlanner(25);
    expect(verdict.demandTokens).toBe(300_000);
    expect(verdict.demandGiB).toBeCloseTo(45.78, 2);
    expectEstimate(verdict.supplyGiB, 66.1, 2);
    expect([verdict.verdict, Math.round(verdict.headroom * 100)]).toEqual(['fits', 31]);
  });

  test('PCIe cards that share a model want the optional bridge', () => {
    expect(codes(judgePlanner(25), 'warning')).toContain('AF-CAP-032');
    const bridged = judge({ replica: { ...planner, nvlinkBridge: true }, demands: demandsOf(25).slice(0, 1) });
    expect(codes(bridged, 'warning')).not.toContain('AF-CAP-032');
  });

  test('with 16-bit KV the planner is refused, and the repairs say what helps', () => {
    const verdict = judge({
      replica: { ...planner, kvCacheDtype: 'auto' },
      demands: demandsOf(25).slice(0, 1),
      pricePerGpuHour: 2.5,
      prices,
    });
    const [finding] = verdict.findings;
    expect(finding?.code).toBe('AF-CAP-001');
    expect(finding?.message).toBe('25 sessions × 12,000 tokens need 91.6 GiB of KV cache; one replica (2 × H100 PCIe 80GB) holds 66.1 GiB');
    expect(finding?.details?.map((detail) => detail.label)).toEqual(['per GPU', 'per token']);
    expect(finding?.details?.[1]?.text).toBe('320 KiB (80 layers × 8 KV heads × 128 × 2 × bf16)');
    expect(repairTexts(finding)).toEqual([
      "kvCacheDtype: 'fp8'",
      'roles.planner.contextTokens ≤ 7,790',
      'concurrentWorkflows ≤ 16',
      'gpu: Gpu.H200_SXM',
      'replicas: 2',
    ]);
    expect(finding?.repairs).toMatchObject([
      { costPerHour: 5, costDeltaPerHour: 0 },
      { costPerHour: 5, costDeltaPerHour: 0 },
      { costPerHour: 5, costDeltaPerHour: 0 },
      { costPerHour: 7.4 },
      { costPerHour: 10, costDeltaPerHour: 5 },
    ]);
  });

  test('the workers hold 450,000 tokens, 54.9 GiB, but not on one replica', () => {
    const verdict = judgeWorkers(25);
    expect(verdict.demandTokens).toBe(450_000);
    expect(verdict.demandGiB).toBeCloseTo(54.93, 2);
    expectEstimate(verdict.supplyGiB, 109.4, 2);
    expect([verdict.verdict, Math.round(verdict.headroom * 100)]).toEqual(['fits', 50]);
    expect(verdict.survivesReplicaLoss).toBe(false);
    expect(codes(verdict, 'warning')).toContain('AF-CAP-020');
  });

  test('the planner binds: 32 workflows keep 10 % free, 33 do not; the workers would carry 44', () => {
    expect([judgePlanner(32).headroom >= 0.1, judgePlanner(33).headroom >= 0.1]).toEqual([true, false]);
    expect([judgeWorkers(44).headroom >= 0.1, judgeWorkers(45).headroom >= 0.1]).toEqual([true, false]);
  });

  test('F14: two L40 workers are refused; 19 workflows fit', () => {
    const verdict = judge({
      replica: { ...workers, gpu: Gpu.L40 },
      replicas: 2,
      demands: demandsOf(25).slice(1),
      pricePerGpuHour: 1,
      prices,
    });
    expectEstimate(verdict.supplyGiB, 46.9, 2);
    const [finding] = verdict.findings;
    expect(finding?.code).toBe('AF-CAP-001');
    expect(finding?.message).toContain(
      'research/researcher 25 × 8,000 + research/coder 25 × 6,000 + research/reviewer 25 × 4,000 tokens need 54.9 GiB',
    );
    expect(repairsOf(verdict)).toEqual(expect.arrayContaining(['concurrentWorkflows ≤ 19', 'gpu: Gpu.A100_80GB_PCIE']));
  });
});

describe('F31–F35: scenarios in 16 bit', () => {
  test('F31: 20 × 4K of 7B on an RTX 5090 fits', () => {
    const verdict = judge({
      replica: replica({ model: MISTRAL_7B, gpu: Gpu.RTX_5090, maxContextTokens: 4 * K }),
      demands: [sessions(20, 4 * K)],
    });
    expect(verdict.demandGiB).toBe(10);
    expect([verdict.verdict, Math.round(verdict.headroom * 100)]).toEqual(['fits', 24]);
  });

  describe('F33: 70B, 10 × 32K', () => {
    const on = (gpu: Gpu, tensorParallel: number, format = {}) =>
      judge({
        replica: replica({ model: LLAMA_70B, gpu, tensorParallel, maxContextTokens: 32 * K, ...format }),
        demands: [sessions(10, 32 * K)],
      });

    test('needs exactly 100 GiB and fits 4 × H100 SXM', () => {
      expect(on(Gpu.H100_SXM, 4).demandGiB).toBe(100);
      expect([on(Gpu.H100_SXM, 4).verdict, Math.round(on(Gpu.H100_SXM, 4).headroom * 100)]).toEqual(['fits', 27]);
    });

    test('three GPUs cannot share 64 heads: two or four can', () => {
      const verdict = on(Gpu.H200_SXM, 3);
      const [finding] = verdict.findings;
      expect(finding).toMatchObject({ code: 'AF-CAP-007', prop: 'tensorParallel', value: 3, allowed: '1, 2, 4, 8, 16' });
      expect(repairsOf(verdict)).toEqual(expect.arrayContaining(['tensorParallel: 2', 'tensorParallel: 4']));
      expect([on(Gpu.H200_SXM, 2).verdict, on(Gpu.H200_SXM, 4).verdict]).toEqual(['tight', 'fits']);
    });

    test('fp8 throughout on one H200 is refused for its headroom', () => {
      const verdict = on(Gpu.H200_SXM, 1, FP8);
      expect(codes(verdict)).toEqual(['AF-CAP-002']);
    });
  });

  test('F34: four roles on one shared 7B fit one L40S', () => {
    const roles = ['orchestrator', 'a', 'b', 'c'].map((role) => sessions(10, 4 * K, role));
    const verdict = judge({ replica: replica({ model: MISTRAL_7B, gpu: Gpu.L40S, maxContextTokens: 4 * K }), demands: roles });
    expect(verdict.demandGiB).toBe(20);
    expect(verdict.verdict).toBe('fits');
  });

  test('F35: an RTX 5090 holds 26 sessions of a 7B at 4K, 23 with headroom', () => {
    const spec = replica({ model: MISTRAL_7B, gpu: Gpu.RTX_5090, maxContextTokens: 4 * K });
    expect(Math.floor(sizeReplica({ ...spec, maxNumSeqs: 46 }).kvTokens / (4 * K))).toBe(26);
    const at = (count: number) => judge({ replica: spec, demands: [sessions(count, 4 * K)] }).verdict;
    expect([at(23), at(24)]).toEqual(['tight', 'rejected']);
  });
});

test('F38: a 671B model fits no single H200', () => {
  const verdict = judge({
    replica: replica({ model: Model.DEEPSEEK_R1_0528, gpu: Gpu.H200_SXM, maxContextTokens: 32 * K }),
    demands: [sessions(1, 32 * K)],
  });
  expect(codes(verdict)).toContain('AF-CAP-016');
  const distilled = sizeReplica(replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H200_SXM, maxNumSeqs: 22 }));
  expect(Math.floor(distilled.kvTokens / (32 * K))).toBeGreaterThanOrEqual(10);
});
