/** Published stages and patterns: what of them is capacity and latency. */

import {
  checkGrowth,
  checkLatency,
  estimateLatency,
  judgePool,
  planDemand,
  shareGpu,
  sizeReplica,
  Topology,
  trafficOf,
} from '../../../lib/capacity';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { set } from '../../../lib/core/change';
import { codes, FP8, judge, MODEL_13B, pool, repairsOf, replica, sessions } from '../support';

const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const MISTRAL_7B = Model.MISTRAL_7B_INSTRUCT_V0_3;
const K = 1_024;

describe('F02: 250 sessions on replicas with affinity', () => {
  const on = (replicas: number) => judge({ replica: replica(FP8), replicas, demands: [sessions(250, 8 * K)] });

  test('two replicas are short by four GiB; the third leaves 31 %', () => {
    expect(on(2).demandGiB - on(2).supplyGiB).toBeCloseTo(3.9, 0);
    expect([on(2).verdict, on(3).verdict, Math.round(on(3).headroom * 100)]).toEqual(['rejected', 'fits', 31]);
    expect(repairsOf(on(2))).toContain('replicas: 3');
  });

  test('more than 60 sessions on one GPU: first tokens wait, although memory fits', () => {
    expect(codes(on(3), 'warning')).toContain('AF-LAT-004');
    const five = judge({ replica: replica(FP8), replicas: 5, demands: [sessions(250, 8 * K)] });
    expect(codes(five, 'warning')).not.toContain('AF-LAT-004');
  });
});

test('F03: 200 workflows of one orchestrator and four workers are 1,000 sessions', () => {
  const workers = ['a', 'b', 'c', 'd'];
  const topology = Topology.hierarchical({ orchestrator: 'lead', workers });
  const roles = Object.fromEntries(topology.roles.map((role) => [role, { contextTokens: 4 * K }]));
  const demands = planDemand({ fleet: 'f', topology, concurrentWorkflows: 200, roles });
  expect(demands.map((demand) => demand.sessions)).toEqual([200, 200, 200, 200, 200]);
  const spec = replica({ ...FP8, maxContextTokens: 4 * K });
  const lead = judgePool(pool({ replica: spec, demands: demands.slice(0, 1) }));
  const rest = judgePool(pool({ replica: spec, replicas: 4, demands: demands.slice(1) }));
  expect([lead.demandGiB, rest.demandGiB, lead.verdict, rest.verdict]).toEqual([50, 200, 'fits', 'fits']);
  expect(judgePool(pool({ replica: spec, replicas: 3, demands: demands.slice(1) })).verdict).toBe('rejected');
});

describe('F04: a thousand sessions at 4K', () => {
  const on = (replicas: number, gpuMemoryUtilization: number) =>
    judge({
      replica: replica({ ...FP8, gpu: Gpu.H100_SXM, gpuMemoryUtilization }),
      replicas,
      demands: [sessions(1_000, 4 * K)],
      pricePerGpuHour: 2.4,
    });

  test('four GPUs do not hold them, not even at a share of 0.92', () => {
    expect([on(4, 0.9).verdict, on(4, 0.92).verdict]).toEqual(['rejected', 'rejected']);
    expect(on(4, 0.92).supplyGiB).toBeLessThan(250);
  });

  test('the repair is the fifth, at $12.00 an hour', () => {
    const [error] = on(4, 0.9).findings.filter((finding) => finding.severity === 'error');
    expect(error?.repairs).toContainEqual(expect.objectContaining({ changes: [set('replicas', 5)], costPerHour: 12 }));
  });
});

test('F05: 25 workflows with four workers each: one H100 works, two survive a loss', () => {
  const workers = (replicas: number) => judge({ replica: replica(FP8), replicas, demands: [sessions(100, 8 * K)] });
  expect([workers(1).demandGiB, workers(1).verdict, Math.round(workers(1).headroom * 100)]).toEqual([50, 'fits', 17]);
  expect([workers(1).survivesReplicaLoss, workers(2).survivesReplicaLoss]).toEqual([false, true]);
});

describe('F08: sessions of 50,000 tokens', () => {
  const growth = { baseTokens: 2_000, turns: 50, tokensPerTurn: 860, toolCalls: 10 };

  test('a session holds 3.05 GiB on an 8B and 7.63 GiB on a 70B', () => {
    const gib = (model: Model) => (sizeReplica(replica({ ...FP8, model, gpu: Gpu.H200_SXM })).kvBytesPerToken * 50_000) / 1024 ** 3;
    expect([gib(Model.LLAMA_3_1_8B_INSTRUCT).toFixed(2), gib(LLAMA_70B).toFixed(2)]).toEqual(['3.05', '7.63']);
  });

  test('without a strategy the capped pool refuses them; a long pool takes them', () => {
    expect(checkGrowth('researcher', growth, 16 * K)).toMatchObject([{ code: 'AF-CAP-009', value: 50_000 }]);
    expect(checkGrowth('researcher', growth, 16 * K, { kind: 'long-pool', capTokens: 16 * K, pool: 'long' })).toEqual([]);
  });

  test.each([
    [33, 'tight'],
    [34, 'rejected'],
  ])('%d of them on one H200: %s', (count, verdict) => {
    const spec = replica({ ...FP8, gpu: Gpu.H200_SXM, maxContextTokens: 64 * K });
    expect(judge({ replica: spec, demands: [sessions(count, 50_000)] }).verdict).toBe(verdict);
  });
});

