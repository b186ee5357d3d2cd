/** A fleet as plain values: made without a construct, and made anew from changed props. */
import { ContextStrategy } from '../../lib/agents/context-strategy';
import { fleetFindings } from '../../lib/agents/fleet-findings';
import { toFleetPlan } from '../../lib/agents/fleet-plan';
import { fleetView } from '../../lib/agents/fleet-view';
import { type PoolView, poolView } from '../../lib/inference/pool-view';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { named, world } from '../support/fleet-world';

const codes = (fleet: ReturnType<typeof fleetView>) => fleetFindings(fleet).map(({ code, prop }) => `${code} ${prop}`);

test('demand, plan and findings follow without a construct', () => {
  const { fleet, views } = world({ roles: { a: { pool: named('p'), contextTokens: 4_000 } } } as never);
  expect(fleet.roles[0]).toMatchObject({ name: 'a', contextTokens: 4_000, demand: { sessions: 4, contextTokens: 4_000 } });
  expect(views['p']?.verdict.verdict).toBe('fits');
  expect(toFleetPlan(fleet)).toMatchObject({ name: 'f', roles: [{ name: 'a', pool: 'p', poolPath: 'stack/p', sessions: 4 }] });
  expect(codes(fleet)).toEqual([]);
});

test('a fleet is rebuilt from changed props, and the first stays what it was', () => {
  const { fleet } = world({ roles: { a: { pool: named('p'), contextTokens: 4_000 } } } as never);
  const after = fleetView({ ...fleet.spec, concurrentWorkflows: 9 }, fleet.setting);
  expect([fleet.roles[0]?.demand?.sessions, after.roles[0]?.demand?.sessions]).toEqual([4, 9]);
  expect(after.demandOn('stack/p').planned()).toMatchObject([{ sessions: 9 }]);
  expect(after.demandOn('stack/other').planned()).toEqual([]);
});

test('a role is judged on the pool as it would be after a change', () => {
  const grown = { a: { pool: named('p'), growth: { baseTokens: 1_000, turns: 10, tokensPerTurn: 1_000 } } };
  const { fleet, views } = world({ roles: grown } as never);
  expect([fleet.roles[0]?.contextTokens, codes(fleet)]).toEqual([8_192, ['AF-CAP-009 roles.a.contextTokens']]);
  const pool = views['p'] as PoolView;
  const larger = poolView({ ...pool.spec, maxContextTokens: 16_384 }, pool.setting);
  const after = fleetView(fleet.spec, { ...fleet.setting, poolOf: () => larger });
  expect([after.roles[0]?.contextTokens, codes(after)]).toEqual([11_000, []]);
});

test('long sessions are asked of their own pool, and the router has to lead there', () => {
  const roles = {
    a: {
      pool: named('p'),
      measuredContext: { p50Tokens: 2_000, p95Tokens: 4_000, maxTokens: 16_000 },
      contextStrategy: ContextStrategy.longPool({ capTokens: 8_000, pool: named('long'), share: 0.25 }),
    },
  };
  const pools = { p: {}, long: { maxContextTokens: 32_768 } };
  const { fleet } = world({ roles, concurrentWorkflows: 8 } as never, {}, pools);
  expect(fleet.demandOn('stack/long').planned()).toMatchObject([{ role: 'a', sessions: 2 }]);
  expect(codes(fleet)).toContain('AF-CAP-037 roles.a.contextStrategy.pool');
  const led = world({ roles, concurrentWorkflows: 8 } as never, { longerThan: () => ['a-long'] }, pools);
  expect(codes(led.fleet)).not.toContain('AF-CAP-037 roles.a.contextStrategy.pool');
});

test('a pool on the nodes of another cluster is refused by the path of the pool', () => {
  const { fleet } = world({ roles: { a: { pool: named('p'), contextTokens: 4_000 } } } as never, { nodes: new ClusterNodes('other', []) });
  expect(fleetFindings(fleet)).toMatchObject([{ code: 'AF-CLU-005', path: 'stack/f', prop: 'roles.a.pool', value: 'stack/p' }]);
});

test('a framework that needs checkpoints is refused without a state store', () => {
  const langgraph = {
    roles: { a: { pool: named('p'), contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: 'i:1', replicas: 2 },
  };
  expect(codes(world(langgraph as never, { hasStateStore: false }).fleet)).toContain('AF-CPU-004 stateStore');
  expect(codes(world(langgraph as never).fleet)).not.toContain('AF-CPU-004 stateStore');
});
