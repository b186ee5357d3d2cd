/** Tokens a second as a ceiling inside the verdict: refused beyond the band, doubtful within it, and repaired by the law that refused. */

import { demandOfTokenRate, inFlight, type PoolInput } from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { codes, FP8, judge, prices, repairsOf, replica, sessions } from './support';

const answering = (requestsPerSecond: number, count = 40, change = {}) => ({
  ...sessions(count, 4_096),
  rate: { requestsPerSecond, inputTokens: 600, outputTokens: 350, ...change },
});
const at = (requestsPerSecond: number, change: Partial<PoolInput> = {}) =>
  judge({ replica: replica(FP8), demands: [answering(requestsPerSecond)], pricePerGpuHour: 2.5, prices, ...change });
const finding = (verdict: ReturnType<typeof at>) => verdict.findings.find(({ code }) => code === 'AF-CAP-013');
const narrow = (verdict: ReturnType<typeof at>) => verdict.findings.find(({ code }) => code === 'AF-CAP-024');
const unknown = (verdict: ReturnType<typeof at>) => verdict.findings.find(({ code }) => code === 'AF-CAP-025');

describe('AF-CAP-013: a rate is asked for', () => {
  test('without a rate nothing is asked of the throughput', () => {
    expect(judge({ replica: replica(FP8), demands: [sessions(40, 4_096)] }).throughput).toBeNull();
  });

  test('few requests fit, and the verdict holds the throughput with its band', () => {
    const { verdict, throughput } = at(3);
    expect(verdict).toBe('fits');
    expect(throughput?.demandTokensPerSecond).toBe(1_050);
    expect(throughput?.range[0]).toBeLessThan(throughput?.supplyTokensPerSecond ?? 0);
    expect(throughput?.range[1]).toBeGreaterThan(throughput?.supplyTokensPerSecond ?? 0);
  });

  test('beyond the better end of the band: rejected, named, with its arithmetic', () => {
    const verdict = at(60);
    expect([verdict.verdict, verdict.bottleneck, codes(verdict)]).toEqual(['rejected', 'tokens per second', ['AF-CAP-013']]);
    expect(finding(verdict)).toMatchObject({ severity: 'error', prop: 'replicas', value: 1 });
    expect(finding(verdict)?.message).toMatch(
      /^21,000 tokens\/s are asked for; one replica makes about [\d,]+ tokens\/s at \d+ requests in flight each: not even/,
    );
    expect(finding(verdict)?.details?.map(({ label }) => label)).toEqual(['demand', 'band']);
    expect(finding(verdict)?.details?.[0]?.text).toBe('60.00 requests/s × 350 tokens of output (600 of input) = 21,000 tokens/s');
  });

  test('within the band: uncertain, because a measurement would decide', () => {
    const admitting = { replica: replica({ ...FP8, maxNumSeqs: 64 }) };
    const [, high] = at(3, admitting).throughput?.range ?? [0, 0];
    const verdict = at((high * 0.97) / 350, admitting);
    expect([verdict.verdict, verdict.bottleneck]).toEqual(['uncertain', 'tokens per second']);
    expect(finding(verdict)).toMatchObject({ severity: 'warning' });
    expect(finding(verdict)?.repairs[0]).toBe('measured: { tokensPerSecond }, your own measurement of one replica');
    expect(finding(verdict)?.repairs.length).toBeGreaterThan(1);
    expect(at((high * 1.01) / 350, admitting).verdict).toBe('rejected');
  });

  test.each([
    [1_000, 'fits'],
    [1_160, 'tight'],
    [1_300, 'rejected'],
  ])('a measured throughput of 1,285 tokens/s takes the place of the estimate: %d are %s', (tokensPerSecond, verdict) => {
    const judged = at(tokensPerSecond / 350, { measured: { tokensPerSecond: 1_285 } });
    expect(judged.verdict).toBe(verdict);
    expect(judged.throughput).toMatchObject({ supplyTokensPerSecond: 1_285, range: [1_285, 1_285], measured: true });
  });

  test('below the worse end of the band or above 85 % of what is expected: tight', () => {
    const spec = { replica: replica({ ...FP8, maxNumSeqs: 64 }) };
    const { range, supplyTokensPerSecond } = at(3, spec).throughput ?? { range: [0, 0], supplyTokensPerSecond: 0 };
    const [worse, busy] = [at((range[0] * 1.05) / 350, spec), at((supplyTokensPerSecond * 0.95) / 350, spec)];
    expect([worse.verdict, busy.verdict, at((range[0] * 0.95) / 350, spec).verdict]).toEqual(['tight', 'tight', 'fits']);
    expect(narrow(worse)?.message).toMatch(/the worse end of the band would not be enough$/);
    expect(narrow(busy)?.message).toMatch(/queues grow when so little is left$/);
  });

  test('the peak is held against the replicas that scaling may reach', () => {
    const peak = (maxReplicas: number) => at(3, { maxReplicas, peakDemands: [answering(60, 100)] });
    expect([peak(1).verdict, peak(6).verdict]).toEqual(['rejected', 'fits']);
    expect(peak(1).bottleneck).toBe('tokens per second');
  });

  test('a card of unknown bandwidth: the latency is not known, and the verdict says so', () => {
    const gpu = Gpu.fromReported({ name: 'a card', memoryGiB: 79 });
    const verdict = judge({ replica: replica({ gpu }), demands: [answering(3)] });
    expect([verdict.verdict, unknown(verdict)?.severity]).toEqual(['uncertain', 'warning']);
    expect(unknown(verdict)?.message).toContain('memory bandwidth of a card');
    expect(judge({ replica: replica({ gpu }), demands: [answering(3)], measured: { tokensPerSecond: 2_000 } }).verdict).toBe('fits');
  });

  test('an encoder is judged by a measurement of the tokens it reads', () => {
    const spec = replica({ model: Model.BGE_M3, gpu: Gpu.L40, maxContextTokens: 8_192 });
    const demands = [{ ...sessions(500, 512), rate: { requestsPerSecond: 100, inputTokens: 512, outputTokens: 0 } }];
    expect(judge({ replica: spec, demands }).verdict).toBe('uncertain');
    expect(judge({ replica: spec, demands, measured: { tokensPerSecond: 100_000 } }).verdict).toBe('fits');
    expect(judge({ replica: spec, demands, measured: { tokensPerSecond: 10_000 } }).verdict).toBe('rejected');
  });
});

