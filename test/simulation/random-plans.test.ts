/** Random plans: each is simulated without a crash, or the answer names what it lacks; what starts ends or is in flight. */
import * as fc from 'fast-check';
import type { FleetPlan } from '../../lib/plan/schema';
import { simulatePlan } from '../../lib/simulation';
import { anyFleet } from '../fuzz/any-fleet';
import { outcomeOf } from '../fuzz/outcome';
import { runs } from '../support/runs';
import { planOf } from './simulated-app';

test('a random plan is simulated, or what it lacks is named', () => {
  fc.assert(
    fc.property(anyFleet, (fleet) => {
      for (const { plan } of outcomeOf(fleet).stacks) {
        if (plan === undefined) continue;
        const result = simulatePlan(plan, { hours: 0.02 });
        if (result.verdict === 'uncertain') {
          expect(result.missing).not.toEqual([]);
          continue;
        }
        for (const { started, finished, inFlight } of result.fleets) expect(started).toBe(finished + inFlight);
        for (const { busyShare, kvUse } of result.pools) {
          expect(busyShare).toBeLessThanOrEqual(1.000_001);
          expect(kvUse).toBeLessThanOrEqual(1.000_001);
        }
      }
    }),
    { numRuns: runs(12, 300), seed: 20_261_201 },
  );
});

test('any sizes and options of a plan that can be simulated keep the laws', () => {
  const plan = planOf();
  const [pool] = plan.pools as [FleetPlan['pools'][number]];
  const drawn = fc.record({
    min: fc.integer({ min: 0, max: 4 }),
    above: fc.integer({ min: 0, max: 6 }),
    maxNumSeqs: fc.integer({ min: 1, max: 64 }),
    kvTokens: fc.integer({ min: 8_000, max: 200_000 }),
    seed: fc.nat(),
    load: fc.constantFrom('steady' as const, 'bursts' as const),
    start: fc.constantFrom('warm' as const, 'cold' as const),
    callsPerTurn: fc.integer({ min: 1, max: 5 }),
    toolSeconds: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(drawn, ({ min, above, maxNumSeqs, kvTokens, toolSeconds, ...options }) => {
      const replicas = { min, max: Math.max(1, min + above) };
      const [limits, memory] = [
        { ...pool.limits, maxNumSeqs },
        { ...pool.memory, kvTokensPerReplica: kvTokens },
      ];
      const changed = { ...plan, pools: [{ ...pool, replicas, limits, memory }] };
      const result = simulatePlan(changed, { hours: 0.3, ...options, ...(toolSeconds === undefined ? {} : { toolSeconds }) });
      if (result.verdict !== 'simulated') throw new Error(result.missing.join('; '));
      const [one] = result.pools;
      for (const { started, finished, inFlight } of result.fleets) expect(started).toBe(finished + inFlight);
      expect(one?.kvUse).toBeLessThanOrEqual(1.000_001);
      expect(one?.busyShare).toBeLessThanOrEqual(1.000_001);
      expect(one?.mostReplicas).toBeLessThanOrEqual(replicas.max);
      expect(one?.gpuHours).toBeGreaterThanOrEqual(min * 0.3 - 1e-9);
    }),
    { numRuns: runs(20, 400), seed: 20_261_202 },
  );
});
