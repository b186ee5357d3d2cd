/** Figures of the reference fleets that are not verdicts: tokens, money, margins, slices, pairs on one card, and what a repair has to name. */
import { MODELS } from '../../../bench/published/replicas';
import {
  checkGrowth,
  checkTier,
  estimateLatency,
  type GpuSharer,
  gpusOfReplica,
  planConversations,
  planDemand,
  shareGpu,
  sizeReplica,
  Topology,
} from '../../../lib/capacity';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { poolCostPerHour, totalCost } from '../../../lib/economics/cost';
import { codes, expectEstimate, FP8, judge, pool, prices, repairsOf, replica, sessions } from '../support';

const K = 1_024;
const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const MISTRAL_7B = Model.MISTRAL_7B_INSTRUCT_V0_3;
const MODEL_13B = MODELS['13B'];
const weights = (change: Parameters<typeof replica>[0]) =>
  sizeReplica(replica(change)).terms.find((term) => term.id === 'weights')?.perGpuGiB ?? 0;
const fullSessions = (change: Parameters<typeof replica>[0], tokens: number) => Math.floor(sizeReplica(replica(change)).kvTokens / tokens);

describe('F01', () => {
  test('992,000 tokens, 121 full sessions, $2.01 an hour', () => {
    const verdict = judge({ replica: replica({ ...FP8, maxNumSeqs: 100 }), demands: [sessions(50, 8 * K)], pricePerGpuHour: 2.01 });
    expect(Math.abs(verdict.supply.kvTokens / 992_000 - 1)).toBeLessThan(0.02);
    expect(Math.floor(verdict.supply.kvTokens / (8 * K))).toBe(121);
    expect(verdict.supply.kvBytesPerToken).toBe(64 * K);
    expect(poolCostPerHour(1, 1, 2.01)).toBe(2.01);
  });

  test('an RTX 5090: 18.3 GiB, 36 full sessions, 12 % free at 32', () => {
    const on = judge({ replica: replica({ ...FP8, gpu: Gpu.RTX_5090, maxNumSeqs: 64 }), demands: [sessions(32, 8 * K)] });
    expectEstimate(on.supplyGiB, 18.3);
    expect(Math.round(on.headroom * 100)).toBe(12);
  });
});

test('F02: two replicas hold 121.1 GiB, three 181.7; two to four cost $4.02 to $8.04', () => {
  const on = (replicas: number) => judge({ replica: replica(FP8), replicas, demands: [sessions(250, 8 * K)] });
  expectEstimate(on(2).supplyGiB, 121.1, 2);
  expectEstimate(on(3).supplyGiB, 181.7, 3);
  expect([poolCostPerHour(2, 1, 2.01), poolCostPerHour(4, 1, 2.01)]).toEqual([4.02, 8.04]);
});

test('F03: four workers hold 242.2 GiB; five GPUs are $10.05', () => {
  expectEstimate(judge({ replica: replica(FP8), replicas: 4, demands: [sessions(800, 4 * K)] }).supplyGiB, 242.2, 4);
  expect(poolCostPerHour(5, 1, 2.01)).toBe(10.05);
});

test('F04: 242.4 GiB on four, 248.7 at a share of 0.92, 303.0 on five', () => {
  const on = (replicas: number, gpuMemoryUtilization = 0.9) =>
    judge({ replica: replica({ ...FP8, gpu: Gpu.H100_SXM, gpuMemoryUtilization }), replicas, demands: [sessions(1_000, 4 * K)] }).supplyGiB;
  expectEstimate(on(4), 242.4, 4);
  expectEstimate(on(4, 0.92), 248.7, 4);
  expectEstimate(on(5), 303, 5);
  expect([poolCostPerHour(4, 1, 2.4), poolCostPerHour(5, 1, 2.4)]).toEqual([9.6, 12]);
});

test('F05: an H200 holds 55.0 GiB, 360,000 tokens, 30 planners of 12,000; $7.72 with two workers', () => {
  const spec = { ...FP8, model: LLAMA_70B, gpu: Gpu.H200_SXM, maxContextTokens: 16 * K, maxNumSeqs: 50 };
  expectEstimate(sizeReplica(replica(spec)).kvCacheGiB, 55);
  expect(Math.abs(sizeReplica(replica(spec)).kvTokens / 360_000 - 1)).toBeLessThan(0.02);
  expect(Math.abs(fullSessions(spec, 12_000) - 30)).toBeLessThanOrEqual(1);
  expect(totalCost([poolCostPerHour(1, 1, 3.7), poolCostPerHour(2, 1, 2.01)])).toBe(7.72);
});

