/** Random plans: each is simulated without a crash, or the answer names what it lacks; what starts ends or is in flight. */
import * as fc from 'fast-check';
import { Flow } from '../../lib/capacity';
import type { FleetPlan } from '../../lib/plan/schema';
import { type SimulationProps, simulatePlan } from '../../lib/simulation';
import { anyFleet } from '../fuzz/any-fleet';
import { outcomeOf } from '../fuzz/outcome';
import { runs } from '../support/runs';
import { planOf } from './simulated-app';

const RUNS = runs(12, 120);

/** Plans of random apps seldom say all: what they lack beside pools of others is given. */
const given = (plan: FleetPlan): SimulationProps => {
  const roles = plan.fleets.flatMap((fleet) => fleet.roles);
  const request = { inputTokens: 900, cachedTokens: 500, outputTokens: 60 };
  return {
    requests: Object.fromEntries(roles.map(({ name }) => [name, request])),
    flows: Object.fromEntries(plan.fleets.map((fleet) => [fleet.name, Flow.parallel(...fleet.roles.map(({ name }) => Flow.role(name)))])),
  };
};

test('a random plan is simulated, or what it lacks is named', () => {
  let simulated = 0;
  fc.assert(
    fc.property(anyFleet, (fleet) => {
      for (const { plan: written } of outcomeOf(fleet).stacks) {
        if (written === undefined) continue;
        const plan = written as FleetPlan;
        const result = simulatePlan(plan, { hours: 0.02, ...(plan.fleets.every(({ roles }) => roles.length > 0) ? given(plan) : {}) });
        if (result.verdict === 'uncertain') {
          expect(result.missing).not.toEqual([]);
          continue;
        }
        simulated += 1;
        for (const { started, finished, inFlight } of result.fleets) expect(started).toBe(finished + inFlight);
        for (const { busyShare, kvUse } of result.pools) {
          expect(busyShare).toBeLessThanOrEqual(1.000_001);
          expect(kvUse).toBeLessThanOrEqual(1.000_001);
        }
      }
    }),
    { numRuns: RUNS, seed: 20_261_201 },
  );
  // Of 300 apps about a quarter is accepted, and some of those have pools of others alone.
  if (RUNS >= 100) expect(simulated).toBeGreaterThan(RUNS / 50);
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
