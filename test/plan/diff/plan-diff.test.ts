import { diffApps } from '../../../lib/plan/diff/app-diff';
import { diffPlans } from '../../../lib/plan/diff/plan-diff';
import type { FleetPlan } from '../../../lib/plan/schema';
import { costing, PLANNER, SAMPLE_PLAN, unpriced, WORKERS, withPools } from './changed-plan';

const names = (parts: readonly { readonly status: string; readonly name: string }[]) =>
  parts.map(({ status, name }) => `${status} ${name}`);

test('a plan does not differ from itself', () => {
  expect(diffPlans(SAMPLE_PLAN, structuredClone(SAMPLE_PLAN))).toMatchObject({ status: 'unchanged', pools: [], roles: [], gpus: [] });
});

test('pools come, go and change', () => {
  const bigger = { ...PLANNER, replicas: { min: 2, max: 2 } };
  const spare = { ...WORKERS, name: 'spare', path: 'research/spare' };
  const diff = diffPlans(SAMPLE_PLAN, withPools(bigger, spare));
  expect(names(diff.pools)).toEqual(['changed planner', 'added spare', 'removed workers']);
  expect(diff.gpus).toEqual([
    { gpu: 'h100-pcie-80', name: 'H100 PCIe 80GB', floor: { before: 2, after: 4 }, ceiling: { before: 2, after: 4 } },
  ]);
});

test('roles are compared within their fleet', () => {
  const [fleet] = SAMPLE_PLAN.fleets as [FleetPlan['fleets'][number]];
  const [first, ...others] = fleet.roles as [FleetPlan['fleets'][number]['roles'][number]];
  const plan = { ...SAMPLE_PLAN, fleets: [{ ...fleet, roles: [{ ...first, sessions: 30 }] }] };
  expect(names(diffPlans(SAMPLE_PLAN, plan).roles)).toEqual(['changed planner', ...others.map(({ name }) => `removed ${name}`)]);
});

test('two fleets may have a role of one name', () => {
  const [fleet] = SAMPLE_PLAN.fleets as [FleetPlan['fleets'][number]];
  const second = { ...fleet, name: 'second', path: 'research/second' };
  const plan = { ...SAMPLE_PLAN, fleets: [fleet, second] };
  const diff = diffPlans(SAMPLE_PLAN, plan);
  expect(diff.roles.map(({ after }) => after?.fleet)).toEqual(['second', 'second']);
});

describe('cost', () => {
  const floor = (before: FleetPlan | null, after: FleetPlan | null) => diffPlans(before, after).cost.floorPerHour;

  test('of a new fleet is all that it costs; of one that goes, all that it cost', () => {
    expect(floor(null, SAMPLE_PLAN)).toEqual({ before: 0, after: 7.7, delta: 7.7 });
    expect(floor(SAMPLE_PLAN, null)).toEqual({ before: 7.7, after: 0, delta: -7.7 });
  });

  test('of a month is that of 720 hours', () => {
    expect(diffPlans(withPools(costing(PLANNER, 1)), withPools(costing(PLANNER, 0.9))).cost.floorPerMonth).toEqual({
      before: 720,
      after: 648,
      delta: -72,
    });
  });

  test('of a pool without a price that changes is unknown', () => {
    expect(floor(withPools(unpriced(PLANNER)), withPools({ ...unpriced(PLANNER), gpusPerReplica: 4 })).delta).toBeNull();
    expect(floor(withPools(unpriced(PLANNER)), SAMPLE_PLAN).delta).toBeNull();
    expect(floor(SAMPLE_PLAN, withPools(PLANNER, unpriced(WORKERS))).delta).toBeNull();
  });

  test('of the other pools is known where a pool without a price stays as it is', () => {
    const before = withPools(unpriced(PLANNER), WORKERS);
    expect(floor(before, withPools(unpriced(PLANNER), costing(WORKERS, 4)))).toEqual({ before: null, after: null, delta: 1.3 });
  });

  test('a pool without a price that may scale further leaves the floor known and the ceiling unknown', () => {
    const before = withPools(unpriced(WORKERS));
    const { cost } = diffPlans(before, withPools({ ...unpriced(WORKERS), replicas: { min: 2, max: 9 } }));
    expect([cost.floorPerHour.delta, cost.ceilingPerHour.delta]).toEqual([0, null]);
  });

  test('another price alone is a change', () => {
    const diff = diffPlans(SAMPLE_PLAN, withPools(costing(PLANNER, 6), WORKERS));
    expect([diff.status, diff.cost.floorPerHour.delta]).toEqual(['changed', 1]);
  });
});

