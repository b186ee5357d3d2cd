/** What must hold for every plan, whatever its numbers. */
import fc from 'fast-check';
import { judgePool, type PoolInput, sizeReplica } from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { pool, prices, replica, sessions } from './support';

const anyModel = fc.constantFrom(...Model.all());
const anyGpu = fc.constantFrom(...Gpu.all());
const shards = fc.constantFrom(1, 2, 4, 8);
const anyReplica = fc
  .record({
    model: anyModel,
    gpu: anyGpu,
    gpusPerReplica: shards,
    quantization: fc.constantFrom('checkpoint' as const, 'fp8' as const, 'awq' as const),
    kvCacheDtype: fc.constantFrom('auto' as const, 'fp8' as const),
    gpuMemoryUtilization: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
    maxContextTokens: fc.integer({ min: 1_024, max: 262_144 }),
  })
  .map(replica);
const anyPool = fc
  .record({
    replica: anyReplica,
    replicas: fc.integer({ min: 1, max: 8 }),
    count: fc.integer({ min: 1, max: 400 }),
    context: fc.integer({ min: 16, max: 65_536 }),
  })
  .map(({ count, context, ...rest }): PoolInput => pool({ ...rest, demands: [sessions(count, context)], pricePerGpuHour: 2, prices }));

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

test('more context never leaves more headroom', () => {
  fc.assert(
    fc.property(anyPool, fc.integer({ min: 1, max: 10_000 }), (input, extra) => {
      const longer = { ...input, demands: input.demands.map((demand) => ({ ...demand, contextTokens: demand.contextTokens + extra })) };
      expect(judgePool(longer).headroom).toBeLessThanOrEqual(judgePool(input).headroom);
    }),
  );
});

test('more sessions never leave more headroom', () => {
  fc.assert(
    fc.property(anyPool, fc.integer({ min: 1, max: 100 }), (input, extra) => {
      const more = { ...input, demands: input.demands.map((demand) => ({ ...demand, sessions: demand.sessions + extra })) };
      expect(judgePool(more).headroom).toBeLessThanOrEqual(judgePool(input).headroom);
    }),
  );
});

test('whatever is asked, the answer is a verdict: no crash, no NaN, no finding without a code', () => {
  fc.assert(
    fc.property(anyPool, (input) => {
      const verdict = judgePool(input);
      expect(['fits', 'tight', 'rejected', 'uncertain']).toContain(verdict.verdict);
      expect(Number.isNaN(verdict.headroom)).toBe(false);
      expect(verdict.findings.every((finding) => /^AF-(CAP|ENG|LAT)-\d{3}$/.test(finding.code))).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('costs of repairs ascend, there are at most five, and each leaves at least 10 % free', () => {
  fc.assert(
    fc.property(anyPool.filter(known), (input) => {
      const error = judgePool(input).findings.find(
        (finding) => finding.severity === 'error' && /^AF-CAP-0(01|02|16|17)$/.test(finding.code),
      );
      const repairs = (error?.repairs ?? []).flatMap((repair) => (typeof repair === 'string' ? [] : [repair]));
      const costs = repairs.map((repair) => repair.costPerHour ?? Number.POSITIVE_INFINITY);
      expect(repairs.length).toBeLessThanOrEqual(5);
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
      expect(repairs.every((repair) => (repair.headroom ?? 0) >= 0.1)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

/** Changes that a repair can be read back from. */
const CHANGES: readonly (readonly [RegExp, (input: PoolInput, match: RegExpExecArray) => PoolInput])[] = [
  [/^replicas: (\d+)$/, (input, match) => ({ ...input, replicas: Number(match[1]), maxReplicas: Number(match[1]) })],
  [/^gpusPerReplica: (\d+)$/, (input, match) => ({ ...input, replica: { ...input.replica, gpusPerReplica: Number(match[1]) } })],
  [/^kvCacheDtype: 'fp8'$/, (input) => ({ ...input, replica: { ...input.replica, kvCacheDtype: 'fp8' } })],
  [/^quantization: 'fp8'$/, (input) => ({ ...input, replica: { ...input.replica, quantization: 'fp8' } })],
];
const REPAIRED = ['AF-CAP-001', 'AF-CAP-002', 'AF-CAP-007', 'AF-CAP-016', 'AF-CAP-017'];

test('a repair that is applied takes the problem away', () => {
  let applied = 0;
  fc.assert(
    fc.property(anyPool.filter(known), (input) => {
      const repairs = judgePool(input).findings.flatMap((finding) =>
        finding.repairs.flatMap((repair) => (typeof repair === 'string' ? [] : [repair.change])),
      );
      for (const change of repairs) {
        const [pattern, apply] = CHANGES.find(([candidate]) => candidate.test(change)) ?? [];
        const match = pattern?.exec(change);
        if (apply === undefined || match == null) continue;
        applied += 1;
        const left = judgePool(apply(input, match))
          .findings.filter((finding) => finding.severity === 'error')
          .map((finding) => finding.code);
        expect(left.filter((code) => REPAIRED.includes(code))).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
  expect(applied).toBeGreaterThan(20);
});

test('ten thousand random replicas have a size, and none of its figures is NaN', () => {
  fc.assert(
    fc.property(anyReplica, (spec) => {
      const { kvCacheGiB, kvTokens, terms } = sizeReplica(spec);
      expect([kvCacheGiB, kvTokens, ...terms.map((term) => term.perGpuGiB)].some(Number.isNaN)).toBe(false);
    }),
    { numRuns: 10_000 },
  );
});
