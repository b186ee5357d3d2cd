/** A plan at work: what is conserved, what repeats, and what more GPUs change. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { atWork } from '../../examples/guides/simulation';
import { Flow } from '../../lib/capacity';
import { estimateLatency } from '../../lib/capacity/latency/estimate-latency';
import type { FleetPlan } from '../../lib/plan/schema';
import type { SimulatedPlan, SimulationProps } from '../../lib/simulation';
import { simulatePlan } from '../../lib/simulation';
import { plannedReplica } from '../../lib/simulation/planned-replica';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { planOf } from './simulated-app';

const plan = planOf();

function simulated(of: FleetPlan, options?: SimulationProps): SimulatedPlan {
  const result = simulatePlan(of, options);
  if (result.verdict !== 'simulated') throw new Error(result.missing.join('; '));
  return result;
}

/** The same plan with other replicas, as a plan that is edited. */
const withPool = (change: Partial<FleetPlan['pools'][number]>): FleetPlan => ({
  ...plan,
  pools: plan.pools.map((pool) => ({ ...pool, ...change })),
});
const replicas = (min: number, max = min) => withPool({ replicas: { min, max } });
const waitOf = (result: SimulatedPlan) => result.pools[0]?.waitSeconds?.mean ?? 0;

describe('laws', () => {
  test('the same seed gives the same answer, another one another', () => {
    expect(simulated(plan, { seed: 7 })).toEqual(simulated(plan, { seed: 7 }));
    expect(simulated(plan, { seed: 8 }).fleets).not.toEqual(simulated(plan, { seed: 7 }).fleets);
  });

  test('workflows that start end or are in flight; a steady load keeps the planned ones in flight', () => {
    const [fleet] = simulated(plan).fleets;
    expect(fleet?.started).toBe((fleet?.finished ?? 0) + (fleet?.inFlight ?? 0));
    expect(fleet?.inFlight).toBe(25);
    expect(fleet?.workflowsPerHour).toBe(fleet?.finished);
  });

  test("Little's law: calls in flight are calls a second times the time of one", () => {
    for (const options of [{}, { workflowsPerHour: 3_000 }, { load: 'bursts' }] as const) {
      const [pool] = simulated(plan, options).pools;
      expect(((pool?.calls ?? 0) / 3_600) * (pool?.callSeconds ?? 0)).toBeCloseTo(pool?.callsInFlight ?? 0, 0);
    }
  });

  test('GPU-hours are replicas × GPUs × hours, and their cost that of the plan', () => {
    const [pool] = simulated(plan, { hours: 2 }).pools;
    expect(pool?.gpuHours).toBeCloseTo(4, 9);
    expect(pool?.cost).toBeCloseTo(2 * (plan.pools[0]?.costPerHour.floor ?? 0), 9);
    expect(pool?.busyShare).toBeGreaterThan(0);
    expect(pool?.busyShare).toBeLessThanOrEqual(1);
  });

  test('every planner call comes twice: it hands the work out and puts the answers together', () => {
    const { roles } = simulated(plan);
    const [planner, coder] = roles;
    expect((planner?.calls ?? 0) / (coder?.calls ?? 1)).toBeCloseTo(2, 1);
  });

  test('more replicas never make requests wait longer', () => {
    const waits = [1, 2, 4, 8].map((count) => waitOf(simulated(replicas(count), { workflowsPerHour: 12_000, hours: 0.5 })));
    for (const [index, wait] of waits.slice(1).entries()) expect(wait).toBeLessThanOrEqual((waits[index] ?? 0) * 1.05 + 0.01);
    expect(waits[0]).toBeGreaterThan(waits[3] ?? 0);
  });

  test('the replica is that of the plan: its latency estimate comes out again', () => {
    const [role] = plan.fleets[0]?.roles ?? [];
    const replica = plannedReplica(plan.pools[0] as FleetPlan['pools'][number]);
    if ('missing' in replica || role?.request == null || role.estimate === null) throw new Error('no estimate');
    const again = estimateLatency(replica, { concurrency: role.estimate.concurrency, ...role.request });
    if ('missing' in again) throw new Error('no estimate');
    expect(again.tpotMs / role.estimate.perToken.likely).toBeCloseTo(1, 1);
    expect(again.ttftMs / role.estimate.firstToken.likely).toBeCloseTo(1, 1);
    const alone = estimateLatency(replica, { concurrency: 1, ...role.request });
    if ('missing' in alone) throw new Error('no estimate');
    const quiet = simulated(plan, { workflowsPerHour: 20, hours: 4 }).roles[0];
    expect(Math.abs((quiet?.tpotMs?.p50 ?? 0) / alone.tpotMs - 1)).toBeLessThan(0.05);
    expect(Math.abs((quiet?.ttftMs?.p50 ?? 0) / alone.ttftMs - 1)).toBeLessThan(0.25);
  });
});

