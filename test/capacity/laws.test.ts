/** What must hold for every plan, whatever its numbers. */

import fc from 'fast-check';
import { judgePool, type PoolInput, type RoleDemand, sizeReplica } from '../../lib/capacity';
import { holds } from '../../lib/capacity/fit/judge';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { Advice, Repair } from '../../lib/core/finding';
import { changesAsCode } from '../../lib/core/render-change';
import { runs } from '../support/runs';
import { pool, prices, replica, sessions } from './support';

const anyModel = fc.constantFrom(...Model.all());
const anyGpu = fc.constantFrom(...Gpu.all());
const shards = fc.constantFrom(1, 2, 4, 8);
const anyReplica = fc
  .record({
    model: anyModel,
    gpu: anyGpu,
    tensorParallel: shards,
    quantization: fc.constantFrom('checkpoint' as const, 'fp8' as const, 'awq' as const),
    kvCacheDtype: fc.constantFrom('auto' as const, 'fp8' as const),
    gpuMemoryUtilization: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
    maxContextTokens: fc.integer({ min: 1_024, max: 262_144 }),
    pipelineParallel: fc.constantFrom(1, 1, 1, 2, 4),
    gpusPerNode: fc.constantFrom(4, 8, 16),
  })
  .chain((spec) =>
    fc
      .option(fc.integer({ min: 1, max: 1_024 }), { nil: undefined })
      .map((maxNumSeqs) => replica(maxNumSeqs === undefined ? spec : { ...spec, maxNumSeqs })),
  );
const anyRate = fc.record({
  requestsPerSecond: fc.double({ min: 0.01, max: 200, noNaN: true }),
  inputTokens: fc.integer({ min: 1, max: 20_000 }),
  cachedInputTokens: fc.integer({ min: 0, max: 20_000 }),
  outputTokens: fc.integer({ min: 1, max: 2_000 }),
});
const plainPool = fc
  .record({
    replica: anyReplica,
    replicas: fc.integer({ min: 1, max: 8 }),
    count: fc.integer({ min: 1, max: 400 }),
    context: fc.integer({ min: 16, max: 65_536 }),
  })
  .map(({ count, context, ...rest }): PoolInput => pool({ ...rest, demands: [sessions(count, context)], pricePerGpuHour: 2, prices }));
/** With a rate in one of three, a shared prefix in one of three, and a peak in one of three. */
const anyPool = fc
  .tuple(plainPool, fc.option(anyRate, { freq: 2, nil: undefined }), fc.constantFrom(0, 0, 1_000), fc.constantFrom(1, 1, 3))
  .map(([plain, rate, sharedPrefixTokens, peak]): PoolInput => {
    const demands = plain.demands.map((demand) => ({ ...demand, sharedPrefixTokens, ...(rate === undefined ? {} : { rate }) }));
    const more = demands.map((demand) => ({ ...demand, sessions: demand.sessions * peak }));
    return { ...plain, demands, maxReplicas: plain.replicas * peak, ...(peak === 1 ? {} : { peakDemands: more }) };
  });

/** The admission limit is given, so that it does not follow the sessions. */
const fixedAdmission = plainPool.map(
  (input): PoolInput => ({ ...input, replica: { ...input.replica, maxNumSeqs: input.replica.maxNumSeqs ?? 512 } }),
);

const known = (input: PoolInput) => sizeReplica(input.replica).missing.length === 0;

test('the terms add up to the budget', () => {
  fc.assert(
    fc.property(anyReplica, (spec) => {
      const gib = Object.fromEntries(sizeReplica(spec).terms.map((term) => [term.id, term.perGpuGiB]));
      const sum = ['weights', 'activation', 'nonTorch', 'graphs', 'kvCache'].reduce((total, id) => total + (gib[id] ?? Number.NaN), 0);
      expect(sum).toBeCloseTo(gib['budget'] ?? Number.NaN, 6);
    }),
  );
});

test('a larger share of the card never holds fewer tokens', () => {
  fc.assert(
    fc.property(anyReplica, (spec) => {
      const more = { ...spec, gpuMemoryUtilization: Math.min(0.95, spec.gpuMemoryUtilization + 0.05) };
      expect(sizeReplica(more).kvTokens).toBeGreaterThanOrEqual(sizeReplica(spec).kvTokens);
    }),
  );
});

/** Laws about verdicts ask for no repairs, the search for which takes nearly all of the time. */
const verdictOf = (input: PoolInput) => judgePool({ ...input, searchesRepairs: false });

/** Verdicts from best to worst; a plan that is not known says nothing. */
const RANK = ['fits', 'tight', 'uncertain', 'rejected'];
const rankOf = (input: PoolInput) => RANK.indexOf(verdictOf(input).verdict);

test('more context never leaves more headroom', () => {
  fc.assert(
    fc.property(plainPool, fc.integer({ min: 1, max: 10_000 }), (input, extra) => {
      const longer = { ...input, demands: input.demands.map((demand) => ({ ...demand, contextTokens: demand.contextTokens + extra })) };
      expect(verdictOf(longer).headroom).toBeLessThanOrEqual(verdictOf(input).headroom);
    }),
  );
});

