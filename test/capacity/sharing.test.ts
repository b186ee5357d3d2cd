import {
  type ContextBound,
  callsForStrategy,
  capOf,
  checkGrowth,
  checkPercentiles,
  checkShares,
  contextAfter,
  growthPerMinute,
  isSlice,
  judgePool,
  minutesToFull,
  plannedContext,
  shareGpu,
  sizeReplica,
  splitLongSessions,
  tokensWithSharedPrefix,
} from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { on, set } from '../../lib/core/change';
import { repair } from '../../lib/core/finding';
import { codes, expectEstimate, FP8, judge, pool, repairsOf, replica, sessions } from './support';

const MISTRAL_7B = Model.MISTRAL_7B_INSTRUCT_V0_3;

describe('several engines on one GPU', () => {
  const engine = (gpu = Gpu.H100_PCIE, change = {}) => ({
    spec: replica({ model: MISTRAL_7B, gpu, maxNumSeqs: 20, ...change }),
    demandGiB: 5,
  });
  const times = (count: number, one = engine()) => shareGpu(Array.from({ length: count }, () => one));

  test('F34: two and three 7B engines fit an H100, four do not', () => {
    expectEstimate(times(2).fixedGiB + times(2).demandGiB, 41.4);
    expect([2, 3, 4].map((count) => times(count).findings.length)).toEqual([0, 0, 1]);
    expect(times(4).findings[0]).toMatchObject({ code: 'AF-CAP-006', severity: 'error', allowed: '≤ 71.2 GiB together' });
  });

  test('their shares give each what it needs and sum up to 0.90', () => {
    const { shares } = times(3);
    expect(shares).toHaveLength(3);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.9, 3);
  });

  test('AF-CAP-006: shares that are given have to stay within the card, and each with what its engine needs', () => {
    const given = (...shares: number[]) =>
      checkShares(shares.map((gpuMemoryUtilization) => engine(Gpu.H100_PCIE, { gpuMemoryUtilization })));
    expect(given(0.45, 0.45)).toEqual([]);
    expect(given(0.5, 0.45)).toMatchObject([{ code: 'AF-CAP-006', prop: 'gpuMemoryUtilization', value: [0.5, 0.45] }]);
    expect(given(0.5, 0.45)[0]?.message).toBe('0.5 + 0.45 = 0.95 of one card');
    expect(given(0.7, 0.2)).toMatchObject([{ code: 'AF-CAP-006', value: 0.2 }]);
    expect(given(0.7, 0.2)[0]?.repairs[0]).toMatch(/^gpuMemoryUtilization: 0\.45, 0\.45$/);
    const shares = shareGpu([engine(), engine()]).shares;
    expect(given(...shares)).toEqual([]);
  });

  test('weights that do not fit beside each other leave a negative cache', () => {
    expect(times(3, engine(Gpu.L40S)).kvCacheGiB).toBeLessThan(0);
    expect(times(3, engine(Gpu.L40S, FP8)).kvCacheGiB).toBeGreaterThan(9);
  });

  test('F29: a 70B and a 13B-class model in fp8 fit one H200, not one 80 GB card', () => {
    const pair = (gpu: Gpu) =>
      shareGpu(
        [Model.LLAMA_3_3_70B_INSTRUCT, Model.QWEN2_5_14B_INSTRUCT].map((model) => ({
          spec: replica({ ...FP8, model, gpu, maxNumSeqs: 20 }),
          demandGiB: 10,
        })),
      );
    expect(pair(Gpu.H200_SXM).findings).toEqual([]);
    expect(pair(Gpu.H100_SXM).findings).toHaveLength(1);
  });
});