test('F06: a plan for single agents says 50 GiB where five at once need 250', () => {
  const roles = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { contextTokens: 8 * K }]));
  const gib = (agents: readonly string[]) => {
    const demands = planDemand({ fleet: 'f', topology: Topology.flat({ agents }), concurrentWorkflows: 100, roles: roles(agents) });
    return judge({ replica: replica(FP8), demands }).demandGiB;
  };
  expect([gib(['alone']), gib(['a', 'b', 'c', 'd', 'e'])]).toEqual([50, 250]);
});

test('F07: twenty sessions in each of five stages', () => {
  const stages = ['a', 'b', 'c', 'd', 'e'];
  const roles = Object.fromEntries(stages.map((name) => [name, { contextTokens: 8 * K }]));
  const demands = planDemand({ fleet: 'f', topology: Topology.pipeline({ stages }), concurrentWorkflows: 100, roles });
  expect(demands.map((demand) => demand.sessions)).toEqual([20, 20, 20, 20, 20]);
});

test('F08: a B200 holds 48 sessions of 50,000 tokens of an 8B; a role over the cap without a long pool is refused', () => {
  expect(Math.abs(fullSessions({ ...FP8, gpu: Gpu.B200, maxNumSeqs: 100 }, 50_000) - 48)).toBeLessThanOrEqual(1);
  const growth = { baseTokens: 50_000, turns: 0, tokensPerTurn: 0 };
  const strategy = { kind: 'long-pool', capTokens: 16 * K, pool: 'long' } as const;
  expect(codesOf(checkGrowth('deep', growth, 16 * K))).toEqual(['AF-CAP-009']);
  expect(codesOf(checkGrowth('deep', growth, 16 * K, strategy, { longPools: {} }))).toEqual(['AF-CAP-010']);
});

const codesOf = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

describe('F11 and F12: repairs as they are named', () => {
  const on = (change: Parameters<typeof replica>[0], tokens: number, usd: Readonly<Record<string, number>>) =>
    judge({
      replica: replica({ ...FP8, model: LLAMA_70B, maxContextTokens: tokens, ...change }),
      demands: [sessions(50, tokens)],
      pricePerGpuHour: 3,
      prices: (gpu) => usd[gpu.id] ?? null,
      alternatives: [Gpu.H200_SXM, Gpu.B300, Gpu.B200],
    });

  test('F11: 47 sessions or 7,810 tokens; a B200 or two H200', () => {
    const verdict = on({ gpu: Gpu.H100_SXM, tensorParallel: 2 }, 8 * K, { 'b200-sxm': 5, 'h200-sxm-141': 4 });
    expectEstimate(verdict.supplyGiB, 66.2, 2);
    expect(codes(verdict)).toEqual(['AF-CAP-002']);
    expect(repairsOf(verdict)).toEqual(expect.arrayContaining(['sessions ≤ 47', 'gpu: Gpu.B200, tensorParallel: 1']));
    const tokens = Number(/contextTokens ≤ ([\d,]+)/.exec(repairsOf(verdict).join(' '))?.[1]?.replace(',', ''));
    expect(Math.abs(tokens - 7_810)).toBeLessThanOrEqual(20);
    expect(
      judge({ replica: replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H200_SXM, tensorParallel: 2 }), demands: [sessions(50, 8 * K)] })
        .verdict,
    ).toBe('fits');
    const wider = on({ gpu: Gpu.H100_SXM, tensorParallel: 2, gpuMemoryUtilization: 0.92 }, 8 * K, {});
    expect(Math.abs(wider.headroom - 0.099)).toBeLessThan(0.012);
  });

  test('F12: still short at a share of 0.92; 43 sessions, 28,500 tokens, four B200, four H200 or two B300', () => {
    const verdict = on({ gpu: Gpu.B200, tensorParallel: 2 }, 32 * K, { 'b300-sxm': 6, 'h200-sxm-141': 4 });
    const wider = on({ gpu: Gpu.B200, tensorParallel: 2, gpuMemoryUtilization: 0.92 }, 32 * K, {});
    expectEstimate(wider.supplyGiB, 249.5, 2);
    expect(wider.verdict).toBe('rejected');
    expect(repairsOf(verdict)).toContain('sessions ≤ 43');
    const tokens = Number(/contextTokens ≤ ([\d,]+)/.exec(repairsOf(verdict).join(' '))?.[1]?.replace(',', ''));
    expect(Math.abs(tokens - 28_560)).toBeLessThanOrEqual(80);
    const fits = (gpu: Gpu, tensorParallel: number) => on({ gpu, tensorParallel }, 32 * K, {}).verdict;
    expect([fits(Gpu.B200, 4), fits(Gpu.H200_SXM, 4), fits(Gpu.B300, 2)]).toEqual(['fits', 'fits', 'fits']);
    expect(repairsOf(verdict).some((repair) => /tensorParallel: 4|Gpu\.B300|Gpu\.H200_SXM, tensorParallel: 4/.test(repair))).toBe(true);
  });
});

