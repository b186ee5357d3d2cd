/** Never dearer than choosing for one role after the other, and cheaper by a margin where roles can share. */
import * as fc from 'fast-check';
import { Model } from '../../lib/catalog/model';
import type { JudgedPools } from '../../lib/planner/column-pool';
import { fleetToPlanSchema } from '../../lib/planner/fleet-to-plan-schema';
import { greedy } from '../../lib/planner/greedy';
import { priceOf } from '../../lib/planner/node-packing';
import { searched } from '../../lib/planner/searched';
import { runs } from '../support/runs';
import { as, JULY, L8, L70 } from './support';

const RUNS = runs(20, 200);

const role = fc.record({
  sessions: fc.constantFrom(5, 20, 60),
  contextTokens: fc.constantFrom(4_096, 16_384),
  models: fc.constantFrom([L8], [as(L8, 'checkpoint'), as(Model.QWEN3_8B, 'checkpoint')], [as(L70, 'fp8')], [Model.QWEN3_32B]),
  latency: fc.constantFrom('background' as const, 'background' as const, 'chat' as const),
});

const fleet = fc.array(role, { minLength: 8, maxLength: 16 });

test('on larger fleets: never dearer than one role after the other, and on average cheaper by more than a tenth', () => {
  const judged: JudgedPools = new Map();
  const ratios: number[] = [];
  fc.assert(
    fc.property(fleet, (list) => {
      const roles = Object.fromEntries(list.map((one, index) => [`role-${index}`, one]));
      const question = fleetToPlanSchema.parse({ roles, inventory: JULY, timeLimitMs: 60_000 });
      const { pool, found } = searched(question, judged);
      const alone = greedy(pool, [...pool.items.keys()], new Map());
      if (found === 'too late' || !('columns' in found) || alone === null) throw new Error('every role of these fits some of the cards');
      expect(found.usdPerHour).toBeLessThanOrEqual(priceOf(alone) + 1e-9);
      expect(found.usdPerHour - found.lowerBound).toBeLessThan(1e-3);
      ratios.push(priceOf(alone) / found.usdPerHour);
    }),
    { numRuns: RUNS },
  );
  expect(ratios).toHaveLength(RUNS);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  expect(mean).toBeGreaterThan(1.1);
});

test('the same question has the same answer, whatever was judged before', () => {
  const roles = {
    a: { sessions: 40, contextTokens: 8_192, models: [L8] },
    b: { sessions: 30, contextTokens: 4_096, models: [L8, Model.QWEN3_8B] },
    c: { sessions: 9, contextTokens: 8_192, models: [as(L70, 'fp8')] },
  };
  const question = fleetToPlanSchema.parse({ roles, inventory: JULY });
  const judged: JudgedPools = new Map();
  const [first, second, again] = [searched(question, new Map()).found, searched(question, judged).found, searched(question, judged).found];
  expect(second).toEqual(first);
  expect(again).toEqual(first);
});

test('with no time at all, an answer with its gap, or a refusal that says so', () => {
  const roles = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`role-${index}`, { sessions: 10 + 5 * index, contextTokens: 4_096, models: [L8] }]),
  );
  const question = fleetToPlanSchema.parse({ roles, inventory: JULY, timeLimitMs: 1 });
  const { found } = searched(question, new Map());
  if (found === 'too late' || !('columns' in found)) throw new Error('one role after the other is always found');
  expect(found.lowerBound).toBeGreaterThan(0);
  expect(found.lowerBound).toBeLessThanOrEqual(found.usdPerHour);
  const exact = searched({ ...question, timeLimitMs: 60_000 }, new Map()).found;
  if (exact === 'too late' || !('columns' in exact)) throw new Error('fits');
  expect(found.lowerBound).toBeLessThanOrEqual(exact.usdPerHour + 1e-9);
  expect(found.usdPerHour).toBeGreaterThanOrEqual(exact.usdPerHour - 1e-9);
});