describe('F24: MIG slices as GPUs', () => {
  const slice = Gpu.mig('2g.20gb', Gpu.H100_SXM);
  const kv = (change = {}) => sizeReplica(replica({ model: MISTRAL_7B, gpu: slice, maxNumSeqs: 10, ...change })).kvCacheGiB;

  test('2g.20gb of an H100 is a quarter of it, less what the slice keeps', () => {
    expect(slice.reportedMemoryGiB).toBeGreaterThan(18.5);
    expect(slice.reportedMemoryGiB).toBeLessThan(19.5);
    expect(slice.facts.memoryBandwidthGBps).toBeLessThan(0.26 * (Gpu.H100_SXM.facts.memoryBandwidthGBps ?? 0));
  });

  test('a 7B leaves about 2.6 GiB in 16 bit and 9.1 GiB in fp8', () => {
    expectEstimate(kv(), 2.6);
    expectEstimate(kv(FP8), 9.1);
  });

  test('the published slice of an A100 is taken as published', () => {
    expect(Gpu.mig('1g.10gb', Gpu.A100_80GB_SXM).reportedMemoryGiB).toBe(9.5);
  });

  test('AF-CAP-008 in the verdict: no repair spreads a model over slices', () => {
    const on = (change = {}) => judge({ replica: replica({ model: MISTRAL_7B, gpu: slice, ...change }), demands: [sessions(30, 4_096)] });
    expect(codes(on({ tensorParallel: 2 }))).toContain('AF-CAP-008');
    expect(on({ tensorParallel: 2 }).bottleneck).toBe('a MIG slice');
    expect(codes(on({ pipelineParallel: 2 }))).toContain('AF-CAP-008');
    expect(on().verdict).toBe('rejected');
    expect(repairsOf(on()).join()).not.toMatch(/tensorParallel|pipelineParallel/);
    expect([isSlice(slice), isSlice(Gpu.H100_SXM)]).toEqual([true, false]);
  });

  test('cards without MIG have no slices, and slices no shards', () => {
    expect(() => Gpu.mig('1g.10gb', Gpu.L40S)).toThrow(/AF-SPEC-001[\s\S]*cannot be cut/);
    expect(() => Gpu.mig('2g.10gb', Gpu.H100_SXM)).toThrow(/has no slice 2g\.10gb[\s\S]*1g\.10gb/);
    const onSlices = (tensorParallel: number) => judge({ replica: replica({ gpu: slice, tensorParallel }) }).findings;
    expect(onSlices(2)).toContainEqual(expect.objectContaining({ code: 'AF-CAP-008', value: 2, allowed: '1' }));
    expect(onSlices(1).map(({ code }) => code)).not.toContain('AF-CAP-008');
  });
});