describe('F24: one H100 cut for an orchestrator and embeddings', () => {
  const [two, one] = [Gpu.mig('2g.20gb', Gpu.H100_SXM), Gpu.mig('1g.10gb', Gpu.H100_SXM)];
  const orchestrator = (change = {}) =>
    sizeReplica(replica({ model: MISTRAL_7B, gpu: two, maxNumSeqs: 10, maxContextTokens: 4 * K, ...change }));

  test('the two take three of seven compute slices and three of eight of the memory', () => {
    expect(['2g.20gb', '1g.10gb'].reduce((sum, profile) => sum + Number(profile[0]), 0)).toBe(3);
    const whole = Gpu.H100_SXM.reportedMemoryGiB ?? 0;
    expect(Math.round((8 * ((two.reportedMemoryGiB ?? 0) + (one.reportedMemoryGiB ?? 0))) / whole)).toBe(3);
  });

  test('16 bit: 13.5 of about 19.5 GiB are weights; 2.6 GiB, 21,000 tokens, five sessions of 4K are left', () => {
    expectEstimate(two.reportedMemoryGiB ?? 0, 19.5);
    expect(weights({ model: MISTRAL_7B })).toBeCloseTo(13.5, 2);
    const { kvCacheGiB, kvTokens } = orchestrator();
    expectEstimate(kvCacheGiB, 2.6);
    expect(Math.abs(kvTokens - 21_000)).toBeLessThan(8_192);
    const full = Math.floor(kvTokens / (4 * K));
    expect([4, 5, 6]).toContain(full);
    const at = (count: number) =>
      judge({ replica: replica({ model: MISTRAL_7B, gpu: two, maxContextTokens: 4 * K }), demands: [sessions(count, 4 * K)] }).verdict;
    expect(at(full - 1)).toMatch(/fits|tight/);
    expect(at(full + 1)).toBe('rejected');
  });

  test('fp8 throughout leaves 9.1 GiB, 149,000 tokens', () => {
    const { kvCacheGiB, kvTokens } = orchestrator(FP8);
    expectEstimate(kvCacheGiB, 9.1);
    expect(Math.abs(kvTokens / 149_000 - 1)).toBeLessThan(1 / 9.1);
  });

  test('the embeddings fit their slice, a 7B in 16 bit does not, and no model is spread over slices', () => {
    const embeddings = judge({
      replica: replica({ model: Model.BGE_M3, gpu: one, maxContextTokens: 8_192 }),
      demands: [sessions(50, 512)],
    });
    expect(embeddings.verdict).toBe('fits');
    const errorsOf = (spec: Parameters<typeof replica>[0]) =>
      codesOf(judge({ replica: replica(spec) }).findings.filter(({ severity }) => severity === 'error'));
    expect(errorsOf({ model: MISTRAL_7B, gpu: one })).toContain('AF-CAP-016');
    expect(errorsOf({ model: MISTRAL_7B, gpu: two, tensorParallel: 2 })).toContain('AF-CAP-008');
  });
});