test('F10: 100 × 32K: two replicas of an H200 leave 13 %, a pair 15 %', () => {
  const h200 = replica({ ...FP8, gpu: Gpu.H200_SXM, maxContextTokens: 32 * K });
  const [two, pair] = [
    judge({ replica: h200, replicas: 2, demands: [sessions(100, 32 * K)] }),
    judge({ replica: { ...h200, tensorParallel: 2 }, demands: [sessions(100, 32 * K)] }),
  ];
  expect([two.verdict, Math.round(two.headroom * 100)]).toEqual(['tight', 13]);
  expect([pair.verdict, Math.round(pair.headroom * 100)]).toEqual(['fits', 15]);
});

describe('F36: orchestrator, coder and reviewer resident on one card', () => {
  const three = (gpu: Gpu, format = {}, demandGiB = 2) =>
    shareGpu(
      [MISTRAL_7B, MODEL_13B, MISTRAL_7B].map((model) => ({
        spec: replica({ model, gpu, maxContextTokens: 4 * K, maxNumSeqs: 16, ...format }),
        demandGiB,
      })),
    );

  test('51.2 GiB of weights leave about 13 GiB of an H100 for three caches', () => {
    const h100 = three(Gpu.H100_PCIE);
    expect(h100.budgetGiB).toBeCloseTo(71.2, 1);
    expect(Math.abs(h100.kvCacheGiB - 13)).toBeLessThan(3);
    expect(h100.findings).toEqual([]);
    expect(h100.shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(0.9001);
  });

  test('an L40S refuses them in 16 bit and holds them in 8', () => {
    expect(three(Gpu.L40S).kvCacheGiB).toBeLessThan(-8);
    expect(three(Gpu.L40S).findings.map((finding) => finding.code)).toEqual(['AF-CAP-006']);
    expect(Math.abs(three(Gpu.L40S, { quantization: 'fp8' }).kvCacheGiB - 9.1)).toBeLessThan(3);
  });
});

test('F39: a hundred users: one engine that batches, not two copies of the weights on one card', () => {
  const demands = [sessions(100, 8 * K)];
  expect(judge({ replica: replica(FP8), demands }).verdict).toBe('fits');
  const copy = { spec: replica({ ...FP8, maxNumSeqs: 100 }), demandGiB: 25 };
  expect(shareGpu([copy, copy]).kvCacheGiB).toBeLessThan(sizeReplica(replica({ ...FP8, maxNumSeqs: 100 })).kvCacheGiB - 8);
});

describe('F42: ten million tokens a day', () => {
  test('115.7 tokens/s in the mean, 1,157 at the peak', () => {
    const traffic = trafficOf({ conversationsPerDay: 10_000, turns: 5, tokensPerTurn: 200 });
    expect([traffic.tokensPerDay, Math.round(traffic.peakTokensPerSecond)]).toEqual([10_000_000, 1_157]);
    expect(traffic.meanTokensPerSecond).toBeCloseTo(115.7, 1);
  });
});

describe('F43: a voice agent leaves 200 ms to the model', () => {
  const load = (outputTokens: number) => ({ concurrency: 8, inputTokens: 800, outputTokens });

  test('an 8B answers a sentence too late, and says how late', () => {
    const [finding] = checkLatency(replica(FP8), 'voice', load(40));
    expect(finding).toMatchObject({ code: 'AF-LAT-001', severity: 'error', allowed: '≤ 200 ms' });
    expect(finding?.message).toMatch(/^an answer of 40 tokens takes about \d+ ms/);
  });

  test('no plan whose estimate exceeds 200 ms passes, and none below is refused', () => {
    for (const outputTokens of [1, 4, 8, 16, 64]) {
      const estimate = estimateLatency(replica(FP8), load(outputTokens));
      if ('missing' in estimate) throw new Error('no estimate');
      const late = estimate.ttftMs + (outputTokens - 1) * estimate.tpotMs > 200;
      const refused = checkLatency(replica(FP8), 'voice', load(outputTokens)).some(({ severity }) => severity === 'error');
      expect(refused).toBe(late);
    }
  });

  test('a measured p99 of 190 ms stands', () => {
    expect(checkLatency(replica(FP8), 'voice', load(10), { ttftMs: 118, tpotMs: 8 })).toEqual([]);
  });
});