test('AF-CAP-020: a replica that is lost takes its tokens a second along', () => {
  const twice = (requestsPerSecond: number) =>
    at(requestsPerSecond, {
      replicas: 2,
      maxReplicas: 2,
      measured: { tokensPerSecond: 2_000 },
      demands: [answering(requestsPerSecond, 20)],
    });
  expect([twice(5).survivesReplicaLoss, twice(8).survivesReplicaLoss]).toEqual([true, false]);
  expect(twice(8).findings.find(({ code }) => code === 'AF-CAP-020')?.message).toBe(
    'one lost replica leaves about 2,000 tokens/s for a demand of 2,800 tokens/s',
  );
});

describe('the smaller ceiling wins and is named', () => {
  const plan = (count: number, requestsPerSecond: number) =>
    judge({
      replica: replica(FP8),
      demands: [{ ...sessions(count, 8_192), rate: { requestsPerSecond, inputTokens: 600, outputTokens: 350 } }],
    });

  test('memory while sessions are many and requests few', () => {
    expect([plan(100, 1).bottleneck, plan(300, 1).bottleneck]).toEqual(['KV cache memory', 'KV cache memory']);
  });

  test('tokens a second while sessions are few and requests many', () => {
    expect([plan(20, 12).bottleneck, plan(20, 60).bottleneck]).toEqual(['tokens per second', 'tokens per second']);
  });

  test('both broken: the one that is broken more', () => {
    const both = (count: number, rps: number) => {
      const verdict = plan(count, rps);
      expect(codes(verdict)).toEqual(['AF-CAP-001', 'AF-CAP-013']);
      return verdict.bottleneck;
    };
    expect([both(500, 40), both(150, 100)]).toEqual(['KV cache memory', 'tokens per second']);
  });
});