describe('images', () => {
  const pulling = (source: string): FleetPlan => ({ ...SAMPLE_PLAN, images: [{ image: source, source, usedBy: ['research/planner'] }] });
  const image = (before: string, after: string) => names(diffPlans(pulling(before), pulling(after)).images);

  test.each([
    ['registry.example.com/agents:1.4.2', 'registry.example.com/agents:1.5.0'],
    ['registry.example.com:5000/agents', 'registry.example.com:5000/agents:1.5.0'],
    ['agents@sha256:aa', 'agents:2@sha256:bb'],
  ])('%s becomes %s: the same image with another tag', (before, after) => {
    expect(image(before, after)).toEqual([`changed ${after}`]);
  });

  test('of two tags of one image the one that stays is the same, and the other comes or goes', () => {
    const plan = (...sources: string[]): FleetPlan => ({
      ...SAMPLE_PLAN,
      images: sources.map((source) => ({ image: source, source, usedBy: ['research/planner'] })),
    });
    const both = plan('engine:0.28', 'engine:0.30');
    expect(names(diffPlans(plan('engine:0.30'), both).images)).toEqual(['added engine:0.28']);
    expect(names(diffPlans(both, plan('engine:0.30')).images)).toEqual(['removed engine:0.28']);
    expect(names(diffPlans(both, plan('engine:0.28', 'engine:0.31')).images)).toEqual(['changed engine:0.31']);
    expect(names(diffPlans(both, plan('engine:0.30', 'engine:0.28')).images)).toEqual([]);
  });

  test('another registry is another image', () => {
    expect(image('a.example.com:5000/x:1', 'b.example.com:5000/x:1')).toEqual([
      'added b.example.com:5000/x:1',
      'removed a.example.com:5000/x:1',
    ]);
  });
});

describe('findings', () => {
  const finding = SAMPLE_PLAN.findings[0] as FleetPlan['findings'][number];
  const findings = (before: FleetPlan['findings'], after: FleetPlan['findings']) =>
    diffPlans({ ...SAMPLE_PLAN, findings: before }, { ...SAMPLE_PLAN, findings: after }).findings;

  test('come and go', () => {
    expect(findings([], [finding])).toEqual({ appeared: [finding], resolved: [] });
    expect(findings([finding], [])).toEqual({ appeared: [], resolved: [finding] });
  });

  test('with other figures are the same', () => {
    expect(findings([finding], [{ ...finding, message: 'other figures' }])).toEqual({ appeared: [], resolved: [] });
  });

  test('that become serious are new', () => {
    const serious = { ...finding, severity: 'error' as const };
    expect(findings([finding], [serious]).appeared).toEqual([serious]);
  });

  test('of one rule at one place are counted', () => {
    expect(findings([finding], [finding, finding]).appeared).toHaveLength(1);
  });

  test('the most serious comes first', () => {
    const severities = (['info', 'error', 'warning'] as const).map((severity) => ({ ...finding, severity }));
    expect(findings([], severities).appeared.map(({ severity }) => severity)).toEqual(['error', 'warning', 'info']);
  });
});

describe('apps', () => {
  const other: FleetPlan = { ...SAMPLE_PLAN, stack: 'support' };

  test('stacks of one name are a pair; others come and go', () => {
    const statuses = (before: readonly FleetPlan[], after: readonly FleetPlan[]) =>
      diffApps(before, after).stacks.map(({ stack, status }) => [stack, status]);
    expect(statuses([SAMPLE_PLAN], [other])).toEqual([
      ['support', 'added'],
      ['research', 'removed'],
    ]);
    expect(statuses([SAMPLE_PLAN, other], [other, SAMPLE_PLAN])).toEqual([
      ['support', 'unchanged'],
      ['research', 'unchanged'],
    ]);
  });

  test('the cost is that of all stacks', () => {
    expect(diffApps([SAMPLE_PLAN], [SAMPLE_PLAN, other]).cost.floorPerHour).toEqual({ before: 7.7, after: 15.4, delta: 7.7 });
    expect(diffApps([], []).cost.floorPerHour).toEqual({ before: 0, after: 0, delta: 0 });
  });

  test('a stack of operators that stays as it is says nothing', () => {
    const operators = { ...withPools(), stack: 'platform', fleets: [], findings: [] };
    expect(diffApps([operators], [operators]).stacks).toEqual([]);
  });
});