test('more sessions never leave more headroom, and never a better verdict', () => {
  fc.assert(
    fc.property(fixedAdmission.filter(known), fc.integer({ min: 1, max: 100 }), (input, extra) => {
      const more = { ...input, demands: input.demands.map((demand) => ({ ...demand, sessions: demand.sessions + extra })) };
      expect(rankOf(more)).toBeGreaterThanOrEqual(rankOf(input));
    }),
    { numRuns: runs(25, 150) },
  );
  fc.assert(
    fc.property(plainPool, fc.integer({ min: 1, max: 100 }), (input, extra) => {
      const more = { ...input, demands: input.demands.map((demand) => ({ ...demand, sessions: demand.sessions + extra })) };
      expect(verdictOf(more).headroom).toBeLessThanOrEqual(verdictOf(input).headroom);
    }),
  );
});

test('more requests a second never make a better verdict', () => {
  fc.assert(
    fc.property(fixedAdmission.filter(known), anyRate, fc.double({ min: 1, max: 20, noNaN: true }), (input, rate, times) => {
      const at = (requestsPerSecond: number) => ({
        ...input,
        demands: input.demands.map((demand) => ({ ...demand, rate: { ...rate, requestsPerSecond } })),
      });
      expect(rankOf(at(rate.requestsPerSecond * times))).toBeGreaterThanOrEqual(rankOf(at(rate.requestsPerSecond)));
    }),
  );
});

test('a shared prefix never needs more, and one more replica never leaves less', () => {
  fc.assert(
    fc.property(plainPool.filter(known), fc.integer({ min: 0, max: 20_000 }), (input, sharedPrefixTokens) => {
      const shared = { ...input, demands: input.demands.map((demand) => ({ ...demand, sharedPrefixTokens })) };
      expect(verdictOf(shared).demandGiB).toBeLessThanOrEqual(verdictOf(input).demandGiB);
      expect(verdictOf({ ...shared, replicas: shared.replicas + 1 }).headroom).toBeGreaterThanOrEqual(verdictOf(shared).headroom - 1e-9);
    }),
  );
});

test('the margin is what it says: with so many sessions more a plan that fits is not refused', () => {
  fc.assert(
    fc.property(fixedAdmission.filter(known), (input) => {
      const { margin, verdict } = verdictOf(input);
      if (margin === null || verdict === 'rejected' || margin.sessions < 1) return;
      const more = { ...input, demands: input.demands.map((demand) => ({ ...demand, sessions: demand.sessions + margin.sessions })) };
      expect(verdictOf(more).verdict).not.toBe('rejected');
    }),
    { numRuns: runs(25, 150) },
  );
});

test('whatever is asked, the answer is a verdict: no crash, no NaN, no finding without a code', () => {
  fc.assert(
    fc.property(anyPool, (input) => {
      const verdict = judgePool(input);
      expect(['fits', 'tight', 'rejected', 'uncertain']).toContain(verdict.verdict);
      expect(Number.isNaN(verdict.headroom)).toBe(false);
      expect([verdict.reserveGiB, verdict.margin?.sessions ?? 0, verdict.margin?.tokens ?? 0].every(Number.isFinite)).toBe(true);
      expect(verdict.bottleneck.length).toBeGreaterThan(0);
      expect(verdict.findings.every((finding) => /^AF-(CAP|ENG|LAT)-\d{3}$/.test(finding.code))).toBe(true);
    }),
    { numRuns: runs(40, 400) },
  );
});

test('costs of repairs ascend, there are at most five, and each leaves at least 10 % free', () => {
  fc.assert(
    fc.property(anyPool.filter(known), (input) => {
      const error = judgePool(input).findings.find(
        (finding) => finding.severity === 'error' && /^AF-CAP-0(01|02|13|16|17)$/.test(finding.code),
      );
      const repairs = (error?.repairs ?? []).flatMap((repair) => (isSearched(repair) ? [repair] : []));
      const costs = repairs.map((repair) => repair.costPerHour ?? Number.POSITIVE_INFINITY);
      expect(repairs.length).toBeLessThanOrEqual(5);
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
      expect(repairs.every((repair) => (repair.headroom ?? 0) >= 0.1)).toBe(true);
    }),
    { numRuns: runs(40, 300) },
  );
});

type Change = (input: PoolInput, value: number) => PoolInput;
const onReplica =
  (change: (value: number) => Partial<PoolInput['replica']>): Change =>
  (input, value) => ({ ...input, replica: { ...input.replica, ...change(value) } });
