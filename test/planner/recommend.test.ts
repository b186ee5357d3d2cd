/** Several answers to choose from, and what binds the price of the cheapest. */
import * as fc from 'fast-check';
import { type FleetToPlanProps, planFleet, recommendFleet, savings } from '../../lib/planner';
import { runs } from '../support/runs';
import { as, JULY, L8, L70 } from './support';

const F13: FleetToPlanProps = {
  roles: {
    planner: {
      sessions: 25,
      contextTokens: 12_000,
      latency: 'chat',
      models: [as(L70, 'fp8')],
      request: { outputTokens: 300, cachedTokens: 11_200 },
    },
    worker: { sessions: 75, contextTokens: 6_000, models: [as(L8, 'checkpoint')] },
  },
  inventory: { ...JULY, h100: { ...JULY.h100, nodes: 2 } },
};

test('the first answer is the cheapest; each other one costs more and is better in something', () => {
  const { answers } = recommendFleet(F13);
  expect(answers[0]?.plan).toEqual(planFleet(F13));
  expect(answers[0]).toMatchObject({ moreUsdPerHour: 0, survivesReplicaLoss: false });
  expect(answers.length).toBeGreaterThan(2);
  const [first, ...others] = answers;
  for (const other of others) {
    expect(other.plan.usdPerHour).toBeGreaterThan(first?.plan.usdPerHour ?? 0);
    const better = [
      (other.headroom ?? 1) > (first?.headroom ?? 1),
      (other.firstTokenMs ?? 0) < (first?.firstTokenMs ?? 0),
      other.survivesReplicaLoss && first?.survivesReplicaLoss !== true,
    ];
    expect(better).toContain(true);
    expect(other.givesUp).toContain('price');
  }
  expect(answers.some(({ survivesReplicaLoss }) => survivesReplicaLoss)).toBe(true);
});

test('no answer is beaten by another one in every respect', () => {
  const { answers } = recommendFleet(F13);
  const merits = answers.map(({ plan, headroom, firstTokenMs, survivesReplicaLoss }) => [
    -plan.usdPerHour,
    headroom ?? 1,
    -(firstTokenMs ?? 0),
    Number(survivesReplicaLoss),
  ]);
  merits.forEach((one, index) => {
    const beaten = merits.some((other, at) => at !== index && other.every((merit, respect) => merit >= (one[respect] ?? 0)));
    expect({ index, beaten }).toEqual({ index, beaten: false });
  });
});

test('a saving is what the plan costs less when its prop is written', () => {
  const { usdPerHour } = planFleet(F13);
  const found = savings(F13);
  expect(found.map(({ prop }) => prop)).toContain('roles.planner.latency');
  const { planner, worker } = F13.roles as Required<typeof F13.roles>;
  const latency = found.find(({ prop }) => prop === 'roles.planner.latency');
  const background = planFleet({ ...F13, roles: { planner: { ...planner, latency: 'background' } as never, worker: worker as never } });
  expect(latency?.usdPerHour).toBeCloseTo(usdPerHour - background.usdPerHour, 9);
  expect(found.map((saving) => saving.usdPerHour)).toEqual([...found.map((saving) => saving.usdPerHour)].sort((a, b) => b - a));
});

test('nodes that bind are a saving of nobody in particular', () => {
  const short: FleetToPlanProps = {
    roles: { a: { sessions: 100, contextTokens: 8_192, models: [L8] } },
    inventory: { l40: { ...JULY.l40, gpusPerNode: 1, nodes: 1 }, h100: JULY.h100 },
  };
  expect(savings(short)).toContainEqual(expect.objectContaining({ role: null, prop: 'inventory.l40.nodes' }));
});

test('asking for less never costs more: context, sessions, latency, spare replicas', () => {
  const role = fc.record({
    sessions: fc.integer({ min: 2, max: 90 }),
    contextTokens: fc.integer({ min: 2_000, max: 20_000 }),
    latency: fc.constantFrom('chat' as const, 'background' as const),
  });
  const price = (roles: FleetToPlanProps['roles']) => planFleet({ roles, inventory: JULY }).usdPerHour;
  fc.assert(
    fc.property(role, role, fc.double({ min: 0.3, max: 1, noNaN: true }), (a, b, part) => {
      const asked = { a: { ...a, models: [L8], survivesReplicaLoss: true }, b: { ...b, models: [L8] } };
      const less = {
        a: { ...asked.a, sessions: Math.max(1, Math.floor(part * a.sessions)), survivesReplicaLoss: false },
        b: { ...asked.b, contextTokens: Math.ceil(part * b.contextTokens), latency: 'background' as const },
      };
      // Who no longer waits may no longer share: only alike classes are compared.
      if (a.latency === 'chat' && b.latency === 'chat') return;
      expect(price(less)).toBeLessThanOrEqual(price(asked));
    }),
    { numRuns: runs(8, 300) },
  );
});
