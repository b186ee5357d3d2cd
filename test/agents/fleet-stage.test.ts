/** Stages of a fleet: each is reached by what it adds, and by no other thing. */
import { stageOf } from '../../lib/agents/fleet-stage';
import type { FleetSetting } from '../../lib/agents/fleet-view';
import { stageForSessions } from '../../lib/agents/rules/stage-for-sessions';
import { Topology } from '../../lib/capacity/demand/topology';
import { named, world } from '../support/fleet-world';

const POOLS = {
  one: {},
  two: { replicas: 2 },
  scaled: { scaling: { minReplicas: 1, maxReplicas: 4, findings: () => [], bind: () => undefined } },
};
type PoolName = keyof typeof POOLS;
const HARDENED = { isGuarded: () => true, isTraced: () => true, isWatched: () => true };
const KEPT: Partial<FleetSetting> = {
  hasSessionStore: true,
  passOf: () => ({ hops: [{ hop: 'session proxy' }] }) as never,
};

function fleet(pools: readonly [PoolName, PoolName?], setting: Partial<FleetSetting> = {}, spec: object = {}) {
  const [first, second] = pools;
  const of = (pool: PoolName) => ({ pool: named(pool), contextTokens: 2_000 });
  const roles = second === undefined ? { a: of(first) } : { a: of(first), b: of(second) };
  const topology = Topology.flat({ agents: Object.keys(roles) });
  return world({ roles, topology, concurrentWorkflows: 10, ...spec } as never, setting, POOLS).fleet;
}
const queued = { runtime: { framework: 'langgraph', image: 'i:1', consumes: {} } };

test.each<[string, ReturnType<typeof fleet>, number, readonly string[]]>([
  ['one engine', fleet(['one']), 1, ['a second replica', 'a router that keeps sessions on their replicas', 'a session store']],
  ['replicas without a store', fleet(['two'], { ...KEPT, hasSessionStore: false }), 1, ['a session store']],
  ['a store without affinity', fleet(['two'], { hasSessionStore: true }), 1, ['a router that keeps sessions on their replicas']],
  ['replicas that keep their sessions', fleet(['two'], KEPT), 2, ['a queue before the agents', 'scaling of a pool']],
  ['two roles on one pool', fleet(['scaled', 'scaled'], KEPT, queued), 2, ['a pool for each kind of role']],
  [
    'pools by role, a queue and scaling',
    fleet(['scaled', 'two'], KEPT, queued),
    3,
    ['guardrails at the router', 'tracing', 'an ObservabilityStack'],
  ],
  ['without tracing', fleet(['scaled', 'two'], { ...KEPT, ...HARDENED, isTraced: () => false }, queued), 3, ['tracing']],
  ['hardened', fleet(['scaled', 'two'], { ...KEPT, ...HARDENED }, queued), 4, []],
  ['hardened with one engine is still at the first', fleet(['one'], { ...KEPT, ...HARDENED }, queued), 1, ['a second replica']],
])('%s', (_, given, number, nextAdds) => {
  expect(stageOf(given)).toMatchObject({ number, nextAdds });
});

test('sessions are those of the peak where it is more', () => {
  expect(stageOf(fleet(['one', 'two'])).sessions).toBe(20);
  expect(stageOf(fleet(['one', 'two'], {}, { peakWorkflows: 30 })).sessions).toBe(60);
});

test('more sessions than a stage is meant for are a hint that names what comes next, and no refusal', () => {
  expect(stageForSessions.severity).toBe('info');
  expect(stageForSessions.check(fleet(['two'], KEPT, { concurrentWorkflows: 251 }))).toMatchObject([
    {
      prop: 'concurrentWorkflows',
      value: 251,
      message: expect.stringContaining('stage 3 adds a queue before the agents, scaling of a pool'),
    },
  ]);
  expect(stageForSessions.check(fleet(['two'], KEPT, { concurrentWorkflows: 250 }))).toBe('compliant');
  expect(stageForSessions.check(fleet(['scaled', 'two'], { ...KEPT, ...HARDENED }, { ...queued, concurrentWorkflows: 9_000 }))).toBe(
    'not-applicable',
  );
});