const scaled = (input: PoolInput, share: number): PoolInput => {
  const less = (demand: RoleDemand): RoleDemand => ({
    ...demand,
    sessions: Math.ceil(demand.sessions * share - 1e-9),
    ...(demand.rate === undefined ? {} : { rate: { ...demand.rate, requestsPerSecond: demand.rate.requestsPerSecond * share } }),
  });
  return {
    ...input,
    demands: input.demands.map(less),
    ...(input.peakDemands === undefined ? {} : { peakDemands: input.peakDemands.map(less) }),
  };
};
const shortened = (input: PoolInput, tokens: number): PoolInput => {
  const longest = Math.max(...input.demands.map((demand) => demand.contextTokens));
  const less = (demand: RoleDemand): RoleDemand => ({ ...demand, contextTokens: Math.floor((demand.contextTokens * tokens) / longest) });
  return {
    ...input,
    demands: input.demands.map(less),
    ...(input.peakDemands === undefined ? {} : { peakDemands: input.peakDemands.map(less) }),
  };
};

/** Repairs that were searched for and judged; those of a single rule clear that rule alone. */
const isSearched = (repair: Repair | Advice): repair is Repair => typeof repair !== 'string' && repair.headroom !== undefined;

/** Every kind of repair, read back from the text that a user would paste. */
const CHANGES: Readonly<Record<string, Change>> = {
  replicas: (input, value) => ({ ...input, replicas: value, maxReplicas: Math.max(input.maxReplicas, value) }),
  tensorParallel: onReplica((tensorParallel) => ({ tensorParallel })),
  pipelineParallel: onReplica((pipelineParallel) => ({ pipelineParallel })),
  maxNumSeqs: onReplica((maxNumSeqs) => ({ maxNumSeqs })),
  maxContextTokens: onReplica((maxContextTokens) => ({ maxContextTokens })),
  kvCacheDtype: onReplica(() => ({ kvCacheDtype: 'fp8' })),
  quantization: onReplica(() => ({ quantization: 'fp8' })),
  sessions: (input, value) => scaled(input, value / (input.demands[0]?.sessions ?? 1)),
  roles: shortened,
};

function applied(input: PoolInput, code: string): PoolInput {
  let plan = input;
  for (const part of code.split(/, (?![^{]*\})/)) plan = pasted(plan, part);
  return plan;
}

/** `{ min: 2 }`, `{ max: 4 }`, or both. */
function rescaled(plan: PoolInput, text: string): PoolInput {
  const bound = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(text)?.[1] ?? Number.NaN);
  const replicas = Number.isNaN(bound('min')) ? plan.replicas : bound('min');
  return { ...plan, replicas, maxReplicas: Math.max(replicas, Number.isNaN(bound('max')) ? plan.maxReplicas : bound('max')) };
}

function pasted(plan: PoolInput, part: string): PoolInput {
  const [, name = '', text = ''] = /^([\w.]+): (.+)$/.exec(part) ?? [];
  const gpu = name === 'gpu' ? Object.entries(Gpu).find(([constant]) => `Gpu.${constant}` === text)?.[1] : undefined;
  if (gpu instanceof Gpu) return { ...plan, replica: { ...plan.replica, gpu }, pricePerGpuHour: prices(gpu) };
  if (name === 'scaling') return rescaled(plan, text);
  const change = CHANGES[name];
  if (change === undefined) throw new Error(`nobody can paste '${part}'`);
  return change(plan, Math.max(...[...text.replace(/_/g, '').matchAll(/\d+/g)].map(Number), 0));
}

test('a repair that is pasted takes the problem away, whatever its kind', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(anyPool.filter(known), (input) => {
      const { findings } = judgePool(input);
      const repairs = findings.flatMap((finding) => finding.repairs.flatMap((repair) => (isSearched(repair) ? [repair] : [])));
      const before = findings.filter((finding) => finding.severity === 'error').map((finding) => finding.code);
      for (const repair of repairs) {
        const code = changesAsCode(repair.changes);
        const left = judgePool(applied(input, code)).findings.filter((finding) => finding.severity === 'error');
        kinds.add(/^[\w.]+/.exec(code)?.[0] ?? code);
        expect(left.filter((finding) => /^AF-CAP-0(01|02|07|13|16|17|29|30|31)$/.test(finding.code))).toEqual([]);
        expect(before).toEqual(expect.arrayContaining(left.map((finding) => finding.code)));
      }
    }),
    { numRuns: 100 },
  );
  expect(kinds.size).toBeGreaterThan(5);
});

test('random replicas have a size, and none of its figures is NaN', () => {
  fc.assert(
    fc.property(anyReplica, (spec) => {
      const { kvCacheGiB, kvTokens, terms } = sizeReplica(spec);
      expect([kvCacheGiB, kvTokens, ...terms.map((term) => term.perGpuGiB)].some(Number.isNaN)).toBe(false);
    }),
    { numRuns: runs(40, 10_000) },
  );
});

test('random pools are judged: with rates, shared prefixes, peaks, stages and admission limits', () => {
  fc.assert(
    fc.property(anyPool, (input) => {
      expect(typeof holds(input)).toBe('boolean');
    }),
    { numRuns: runs(40, 10_000) },
  );
});