describe('F29: a 70B researcher and a 13B writer resident together', () => {
  const crew = (gpu: Gpu, demandGiB: number, format = {}): GpuSharer[] =>
    [LLAMA_70B, MODEL_13B].map((model) => ({
      spec: replica({ model, gpu, maxContextTokens: 8 * K, maxNumSeqs: 16, ...format }),
      demandGiB,
    }));

  test('166 GB in 16 bit, 80.1 GiB in fp8', () => {
    expect(Math.round(weights({ model: LLAMA_70B }) * 1.0737) - 1 + 26).toBe(166);
    expect(Math.abs(weights({ ...FP8, model: LLAMA_70B }) + weights({ ...FP8, model: MODEL_13B }) - 80.1)).toBeLessThan(0.4);
  });

  test('in fp8 one H200 has a budget of 125.7 GiB and leaves about 40 for both caches', () => {
    const { budgetGiB, kvCacheGiB, findings } = shareGpu(crew(Gpu.H200_SXM, 15, FP8));
    expectEstimate(budgetGiB, 125.7);
    expect(Math.abs(kvCacheGiB - 40)).toBeLessThan(3);
    expect(findings).toEqual([]);
    expect(codesOf(shareGpu(crew(Gpu.H200_SXM, 25, FP8)).findings)).toEqual(['AF-CAP-006']);
  });

  test('one 80 GB card refuses them', () => {
    const { findings, shares } = shareGpu(crew(Gpu.H100_SXM, 1, FP8));
    expect([codesOf(findings), shares]).toEqual([['AF-CAP-006'], []]);
  });

  test('in 16 bit the 70B alone takes four cards of 80 GB or two H200', () => {
    const on = (gpu: Gpu, tensorParallel: number) =>
      judge({ replica: replica({ model: LLAMA_70B, gpu, tensorParallel, maxContextTokens: 8 * K }), demands: [sessions(10, 8 * K)] })
        .verdict;
    expect([on(Gpu.H100_SXM, 2), on(Gpu.H100_SXM, 4), on(Gpu.H200_SXM, 1), on(Gpu.H200_SXM, 2)]).toEqual([
      'rejected',
      'fits',
      'rejected',
      'fits',
    ]);
  });
});

test('F32: 35 full sessions on one H100; 86.7 GiB with the weights', () => {
  expect(Math.abs(fullSessions({ model: MODEL_13B, maxNumSeqs: 100 }, 8 * K) - 35)).toBeLessThanOrEqual(1);
  expect(Math.abs(62.5 + weights({ model: MODEL_13B }) - 86.7)).toBeLessThan(0.15);
});

test('F33: 231.4 GiB with the weights; 137.3 on 4 × H100, 111.5 on 2 × H200, 55.0 in fp8 on one', () => {
  const kv = (gpu: Gpu, tensorParallel: number, format = {}) =>
    sizeReplica(replica({ model: LLAMA_70B, gpu, tensorParallel, maxContextTokens: 32 * K, maxNumSeqs: 20, ...format })).kvCacheGiB;
  expect(100 + weights({ model: LLAMA_70B })).toBeCloseTo(231.4, 1);
  expectEstimate(kv(Gpu.H100_SXM, 4), 137.3, 4);
  expectEstimate(kv(Gpu.H200_SXM, 2), 111.5, 2);
  expectEstimate(kv(Gpu.H200_SXM, 1, FP8), 55);
});

test('F34: 41.4 GiB for two engines on a card, 62.1 for three, 82.8 for four; 35.7 for one shared pool', () => {
  const engines = (count: number) => {
    const { fixedGiB, demandGiB } = shareGpu(
      Array.from({ length: count }, () => ({
        spec: replica({ model: MISTRAL_7B, maxContextTokens: 4 * K, maxNumSeqs: 20 }),
        demandGiB: 5,
      })),
    );
    return fixedGiB + demandGiB;
  };
  expectEstimate(engines(2), 41.4, 2);
  expectEstimate(engines(3), 62.1, 3);
  expectEstimate(engines(4), 82.8, 4);
  const shared = shareGpu([{ spec: replica({ model: MISTRAL_7B, maxContextTokens: 4 * K, maxNumSeqs: 80 }), demandGiB: 20 }]);
  expectEstimate(shared.fixedGiB + shared.demandGiB, 35.7);
});

test('F35: 36 sessions fill an RTX 5090 to the last byte: 14 GB of weights and 0.5 GB each', () => {
  expect((32 - 14) / 0.5).toBe(36);
  const spec = replica({ model: MISTRAL_7B, gpu: Gpu.RTX_5090, maxContextTokens: 4 * K });
  expect(judge({ replica: spec, demands: [sessions(36, 4 * K)] }).verdict).toBe('rejected');
});

test('F36: 51.2 GiB of weights; an L40S is short by 11.3 in 16 bit and leaves 9.1 in 8', () => {
  const three = [MISTRAL_7B, MODEL_13B, MISTRAL_7B];
  expect(Math.abs(three.reduce((sum, model) => sum + weights({ model }), 0) - 51.2)).toBeLessThan(0.2);
  const left = (gpu: Gpu, format = {}) =>
    shareGpu(three.map((model) => ({ spec: replica({ model, gpu, maxContextTokens: 4 * K, maxNumSeqs: 8, ...format }), demandGiB: 0 })))
      .kvCacheGiB;
  expect(Math.abs(left(Gpu.H100_PCIE) - 13)).toBeLessThan(3);
  // 11.3 counts the weights alone; three engines bring three runtimes on top.
  expect(Math.abs(0.9 * (Gpu.L40S.reportedMemoryGiB ?? 0) - 51.2 + 11.3)).toBeLessThan(0.1);
  expect(left(Gpu.L40S)).toBeLessThan(-11.3);
  expect(Math.abs(left(Gpu.L40S, { quantization: 'fp8' }) - 9.1)).toBeLessThan(3);
});