describe('mechanisms', () => {
  test('a pool grows when requests wait, and its new replicas answer after their start', () => {
    const [pool] = simulated(replicas(1, 6), { workflowsPerHour: 20_000 }).pools;
    const start = plan.pools[0]?.coldStart?.seconds ?? 0;
    const grown = pool?.replicas.find((one) => one.replicas > 1);
    const answers = pool?.replicas.find((one) => one.ready > 1);
    expect(pool?.mostReplicas).toBeGreaterThan(1);
    expect((answers?.seconds ?? 0) - (grown?.seconds ?? 0)).toBeCloseTo(start, 6);
    expect(pool?.gpuHours).toBeGreaterThan(1);
  });

  test('a cold start delays every first answer by the time that the plan counts', () => {
    const start = plan.pools[0]?.coldStart?.seconds ?? 0;
    expect(simulated(plan, { start: 'cold', hours: (start + 10) / 3_600 }).roles[0]?.ttftMs?.p50).toBeGreaterThan((start - 60) * 1e3);
  });

  test('a pool at zero wakes for a request', () => {
    const [pool] = simulated(replicas(0, 2)).pools;
    expect(pool?.replicas[0]).toEqual({ seconds: 15, replicas: 2, ready: 0 });
    expect(pool?.calls).toBeGreaterThan(0);
  });

  test('sessions lose their cache where the KV pool is small, and what is lost is computed again', () => {
    const memory = { ...(plan.pools[0] as FleetPlan['pools'][number]).memory, kvTokensPerReplica: 12_000 };
    const [small] = simulated(withPool({ memory }), { callsPerTurn: 5 }).pools;
    expect(small?.evictedSessions).toBeGreaterThan(0);
    expect(small?.recomputedTokens).toBeGreaterThan(0);
    expect(small?.kvUse).toBeLessThanOrEqual(1);
  });

  test('with one replica no session is computed elsewhere; without affinity two lose some', () => {
    const loose: FleetPlan = {
      ...plan,
      fleets: plan.fleets.map((fleet) => ({ ...fleet, roles: fleet.roles.map(({ requestPass: _, ...role }) => role) })),
    };
    const [one] = simulated({ ...loose, pools: replicas(1).pools }, { callsPerTurn: 4 }).pools;
    const [two] = simulated(loose, { callsPerTurn: 4 }).pools;
    expect(one?.evictedSessions === 0 ? one.recomputedTokens : 0).toBe(0);
    expect(two?.recomputedTokens).toBeGreaterThan(0);
  });

  test('a finding names the wait and the prop', () => {
    const { findings } = simulated(replicas(1), { workflowsPerHour: 40_000, hours: 0.5 });
    expect(findings.join('\n')).toMatch(/workers: 5 of 100 requests wait longer than \d+ s; raise replicas \(1\)/);
  });
});

