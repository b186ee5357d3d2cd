/** Sequences that an engine is started with: they stay as they are while the demand moves, and give way only where the plan needs it. */
import * as fc from 'fast-check';
import { assess } from '../../lib/capacity/fit/assessment';
import { sessionsPerReplica } from '../../lib/capacity/fit/balance';
import { HEADROOM } from '../../lib/capacity/fit/headroom';
import { limitsFrom, standingLimit } from '../../lib/capacity/fit/standing-limit';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { FP8, judge, pool, replica, sessions } from './support';

/** Repairs are not asked for here, and their search takes most of the time of a verdict. */
const verdictOf = (input: Parameters<typeof judge>[0]) => judge({ ...input, searchesRepairs: false }).verdict;
const limitOf = (input: Parameters<typeof pool>[0]) => assess(pool(input)).floor.supply.maxNumSeqs;

describe('the limit of a replica', () => {
  test('is the default of the engine where the cache holds as many sequences of an eighth of the longest', () => {
    expect(standingLimit(replica({ gpu: Gpu.A100_80GB_PCIE }))).toBe(256);
  });

  test('is the largest power of two below it that the cache holds', () => {
    const spec = replica({ ...FP8, maxContextTokens: 65_536 });
    const limit = standingLimit(spec);
    const held = assess(pool({ replica: { ...spec, maxNumSeqs: limit }, demands: [sessions(limit, 8_192)] }));
    expect(Math.log2(limit) % 1).toBe(0);
    expect(held.floor.headroom).toBeGreaterThanOrEqual(HEADROOM.rejectedBelow);
    expect(standingLimit({ ...spec, maxContextTokens: 131_072 })).toBe(limit / 2);
  });

  test('of a model with states is one that its blocks hold', () => {
    const spec = replica({ model: Model.QWEN3_NEXT_80B_A3B_INSTRUCT, gpu: Gpu.H100_SXM, tensorParallel: 4, maxContextTokens: 32_768 });
    expect(standingLimit(spec)).toBeLessThan(spec.engine.admissionDefaults(spec.gpu).maxNumSeqs);
  });

  test('that the user sets always wins', () => {
    expect(
      [7, 40, 1_000].map((maxNumSeqs) => limitOf({ replica: replica({ ...FP8, maxNumSeqs }), demands: [sessions(6, 4_096)] })),
    ).toEqual([7, 40, 1_000]);
  });

  test('halves go down to one', () => {
    expect(limitsFrom(8)).toEqual([8, 4, 2, 1]);
    expect(limitsFrom(100)).toEqual([100, 64, 32, 16, 8, 4, 2, 1]);
    expect(limitsFrom(1)).toEqual([1]);
  });
});

const SPECS = [
  replica({ gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 }),
  replica({ ...FP8, maxContextTokens: 32_768 }),
  replica({ ...FP8, gpu: Gpu.RTX_4090, maxContextTokens: 16_384 }),
  replica({ model: Model.LLAMA_3_3_70B_INSTRUCT, quantization: 'fp8', tensorParallel: 2, maxContextTokens: 16_384 }),
  replica({ engine: Engine.sglang(), gpu: Gpu.H100_SXM, maxContextTokens: 16_384 }),
];

test('no demand that fits beside it, and needs no more sequences, changes it', () => {
  let held = 0;
  fc.assert(
    fc.property(fc.constantFrom(...SPECS), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 8 }), (spec, count, eighths) => {
      const demands = [sessions(count, (spec.maxContextTokens * eighths) / 8)];
      const standing = standingLimit(spec);
      const beside = assess(pool({ replica: { ...spec, maxNumSeqs: standing }, demands })).floor;
      if (beside.headroom < HEADROOM.tightBelow || count > standing) return;
      held += 1;
      expect(limitOf({ replica: spec, demands })).toBe(standing);
    }),
    { numRuns: 100 },
  );
  expect(held).toBeGreaterThan(20);
});

test('sessions that are a quarter of the longest or more on average never need more than it, where the plan fits', () => {
  for (const spec of SPECS) {
    const most = spec.engine.admissionDefaults(spec.gpu).maxNumSeqs;
    const needed = Array.from({ length: 60 }, (_, step) => 1 + step * 8).filter((count) => {
      const input = { replica: spec, demands: [sessions(count, spec.maxContextTokens / 4)] };
      return verdictOf(input) === 'fits' && count <= most && limitOf(input) > standingLimit(spec);
    });
    expect(needed).toEqual([]);
  }
});

describe('it gives way', () => {
  const short = (count: number) => ({ replica: replica({ gpu: Gpu.A100_80GB_PCIE }), demands: [sessions(count, 256)] });

  test('to the next power of two where more sessions are planned', () => {
    expect([250, 256, 257, 300, 500, 513].map((count) => limitOf(short(count)))).toEqual([256, 256, 512, 512, 512, 1_024]);
  });

  test('to a smaller one where the plan fits only so, and never below what is planned', () => {
    const spec = replica({ ...FP8, gpu: Gpu.RTX_4090, maxContextTokens: 2_048 });
    const limits = Array.from({ length: 120 }, (_, index) => index + 1).map((count) => {
      const input = { replica: spec, demands: [sessions(count, 2_048)] };
      return { count, limit: limitOf(input), verdict: verdictOf(input) };
    });
    expect(limits.every(({ count, limit }) => limit >= count)).toBe(true);
    expect(new Set(limits.map(({ limit }) => limit))).toContain(standingLimit(spec) / 2);
  });

  test('and no verdict is worse than beside twice the sessions', () => {
    const order = ['fits', 'tight', 'uncertain', 'rejected'];
    for (const spec of SPECS) {
      for (let count = 1; count <= 240; count += 7) {
        const demands = [sessions(count, spec.maxContextTokens / 2)];
        const twice = verdictOf({ replica: { ...spec, maxNumSeqs: 2 * count }, demands });
        expect(order.indexOf(verdictOf({ replica: spec, demands }))).toBeLessThanOrEqual(order.indexOf(twice));
      }
    }
  });
});

describe('a rollout', () => {
  const spec = replica({ gpu: Gpu.A100_80GB_PCIE });
  const whole = [sessions(300, 512)];
  const shares = [1, 0.9, 0.5, 0.1].map((share) => [sessions(Math.ceil(300 * share), 512)]);

  test('is planned for its end: no share changes the limit', () => {
    const limits = shares.map((demands) => limitOf({ replica: spec, demands, settled: { demands: whole } }));
    expect(new Set(limits)).toEqual(new Set([512]));
  });

  test('to a pool that cannot hold its end is planned for its share', () => {
    const ending = [sessions(9_000, 8_192)];
    expect(limitOf({ replica: spec, demands: [sessions(4, 8_192)], settled: { demands: ending } })).toBe(standingLimit(spec));
  });

  test('a pool that nobody asks yet has the limit that it will have', () => {
    expect(limitOf({ replica: spec, settled: { demands: [] } })).toBe(limitOf({ replica: spec, demands: [sessions(10, 4_096)] }));
  });
});

test('sessions are those of the floor or of the peak, whichever is more', () => {
  const input = pool({
    replica: SPECS[0] ?? replica({}),
    demands: [sessions(4, 4_096)],
    peakDemands: [sessions(40, 4_096)],
    maxReplicas: 2,
  });
  expect(sessionsPerReplica(input)).toBe(20);
});