test('F38: a context is prompt, reasoning and answer; on one H100 nothing is left for it', () => {
  const chain = (gpu: Gpu) =>
    judge({
      replica: replica({ ...FP8, model: LLAMA_70B, gpu, maxContextTokens: 32 * K }),
      demands: [sessions(9, 2_000 + 29_000 + 1_000)],
    });
  expect([chain(Gpu.H100_SXM).verdict, chain(Gpu.H200_SXM).verdict, chain(Gpu.B200).verdict]).toEqual(['rejected', 'fits', 'fits']);
  expect(fullSessions({ ...FP8, model: LLAMA_70B, gpu: Gpu.H200_SXM, maxNumSeqs: 22 }, 32_000)).toBe(11);
});

test('F40: two classes of cards behind one alias share by capacity, 3.3 to 1', () => {
  const on = (gpu: Gpu) => sizeReplica(replica({ ...FP8, gpu, maxNumSeqs: 72 })).kvCacheGiB;
  expect(on(Gpu.H100_PCIE) / on(Gpu.RTX_5090)).toBeCloseTo(3.3, 1);
});

test('F41: a router that absorbs 95 of 100 requests leaves five to the large model', () => {
  const topology = Topology.routing({ router: 'router', targets: { small: 0.95, large: 0.05 } });
  const roles = Object.fromEntries(topology.roles.map((role) => [role, { contextTokens: 4 * K }]));
  const demands = planDemand({ fleet: 'f', topology, concurrentWorkflows: 100, roles });
  expect(demands.map(({ role, sessions: count }) => [role, count])).toEqual([
    ['router', 100],
    ['small', 95],
    ['large', 5],
  ]);
});

describe('F42: ten thousand conversations a day on one H100', () => {
  const spec = replica({ model: MODEL_13B });

  test('a 13B in 16 bit with 10 to 50 sessions: the published 1,500 to 3,500 tokens a second, prompts counted, lie within the band', () => {
    const made = (concurrency: number) => {
      const estimate = estimateLatency(spec, { concurrency, inputTokens: 120, outputTokens: 80 });
      if ('missing' in estimate) throw new Error(estimate.missing.join());
      return estimate.range.tokensPerSecond.map((tokens) => (tokens * 200) / 80) as [number, number];
    };
    const [ten, fifty] = [made(10), made(50)];
    expect(ten[0]).toBeLessThan(1_500);
    expect(ten[1]).toBeGreaterThan(1_500);
    expect(fifty[0]).toBeLessThan(3_500 * 1.1);
    expect(fifty[1]).toBeGreaterThan(3_500);
  });

  test('one GPU is enough for the peak of 1,157 tokens a second, in memory and in tokens', () => {
    const day = planConversations({
      fleet: 'support',
      role: 'agent',
      conversationsPerDay: 10_000,
      turns: 5,
      tokensPerTurn: 200,
      outputTokensPerTurn: 80,
      contextTokens: 1_000,
      answerSeconds: 2,
    });
    const verdict = judge({ replica: spec, demands: [day.peak] });
    expect((verdict.throughput?.demandTokensPerSecond ?? 0) * (200 / 80)).toBeCloseTo(1_157.4, 1);
    expect(['fits', 'tight']).toContain(verdict.verdict);
  });
});

test('F43: two million queries a day are 23.1 a second', () => {
  const day = planConversations({
    fleet: 'voice',
    role: 'agent',
    conversationsPerDay: 2_000_000,
    turns: 1,
    tokensPerTurn: 100,
    outputTokensPerTurn: 20,
    contextTokens: 500,
    answerSeconds: 0.19,
    burst: 1,
  });
  expect(day.hours[0]?.requestsPerSecond).toBeCloseTo(23.1, 1);
  expect(day.hours[0]?.activeSessions).toBeCloseTo(23.1 * 0.19, 1);
});

test('the prices of the pools are those of the floor, whatever shape a replica has', () => {
  const spec = replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H100_SXM, tensorParallel: 2, pipelineParallel: 2 });
  expect(poolCostPerHour(2, gpusOfReplica(spec), 3.2)).toBe(25.6);
  expect(checkTier(pool({ replica: spec, prices }), 'background', { concurrency: 4, inputTokens: 100, outputTokens: 100 })).toEqual([]);
});