describe('context grows with every turn and tool call', () => {
  const growth = { baseTokens: 1_250, turns: 0, tokensPerTurn: 0, toolCalls: 5 };

  test('five tool calls of 500 tokens triple a request of 1,250', () => {
    expect(contextAfter(growth)).toBe(3 * 1_250);
  });

  test('strategies bound it', () => {
    const long = { baseTokens: 2_000, turns: 20, tokensPerTurn: 1_000 };
    expect(plannedContext(long)).toBe(22_000);
    expect(plannedContext(long, { kind: 'sliding-window', limitTokens: 8_192 })).toBe(8_192);
    expect(plannedContext(long, { kind: 'long-pool', capTokens: 16_384, pool: 'long' })).toBe(16_384);
  });

  test('summaries: a session is longest right before the fourth of them', () => {
    const long = { baseTokens: 2_000, turns: 20, tokensPerTurn: 1_000 };
    const strategy = { kind: 'summarize', everyTokens: 5_000, summaryTokens: 500 } as const;
    expect(plannedContext(long, strategy)).toBe(2_000 + 3 * 500 + 5_000);
    expect(plannedContext({ ...long, turns: 3 }, strategy)).toBe(5_000);
    expect([callsForStrategy(long, strategy), callsForStrategy(long)]).toEqual([4, 0]);
  });

  test('a longer conversation never plans less, whatever bounds it', () => {
    const strategies: (ContextBound | undefined)[] = [
      undefined,
      { kind: 'sliding-window', limitTokens: 6_000 },
      { kind: 'summarize', everyTokens: 3_000, summaryTokens: 400 },
      { kind: 'long-pool', capTokens: 8_192, pool: 'long' },
    ];
    for (const strategy of strategies) {
      const planned = Array.from({ length: 40 }, (_, turns) => plannedContext({ baseTokens: 1_000, turns, tokensPerTurn: 700 }, strategy));
      expect(planned).toEqual([...planned].sort((a, b) => a - b));
    }
  });

  test('F16: a supervisor without a cap: the finding names the time until the pool is full', () => {
    const growth = { baseTokens: 2_000, turns: 40, tokensPerTurn: 700, toolCalls: 4 };
    expect(growthPerMinute(growth, 10, 4)).toBe(30_000);
    const [finding] = checkGrowth('supervisor', growth, 16_384, undefined, {
      pace: { poolTokens: 448_000, sessions: 10, turnsPerMinute: 4 },
    });
    expect(finding?.details).toEqual([
      { label: 'growth', text: '2,000 + 40 turns × 700 + 4 tool calls × 500 = 32,000 tokens' },
      { label: 'full in', text: '448,000 tokens ÷ 30,000 a minute = 15 minutes' },
    ]);
  });

  test('AF-CAP-009: a window above the cap, or summaries that come too late, are named', () => {
    const long = { baseTokens: 2_000, turns: 20, tokensPerTurn: 1_000 };
    const message = (strategy: ContextBound) => checkGrowth('planner', long, 8_192, strategy)[0]?.message;
    expect(message({ kind: 'sliding-window', limitTokens: 16_384 })).toMatch(
      /reaches 16,384 tokens, .* although a window bounds it there$/,
    );
    expect(message({ kind: 'summarize', everyTokens: 8_000, summaryTokens: 500 })).toMatch(/although older turns are summarized$/);
  });

  test('AF-CAP-010: the pool for long sessions has to be there, and long enough', () => {
    const long = { baseTokens: 2_000, turns: 20, tokensPerTurn: 1_000 };
    const strategy = { kind: 'long-pool', capTokens: 8_192, pool: 'long' } as const;
    const with_ = (longPools: Readonly<Record<string, number>>) => checkGrowth('planner', long, 8_192, strategy, { longPools });
    expect(with_({ long: 32_768 })).toEqual([]);
    expect(with_({ other: 32_768 })).toMatchObject([{ code: 'AF-CAP-010', value: 'long', allowed: 'other' }]);
    expect(with_({ long: 16_384 })[0]).toMatchObject({
      code: 'AF-CAP-010',
      repairs: [repair(on('pool', 'long', set('maxContextTokens', 22_000)))],
    });
  });

  test('AF-CAP-036: a p95 over the cap without a strategy', () => {
    const contexts = { p50Tokens: 3_000, p95Tokens: 12_001 };
    expect(checkPercentiles('planner', contexts, 8_192)).toMatchObject([
      { code: 'AF-CAP-036', severity: 'error', value: 12_001, allowed: '≤ 8,192' },
    ]);
    expect(checkPercentiles('planner', contexts, 16_384)).toEqual([]);
    expect(checkPercentiles('planner', contexts, 8_192, { kind: 'long-pool', capTokens: 8_192, pool: 'long' })).toEqual([]);
    expect(capOf(contexts)).toBe(12_016);
  });

  test('a cap and a long pool: one session in twenty moves, with its part of the requests', () => {
    const rate = { requestsPerSecond: 10, inputTokens: 1_000, outputTokens: 200 };
    const contexts = { p50Tokens: 3_000, p95Tokens: 8_000, maxTokens: 50_000 };
    const { short, long } = splitLongSessions({ ...sessions(200, 12_000), rate }, contexts, 8_192);
    expect([short.sessions, short.contextTokens, short.rate?.requestsPerSecond]).toEqual([190, 8_192, 9.5]);
    expect([long?.sessions, long?.contextTokens, long?.rate?.requestsPerSecond]).toEqual([10, 50_000, 0.5]);
    expect(splitLongSessions(sessions(200, 4_000), { ...contexts, maxTokens: 8_000 }, 8_192).long).toBeNull();
  });

  test('AF-CAP-009: nothing bounds it; AF-CAP-035: the cap is above the pool', () => {
    const long = { baseTokens: 2_000, turns: 20, tokensPerTurn: 1_000 };
    expect(checkGrowth('planner', long, 16_384)).toMatchObject([
      { code: 'AF-CAP-009', prop: 'roles.planner.contextTokens', value: 22_000 },
    ]);
    expect(checkGrowth('planner', long, 8_192, { kind: 'long-pool', capTokens: 16_384, pool: 'long' })).toMatchObject([
      { code: 'AF-CAP-035' },
    ]);
    expect(checkGrowth('planner', long, 16_384, { kind: 'sliding-window', limitTokens: 8_192 })).toEqual([]);
  });

  test('F16: 448,000 tokens are full after 15 minutes of 29,900 tokens a minute', () => {
    expect(minutesToFull(448_000, 29_900)).toBeCloseTo(15, 1);
    expect(minutesToFull(448_000, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

test('a shared prefix is held once per replica, and only what was declared', () => {
  expect(tokensWithSharedPrefix({ sessions: 50, contextTokens: 8_192 }, 2_048, 2)).toBe(50 * 6_144 + 2 * 2_048);
  expect(tokensWithSharedPrefix({ sessions: 50, contextTokens: 8_192 }, 0, 2)).toBe(50 * 8_192);
  expect(tokensWithSharedPrefix({ sessions: 1, contextTokens: 1_000 }, 5_000, 4)).toBe(1_000);
});

describe('a shared prefix in the verdict', () => {
  const asked = (sharedPrefixTokens?: number) => ({
    ...sessions(100, 8_192),
    ...(sharedPrefixTokens === undefined ? {} : { sharedPrefixTokens }),
  });
  const gib = (replicas: number, shared?: number) => judge({ replica: replica(FP8), replicas, demands: [asked(shared)] }).demandGiB;

  test('it is held once on every replica, and nothing is credited that was not declared', () => {
    expect(gib(1)).toBe(50);
    expect(gib(1, 2_048)).toBe(50 - (99 * 2_048 * 65_536) / 1024 ** 3);
    expect(gib(4, 2_048)).toBe(50 - (96 * 2_048 * 65_536) / 1024 ** 3);
    expect(gib(1, 0)).toBe(50);
  });

  test('whole blocks count, and never more than the context', () => {
    expect(gib(1, 2_050)).toBe(gib(1, 2_048));
    expect(gib(1, 1_000_000)).toBe(0.5);
  });

  test('one that saves a fifth of the cache carries a plan that would not fit', () => {
    const of = (shared?: number) => judgePool(pool({ replica: replica(FP8), demands: [{ ...asked(shared), sessions: 130 }] })).verdict;
    expect([of(), of(2_048)]).toEqual(['rejected', 'fits']);
  });

  test('a window does not share what it drops', () => {
    const hybrid = replica({ model: Model.GEMMA_3_27B_IT, gpu: Gpu.H200_SXM, maxContextTokens: 32_768 });
    const of = (shared: number) => judge({ replica: hybrid, demands: [{ ...sessions(10, 16_384), sharedPrefixTokens: shared }] }).demandGiB;
    const full = replica({ model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.H200_SXM, maxContextTokens: 32_768 });
    const plain = (shared: number) =>
      judge({ replica: full, demands: [{ ...sessions(10, 16_384), sharedPrefixTokens: shared }] }).demandGiB;
    expect(1 - of(8_192) / of(0)).toBeLessThan(1 - plain(8_192) / plain(0));
    expect(of(8_192)).toBeLessThan(of(0));
  });
});