describe('what is not known', () => {
  test('a role that does not say what it asks leaves the answer uncertain', () => {
    expect(simulatePlan(planOf({ isDeclared: false }))).toEqual({
      verdict: 'uncertain',
      stack: 'research',
      missing: ['planner', 'coder', 'reviewer'].map(
        (role) => `role ${role}: request: { outputTokens, cachedTokens }, or requests: { '${role}': … } of the simulation`,
      ),
    });
  });

  test('what the options say it asks is simulated', () => {
    const asks = { inputTokens: 3_000, cachedTokens: 2_000, outputTokens: 200 };
    const result = simulated(planOf({ isDeclared: false }), { requests: { planner: asks, coder: asks, reviewer: asks } });
    expect(result.roles.map(({ calls }) => calls > 0)).toEqual([true, true, true]);
    expect(result.assumptions.map(({ what }) => what)).toContain('coder asks what the options say');
  });

  test('they stand in place of what the plan says, and a request that the pool refuses is named', () => {
    const asks = (outputTokens: number) => ({ requests: { coder: { inputTokens: 3_000, cachedTokens: 2_000, outputTokens } } });
    const [, short] = simulated(plan, asks(2)).roles;
    const [, long] = simulated(plan, asks(2_000)).roles;
    expect(long?.calls).toBeLessThan(short?.calls ?? 0);
    expect(simulatePlan(plan, asks(6_000))).toMatchObject({
      verdict: 'uncertain',
      missing: ['role coder: workers refuses a request of 9000 tokens'],
    });
  });

  test('the code of the guide runs', () => {
    const file = path.join(temporaryOutdir(), 'fleet.plan.json');
    fs.writeFileSync(file, JSON.stringify(plan));
    expect(atWork(file).join(' ')).not.toContain('Flow');
  });

  test('a loop leaves it uncertain, until somebody says how often it runs', () => {
    const looped: FleetPlan = {
      ...plan,
      fleets: plan.fleets.map((fleet) => ({ ...fleet, topology: { kind: 'loop', description: 'three times' } })),
    };
    expect(simulatePlan(looped)).toMatchObject({ verdict: 'uncertain', missing: [expect.stringContaining("flows: { 'agents': Flow.… }")] });
    const flow = Flow.sequence(
      Flow.role('planner'),
      Flow.loop(Flow.role('coder'), 3),
      Flow.route({ share: 0.25, flow: Flow.role('reviewer') }, { share: 0.75, flow: Flow.role('planner') }),
    );
    const { roles } = simulated(looped, { flows: { agents: flow }, hours: 4 });
    const [planner, coder, reviewer] = roles.map(({ calls }) => calls) as [number, number, number];
    const workflows = coder / 3;
    expect(planner / workflows).toBeCloseTo(1.75, 0);
    expect(reviewer / workflows).toBeGreaterThan(0.2);
    expect(reviewer / workflows).toBeLessThan(0.3);
  });

  test('every assumption says how sure it is and where it is from', () => {
    for (const { what, source } of simulated(plan).assumptions) expect([what, source]).not.toContain('');
    expect(simulated(plan).assumptions.map(({ evidence }) => evidence)).toContain('measured');
  });
});

describe('refused', () => {
  test.each([
    [{ hours: 0 }, 'hours', 'AF-SPEC-001'],
    [{ seed: -1 }, 'seed', 'AF-SPEC-001'],
    [{ load: 'burst' }, 'load', 'AF-SPEC-001'],
    [{ hour: 1 }, 'hour', 'AF-SPEC-002'],
    [{ requests: { planer: { inputTokens: 10, outputTokens: 1 } } }, 'requests.planer', 'AF-SPEC-001'],
    [{ requests: { planner: { inputTokens: 10, cachedTokens: 10, outputTokens: 1 } } }, 'requests.planner.cachedTokens', 'AF-SPEC-001'],
    [{ flows: { agent: Flow.role('planner') } }, 'flows.agent', 'AF-SPEC-001'],
    [{ flows: { agents: Flow.role('planer') } }, 'flows.agents', 'AF-SPEC-001'],
    [{ flows: { agents: { kind: 'loop', body: Flow.role('planner'), iterations: 0 } } }, 'flows.agents.iterations', 'AF-SPEC-001'],
    [{ load: 'bursts', workflowsPerHour: 10 }, 'workflowsPerHour', 'AF-SPEC-001'],
  ])('%j', (options, prop, code) => {
    expect(() => simulatePlan(plan, options as SimulationProps)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code, prop })] }),
    );
  });

  test('what is no plan', () => {
    expect(() => simulatePlan({})).toThrow(/AF-/);
  });
});
