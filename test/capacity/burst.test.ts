/** How long a floor holds out against its peak: the published arithmetic, and what must hold of any other. */
import fc from 'fast-check';
import type { RoleDemand } from '../../lib/capacity/demand/role-demand';
import { type Burst, burstOf } from '../../lib/capacity/fit/burst';
import type { PoolInput } from '../../lib/capacity/fit/pool-input';
import { NO_DEMAND } from '../../lib/inference/pool-demand';
import { poolView } from '../../lib/inference/pool-view';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { POOL_SPEC } from '../support/pool-spec';

const nodes = new ClusterNodes('prod', []);
const { input } = poolView(POOL_SPEC, { name: 'p', path: 's/p', namespace: 's', nodes, image: (name) => name, demand: () => NO_DEMAND });

const role = (requestsPerSecond: number): RoleDemand => ({
  fleet: 'f',
  role: 'r',
  sessions: 1,
  contextTokens: 1_500,
  formula: '1',
  rate: { requestsPerSecond, inputTokens: 1_000, outputTokens: 500 },
});
const at = (replicas: number, peak: number): PoolInput => ({ ...input, replicas, demands: [role(0.1)], peakDemands: [role(peak)] });
const known = (burst: Burst | null): Burst => {
  if (burst === null) throw new Error('nothing is known');
  return burst;
};
/** Requests a second of one replica: what is left of a rate that it cannot keep. */
const ONE = 1_000 - known(burstOf(at(1, 1_000), 0, 0)).excessPerSecond;

test('ten requests a minute more than a fleet of 20 replicas answers overload it with 200 waiting in 20 minutes', () => {
  const { overloadSeconds, fullSeconds } = known(burstOf(at(20, 20 * ONE + 10 / 60), 0, 0));
  expect(fullSeconds).toBe(0);
  expect(overloadSeconds / 60).toBeCloseTo(20, 6);
});

test('an H100 answers some ten requests a second of 500 tokens', () => {
  expect(ONE).toBeGreaterThan(3);
  expect(ONE).toBeLessThan(40);
});

test('a free cache is filled before requests wait', () => {
  const { fullSeconds, overloadSeconds } = known(burstOf(at(2, 2 * ONE + 1), 400_000, 100_000));
  // 300,000 tokens at 1,500 a second, then twenty requests.
  expect(fullSeconds).toBeCloseTo(200, 6);
  expect(overloadSeconds).toBeCloseTo(220, 6);
});

test('a floor that keeps up is never full', () => {
  expect(burstOf(at(3, 2.5 * ONE), 1, 0)).toEqual({
    excessPerSecond: expect.any(Number) as number,
    fullSeconds: Number.POSITIVE_INFINITY,
    overloadSeconds: Number.POSITIVE_INFINITY,
    replicas: 3,
  });
});

test('nothing is known without a rate', () => {
  expect(burstOf({ ...input, demands: [{ ...role(1), rate: undefined as never }], peakDemands: [] }, 0, 0)).toBeNull();
});

test('property: a higher floor holds out no shorter, a higher peak no longer, and the replicas that it names keep up', () => {
  const amounts = [
    fc.integer({ min: 1, max: 20 }),
    fc.double({ min: 0.5, max: 40, noNaN: true }),
    fc.integer({ min: 0, max: 1e6 }),
  ] as const;
  fc.assert(
    fc.property(...amounts, (replicas, times, supply) => {
      const seconds = (floor: number, peak: number) => known(burstOf(at(floor, peak), supply, 0)).overloadSeconds;
      const peak = times * ONE;
      expect(seconds(replicas + 1, peak)).toBeGreaterThanOrEqual(seconds(replicas, peak));
      expect(seconds(replicas, peak * 1.5)).toBeLessThanOrEqual(seconds(replicas, peak));
      expect(known(burstOf(at(known(burstOf(at(replicas, peak), supply, 0)).replicas, peak), supply, 0)).excessPerSecond).toBeLessThan(
        1e-6,
      );
    }),
  );
});
