/** The plan costs what the best of all plans costs: every partition of the roles, every way to serve each part, every number of replicas. */
import * as fc from 'fast-check';
import { Gpu } from '../../lib/catalog/gpu';
import { isFleetError } from '../../lib/core/fleet-error';
import { type FleetToPlanProps, type GpuOfferProps, planFleet, type RoleToPlanProps } from '../../lib/planner';
import { runs } from '../support/runs';
import { as, bruteForce, L8, L70 } from './support';

const RUNS = runs(40, 500);

const MODELS = [[L8], [as(L8, 'checkpoint')], [as(L8, 'fp8'), as(L70, 'fp8')], [as(L70, 'fp8')]] as const;

const role: fc.Arbitrary<RoleToPlanProps> = fc.record(
  {
    sessions: fc.constantFrom(2, 45),
    contextTokens: fc.constantFrom(4_096, 16_384),
    models: fc.constantFrom(...MODELS),
    latency: fc.constantFrom('background' as const, 'background' as const, 'chat' as const),
    dedicated: fc.constantFrom(false, false, true),
    survivesReplicaLoss: fc.constantFrom(false, false, true),
    interruptible: fc.constantFrom(false, true),
    minReplicas: fc.constantFrom(1, 1, 2),
    sessionsPerGpu: fc.constantFrom(30, 12),
  },
  { requiredKeys: ['sessions', 'contextTokens', 'models'] },
);

const offer = (gpu: Gpu): fc.Arbitrary<GpuOfferProps> =>
  fc.record(
    {
      gpu: fc.constant(gpu),
      priceAsOf: fc.constant('2026-11-01'),
      usdPerGpuHour: fc.integer({ min: 50, max: 400 }).map((cents) => cents / 100),
      gpusPerNode: fc.constantFrom(1, 2, 4),
      nodes: fc.constantFrom(2, 3, 6),
      purchase: fc.constantFrom('on-demand' as const, 'on-demand' as const, 'spot' as const),
    },
    { requiredKeys: ['gpu', 'usdPerGpuHour', 'priceAsOf', 'gpusPerNode'] },
  );

const fleet: fc.Arbitrary<FleetToPlanProps> = fc.record({
  roles: fc.array(role, { minLength: 1, maxLength: 4 }).map((list) => Object.fromEntries(list.map((one, index) => [`role-${index}`, one]))),
  inventory: fc.record({ l40s: offer(Gpu.L40S), a100: offer(Gpu.A100_80GB_PCIE), h100: offer(Gpu.H100_SXM) }),
});

/** Null where the question is refused. */
function planned(question: FleetToPlanProps): number | null {
  try {
    const { usdPerHour, proof } = planFleet(question);
    expect(proof).toEqual({ lowerBoundUsdPerHour: usdPerHour, gap: 0, isOptimal: true });
    return usdPerHour;
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.code).toMatch(/^AF-PLAN-00[12]$/);
    return null;
  }
}

test('costs as much as the best of all plans, and refuses what none of them serves', () => {
  const refused: boolean[] = [];
  fc.assert(
    fc.property(fleet, (question) => {
      const price = planned(question);
      refused.push(price === null);
      expect(price).toBe(bruteForce(question));
    }),
    { numRuns: RUNS },
  );
  expect(refused.filter((one) => !one).length).toBeGreaterThan(RUNS / 2);
  expect(refused).toContain(true);
});