describe('repairs of a throughput', () => {
  test('every one passes when applied, the cheapest first', () => {
    const verdict = at(60);
    const repairs = (finding(verdict)?.repairs ?? []).flatMap((repair) => (typeof repair === 'string' ? [] : [repair]));
    expect(repairs.length).toBeGreaterThan(1);
    expect(repairs.map(({ costPerHour }) => costPerHour)).toEqual(
      [...repairs.map(({ costPerHour }) => costPerHour ?? 0)].sort((a, b) => a - b),
    );
    const replicas = Number(repairs.flatMap(({ changes }) => changes).find(({ field }) => field === 'replicas')?.value);
    expect(at(60, { replicas, maxReplicas: replicas }).verdict).toMatch(/fits|tight/);
    expect(at(60, { replicas: replicas - 1 }).verdict).not.toMatch(/fits|tight/);
  });

  test('a limit that keeps requests waiting is raised', () => {
    const limited = judge({ replica: replica({ ...FP8, maxNumSeqs: 8 }), demands: [answering(5, 4)] });
    expect(limited.verdict).toBe('rejected');
    expect(repairsOf(limited).some((repair) => repair.startsWith('maxNumSeqs: '))).toBe(true);
  });

  test('a replica measured at a third of the estimate: repairs count with a third', () => {
    const admitting = replica({ ...FP8, maxNumSeqs: 80 });
    const expected = at(20, { replica: admitting }).throughput?.supplyTokensPerSecond ?? 0;
    const verdict = at(20, { replica: admitting, measured: { tokensPerSecond: expected / 3 } });
    expect(verdict.verdict).toBe('rejected');
    expect(repairsOf(verdict)).toContain(`replicas: ${Math.ceil(7_000 / (expected / 3))}`);
    expect(repairsOf(verdict).some((repair) => /^(gpu: Gpu.H100_SXM|maxNumSeqs)/.test(repair))).toBe(false);
    const moved = at(20, { replica: { ...admitting, gpu: Gpu.H100_SXM }, measured: { tokensPerSecond: expected / 3, on: admitting } });
    const alone = at(20, { replica: { ...admitting, gpu: Gpu.H100_SXM } });
    expect(moved.throughput?.supplyTokensPerSecond).toBeCloseTo((alone.throughput?.supplyTokensPerSecond ?? 0) / 3, 0);
    expect(moved.throughput?.measured).toBe(false);
  });
});

describe('requests in flight', () => {
  const rate = { requestsPerSecond: 5, inputTokens: 600, outputTokens: 350 };

  test('a faster arrival keeps more in flight; one that nobody keeps up with has no number', () => {
    const of = (requestsPerSecond: number) => inFlight(replica(FP8), { ...rate, requestsPerSecond });
    expect(of(1)).toBeLessThan(of(10) ?? 0);
    expect(of(10_000)).toBeNull();
  });

  test('arrivals × the time of an answer (Little)', () => {
    expect(inFlight(replica(FP8), rate, { ttftMs: 500, tpotMs: 10 })).toBe(Math.ceil(5 * (0.5 + 349 * 0.01)));
  });

  test('tokens a second become sessions', () => {
    const asked = { fleet: 'f', role: 'r', tokensPerSecond: 100, inputTokens: 600, outputTokens: 350, burst: 5 };
    const demand = demandOfTokenRate(asked, replica(FP8), 2);
    expect(demand?.rate?.requestsPerSecond).toBeCloseTo(500 / 350, 9);
    expect(demand?.sessions).toBe(2 * (inFlight(replica(FP8), { ...rate, requestsPerSecond: 250 / 350 }) ?? 0));
    expect(demand?.contextTokens).toBe(950);
    expect(demandOfTokenRate({ ...asked, tokensPerSecond: 1e6 }, replica(FP8), 2)).toBeNull();
    expect(demandOfTokenRate({ ...asked, burst: undefined as never }, replica(FP8), 2)?.rate?.requestsPerSecond).toBeCloseTo(
      1_000 / 350,
      9,
    );
  });

  test('what is cached is not computed: the same requests need fewer at once', () => {
    const long = { requestsPerSecond: 2, inputTokens: 12_000, outputTokens: 350 };
    expect(inFlight(replica(FP8), { ...long, cachedInputTokens: 11_000 })).toBeLessThan(inFlight(replica(FP8), long) ?? 0);
  });
});

test('the plan admits what the rate keeps in flight, though fewer sessions are named', () => {
  const spec = replica({ ...FP8, maxContextTokens: 131_072 });
  const admitted = (rps: number) => judge({ replica: spec, demands: [answering(rps, 2)] }).supply.maxNumSeqs;
  const running = (rps: number) => inFlight(spec, { requestsPerSecond: rps, inputTokens: 600, outputTokens: 350 }) ?? 0;
  const busy = [4, 8, 12, 16, 20, 24, 28, 32].find((rps) => running(rps) > admitted(1));
  expect(busy).toBeDefined();
  expect(admitted(busy ?? 0)).toBeGreaterThanOrEqual(running(busy ?? 0));
});
