/** The plan costs what the best of all plans costs: every partition of the roles, every way to serve each part, every number of replicas. */
import * as fc from 'fast-check';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { isFleetError } from '../../lib/core/fleet-error';
import { type FleetToPlanProps, type GpuOfferProps, type PlannedFleet, planFleet, type RoleToPlanProps } from '../../lib/planner';
import { runs } from '../support/runs';
import { as, bruteForce, L8, L70 } from './support';

const RUNS = runs(12, 500);

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

const OFTEN = fc.constantFrom(true, true, false);
const SELDOM = fc.constantFrom(false, false, false, true);

/** Few roles of small models, on one card that may be divided and one that may not. */
const small: fc.Arbitrary<RoleToPlanProps> = fc.record(
  {
    sessions: fc.constantFrom(2, 12),
    contextTokens: fc.constantFrom(2_048, 8_192),
    models: fc.constantFrom([L8], [as(L8, 'fp8')], [as(Model.QWEN3_8B, 'checkpoint')], [Model.BGE_M3]),
    dedicated: fc.boolean(),
    survivesReplicaLoss: SELDOM,
  },
  { requiredKeys: ['sessions', 'contextTokens', 'models', 'dedicated', 'survivesReplicaLoss'] },
);

const divisible: fc.Arbitrary<FleetToPlanProps> = fc.record({
  roles: fc
    .array(small, { minLength: 2, maxLength: 3 })
    .map((list) => Object.fromEntries(list.map((one, index) => [`role-${index}`, one]))),
  inventory: fc
    .tuple(
      offer(Gpu.H100_PCIE),
      offer(Gpu.L40S),
      fc.record({ mig: OFTEN, sharing: OFTEN, wholeNodes: SELDOM }),
      fc.record({ sharing: OFTEN, wholeNodes: SELDOM }),
    )
    .map(([h100, l40s, ofH100, ofL40s]) => ({ h100: { ...h100, ...ofH100 }, l40s: { ...l40s, ...ofL40s } })),
});

/** Null where the question is refused. */
function planned(question: FleetToPlanProps): PlannedFleet | null {
  try {
    const plan = planFleet(question);
    expect(plan.proof).toEqual({ lowerBoundUsdPerHour: plan.usdPerHour, gap: 0, isOptimal: true });
    return plan;
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.code).toMatch(/^AF-PLAN-00[12]$/);
    return null;
  }
}

test('costs as much as the best of all plans where cards may be cut or shared and nodes are paid whole', () => {
  const divided: boolean[] = [];
  fc.assert(
    fc.property(divisible, (question) => {
      const plan = planned(question);
      expect(plan?.usdPerHour ?? null).toBe(bruteForce(question));
      divided.push(plan?.pools.some(({ slice, enginesPerCard }) => slice !== null || enginesPerCard > 1) === true);
    }),
    { numRuns: runs(4, 500) },
  );
  expect(divided).toContain(true);
});

test('costs as much as the best of all plans, and refuses what none of them serves', () => {
  const refused: boolean[] = [];
  fc.assert(
    fc.property(fleet, (question) => {
      const plan = planned(question);
      refused.push(plan === null);
      expect(plan?.usdPerHour ?? null).toBe(bruteForce(question));
    }),
    { numRuns: RUNS },
  );
  expect(refused.filter((one) => !one).length).toBeGreaterThan(RUNS / 2);
  expect(refused).toContain(true);
});
