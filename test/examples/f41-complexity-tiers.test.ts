import 'cdktf-agent-fleet/testing';
import { Gpu } from 'cdktf-agent-fleet';
import { complexityTiers } from '../../examples/f41-complexity-tiers/fleet';
import { poolOf, refusalOf, synthesize } from './support';

const on = (gpu: Gpu, replicas: number, concurrentWorkflows?: number) => ({
  gpu,
  replicas,
  ...(concurrentWorkflows === undefined ? {} : { concurrentWorkflows }),
});

describe('F41: an 8B sees 300 workflows and hands five of a hundred on to a 70B', () => {
  const template = synthesize((app) => complexityTiers(app, on(Gpu.L40S, 3)), 'tiers');
  const plan = template.plan();
  const [fleet] = plan.fleets;
  const floor = (first: Parameters<typeof complexityTiers>[1]) =>
    synthesize((app) => complexityTiers(app, first), 'tiers').plan().costPerHour.floor;

  test('holds every workflow on the small model and 15 on the large one', () => {
    expect(fleet?.roles.map(({ name, sessions, formula }) => [name, sessions, formula])).toEqual([
      ['triage', 300, '300 workflows × 1 agent'],
      ['expert', 15, '300 workflows × 5 % handed on'],
    ]);
    expect(fleet?.handovers).toEqual([{ from: 'triage', to: 'expert' }]);
    expect(plan.pools.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['large', 'fits'],
      ['small', 'fits'],
    ]);
  });

  test('costs $7.18 per hour: three L40S at $0.72 and two H100 PCIe at $2.51', () => {
    expect(plan.costPerHour.floor).toBeCloseTo(3 * 0.72 + 2 * 2.51, 6);
  });

  test('costs $10.04 where an H100 does the work of a router, and $20.08 where the 70B does all of it', () => {
    expect(floor(on(Gpu.H100_PCIE, 2))).toBeCloseTo(10.04, 6);
    expect(floor(undefined)).toBeCloseTo(20.08, 6);
  });

  test('on one RTX 4090 an 8B in fp8 holds the published 44 sessions of 4K, without headroom; what the card costs stays unknown', () => {
    // Admitting no more than twice the sessions: the engine's own default leaves room for 43.
    const held = synthesize((app) => complexityTiers(app, { ...on(Gpu.RTX_4090, 1, 39), maxNumSeqs: 78 }), 'tiers');
    expect(Math.floor(poolOf(held, 'small').memory.kvTokensPerReplica / 4_096)).toBe(44);
    expect(held.plan().costPerHour.floor).toBeNull();
    const error = refusalOf((app) => complexityTiers(app, on(Gpu.RTX_4090, 1, 45)));
    expect(error.problems.map(({ code, path }) => [code, path])).toEqual([['AF-CAP-001', 'tiers/small']]);
  });

  test('tells the agents whom to ask for what is too hard', () => {
    const pods = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'tickets-agents');
    const spec = pods?.['spec'] as { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } };
    const value = (name: string) => JSON.parse(spec.template.spec.containers[0]?.env.find((one) => one.name === name)?.value ?? '{}');
    expect(value('AGENT_FLEET_ROLES')).toEqual({
      triage: { model: 'triage', contextTokens: 4_096, escalatesTo: 'expert' },
      expert: { model: 'expert', contextTokens: 4_096 },
    });
    expect(value('AGENT_FLEET_LIMITS').workflow).toEqual({ maxParallelAgents: 2, maxDepth: 2 });
  });

  test('the 70B as the one that sees every workflow is a hint', () => {
    expect(plan.findings.map(({ code }) => code)).not.toContain('AF-RTE-007');
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});
