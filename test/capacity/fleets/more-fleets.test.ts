/** More published fleets: pools per role, long sessions, other cards, a model that is in no catalog. */
import { type ReplicaSpec, sizeReplica } from '../../../lib/capacity';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { codes, expectEstimate, FP8, judge, MODEL_13B, replica, sessions } from '../support';

const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const MISTRAL_7B = Model.MISTRAL_7B_INSTRUCT_V0_3;
const K = 1_024;

const full = (spec: ReplicaSpec, tokens: number) => Math.floor(sizeReplica(spec).kvTokens / tokens);

describe('F03: pools per role', () => {
  const one = (role: string, count: number, replicas: number) =>
    judge({ replica: replica({ ...FP8, maxContextTokens: 4 * K, maxNumSeqs: 400 }), replicas, demands: [sessions(count, 4 * K, role)] });

  test('200 orchestrators fit one GPU, 800 workers four, both with 17 % free', () => {
    const [orchestrator, workers] = [one('orchestrator', 200, 1), one('worker', 800, 4)];
    expect([orchestrator.demandGiB, workers.demandGiB]).toEqual([50, 200]);
    expect([orchestrator, workers].map((verdict) => Math.round(verdict.headroom * 100))).toEqual([17, 17]);
    expect([orchestrator.verdict, workers.verdict]).toEqual(['fits', 'fits']);
  });
});

describe('F05: one H200 plans, H100s work', () => {
  const planner = (count: number) =>
    judge({
      replica: replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H200_SXM, maxContextTokens: 16 * K }),
      demands: [sessions(count, 12_000)],
    });

  test('25 planners fit with 17 %, 27 keep 10 % free, 28 do not', () => {
    expect(planner(25).demandGiB).toBeCloseTo(45.8, 1);
    expect([planner(25).verdict, Math.round(planner(25).headroom * 100)]).toEqual(['fits', 17]);
    expect([planner(27).verdict, planner(28).verdict]).toEqual(['tight', 'rejected']);
  });
});

describe('F08: sessions of 50,000 tokens have a pool of their own', () => {
  test.each([
    ['8B on H200', Model.LLAMA_3_1_8B_INSTRUCT, Gpu.H200_SXM, 37],
    ['70B on H200', LLAMA_70B, Gpu.H200_SXM, 7],
    ['70B on B200', LLAMA_70B, Gpu.B200, 11],
  ])('%s holds %#', (_, model, gpu, count) => {
    expect(full(replica({ ...FP8, model, gpu, maxNumSeqs: 80 }), 50_000)).toBe(count);
  });
});

describe('F32: a 13B for customer service', () => {
  const on = (gpu: Gpu, tensorParallel = 1) =>
    judge({ replica: replica({ model: MODEL_13B, gpu, tensorParallel }), demands: [sessions(50, 8 * K)] });

  test('1.25 GiB a session: 62.5 GiB', () => {
    expect(on(Gpu.H200_SXM).demandGiB).toBe(62.5);
  });

  test('fits an H200 and a pair of H100, not one', () => {
    expectEstimate(on(Gpu.H200_SXM).supplyGiB, 99.3);
    expectEstimate(on(Gpu.H100_SXM).supplyGiB, 44.8);
    expectEstimate(on(Gpu.H100_SXM, 2).supplyGiB, 110.7, 2);
    expect([on(Gpu.H200_SXM).verdict, on(Gpu.H100_SXM).verdict, on(Gpu.H100_SXM, 2).verdict]).toEqual(['fits', 'rejected', 'fits']);
  });

  test('with as many KV heads as heads a token takes five times the cache', () => {
    const multiHead = Model.custom({ ...MODEL_13B.facts, id: '13b-mha', attentionKind: 'MHA', kvHeads: 40 });
    const perToken = (model: Model) => sizeReplica(replica({ model })).kvBytesPerToken;
    expect(perToken(multiHead)).toBe(5 * perToken(MODEL_13B));
  });
});

test('F34: four copies of a 7B weigh 54 GiB, one shared pool a quarter', () => {
  const weights = sizeReplica(replica({ model: MISTRAL_7B })).terms.find((term) => term.id === 'weights')?.perGpuGiB ?? 0;
  expect(4 * (weights + 5)).toBeCloseTo(74, 1);
});

test('F35: an H100 PCIe holds 111 sessions of a 7B at 4K', () => {
  expect(full(replica({ model: MISTRAL_7B, maxNumSeqs: 100 }), 4 * K)).toBe(111);
});

test('F38: chains of thought of 32K: eleven or ten on one H200', () => {
  expect(full(replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.H200_SXM, maxNumSeqs: 20 }), 32 * K)).toBeGreaterThanOrEqual(10);
});

test('F40: an H100 holds 121 sessions where an RTX 5090 holds 36', () => {
  const on = (gpu: Gpu) => full(replica({ ...FP8, gpu, maxNumSeqs: 72 }), 8 * K);
  expect([on(Gpu.H100_PCIE), on(Gpu.RTX_5090)]).toEqual([121, 36]);
});

test('F41: a 7B router on an RTX 4090 holds 12 sessions at 4K, an 8B in fp8 44', () => {
  expect(full(replica({ model: MISTRAL_7B, gpu: Gpu.RTX_4090, maxNumSeqs: 24 }), 4 * K)).toBe(12);
  expect(full(replica({ ...FP8, gpu: Gpu.RTX_4090, maxNumSeqs: 88 }), 4 * K)).toBe(44);
});

test('F33: 2 × H200 is tight, one in fp8 is refused for its headroom, four have room', () => {
  const on = (tensorParallel: number, format = {}) =>
    judge({
      replica: replica({ model: LLAMA_70B, gpu: Gpu.H200_SXM, tensorParallel, maxContextTokens: 32 * K, ...format }),
      demands: [sessions(10, 32 * K)],
    });
  expect([on(2).verdict, on(4).verdict, Math.round(on(4).headroom * 100)]).toEqual(['tight', 'fits', 72]);
  expect(codes(on(1, FP8))).toEqual(['AF-CAP-002']);
});
