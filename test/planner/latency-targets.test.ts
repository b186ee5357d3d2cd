/** Targets of a role's own, as a plan keeps them. */
import { Gpu } from '../../lib/catalog/gpu';
import { type FleetToPlanProps, planFleet, savings, sessionsOnGpus } from '../../lib/planner';
import { fleetCode } from '../../lib/planner/code/fleet-code';
import { as, JULY, L8 } from './support';

type Role = FleetToPlanProps['roles'][string];
const ROLE: Role = {
  ...{ sessions: 64, contextTokens: 6_000, models: [as(L8, 'checkpoint')] },
  ...{ latency: 'chat', request: { outputTokens: 300, cachedTokens: 2_000 } },
};
const question = (change: Partial<Role> = {}): FleetToPlanProps => ({ roles: { writer: { ...ROLE, ...change } }, inventory: JULY });
const price = (change: Partial<Role> = {}) => planFleet(question(change)).usdPerHour;

test('a looser first token is cheaper, one that is as the class asks is not', () => {
  expect(price({ latencyTargets: { ttftMs: 20_000 } })).toBeLessThan(price());
  expect(price({ latencyTargets: { ttftMs: 500 } })).toBe(price());
});

test('targets for tokens and whole answers are kept by what is planned', () => {
  const loose = { ttftMs: 20_000 };
  expect(price({ latencyTargets: { ...loose, tpotMs: 10 } })).toBeGreaterThan(price({ latencyTargets: loose }));
  expect(price({ latencyTargets: { ...loose, e2eMs: 20_000 } })).toBeGreaterThanOrEqual(price({ latencyTargets: loose }));
});

test('what no card of the inventory could keep is refused, and the target is among what would serve it', () => {
  expect(() => planFleet(question({ latencyTargets: { tpotMs: 0.5 } }))).toThrow('writer');
});

test('savings ease targets by twice their time, and the class without them', () => {
  const eased = savings(question({ latencyTargets: { ttftMs: 1_000, tpotMs: 15 } })).map(({ change }) => change);
  expect(eased).toContain('roles.writer.latencyTargets: { ttftMs: 2_000, tpotMs: 30 }');
  expect(eased.filter((change) => change.includes('latency:'))).toEqual(["roles.writer.latency: 'background', without latencyTargets"]);
});

test('the program to paste states them', () => {
  expect(fleetCode(question({ latencyTargets: { ttftMs: 2_000, tpotMs: 40 } }))).toContain('latencyTargets: { ttftMs: 2_000, tpotMs: 40 }');
});

test('what the GPUs that are there hold depends on them', () => {
  const asked = { gpu: Gpu.H100_SXM, gpus: 1, models: [L8], contextTokens: 6_000, latency: 'chat', outputTokens: 300 } as const;
  const sessions = (latencyTargets?: Role['latencyTargets']) =>
    sessionsOnGpus({ ...asked, ...(latencyTargets === undefined ? {} : { latencyTargets }) })[0]?.sessions ?? 0;
  expect(sessions({ ttftMs: 5_000 })).toBeGreaterThan(sessions());
  expect(sessions({ ttftMs: 5_000, tpotMs: 12 })).toBeLessThan(sessions({ ttftMs: 5_000 }));
});

test.each([
  ['zero', { latencyTargets: { ttftMs: 0 } }, 'roles.writer.latencyTargets.ttftMs'],
  ['a role in the background', { latency: 'background', latencyTargets: { ttftMs: 900 } }, 'roles.writer.latencyTargets'],
  ['a part later than the whole', { latencyTargets: { ttftMs: 900, e2eMs: 800 } }, 'roles.writer.latencyTargets.ttftMs'],
] as const)('%s is refused', (_, change, prop) => {
  expect(() => planFleet(question(change as Partial<Role>))).toThrow(prop);
});
