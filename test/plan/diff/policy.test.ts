import { diffApps } from '../../../lib/plan/diff/app-diff';
import type { ObjectChange } from '../../../lib/plan/diff/object-changes';
import { type DiffEvent, type DiffPolicy, EVENTS, type IncreaseBound, judge } from '../../../lib/plan/diff/policy';
import type { FleetPlan } from '../../../lib/plan/schema';
import { costing, PLANNER, SAMPLE_PLAN, unpriced, WORKERS, withPools } from './changed-plan';

const answer = (before: readonly FleetPlan[], after: readonly FleetPlan[], policy: DiffPolicy) =>
  judge(diffApps(before, after), [policy])[0];
const outcome = (from: number, to: number, bound: IncreaseBound) =>
  answer([withPools(costing(PLANNER, from))], [withPools(costing(PLANNER, to))], { kind: 'increase', at: 'floor', bound })?.outcome;

test.each<[string, number, number, IncreaseBound, string]>([
  ['exactly the share', 10, 11, { kind: 'share', share: 0.1 }, 'kept'],
  ['a cent beyond the share', 10, 11.01, { kind: 'share', share: 0.1 }, 'broken'],
  ['exactly the amount', 10, 15, { kind: 'perHour', usd: 5 }, 'kept'],
  ['a cent beyond the amount', 10, 15.01, { kind: 'perHour', usd: 5 }, 'broken'],
  ['exactly the amount of a month', 10, 11, { kind: 'perMonth', usd: 720 }, 'kept'],
  ['more than the amount of a month', 10, 11, { kind: 'perMonth', usd: 719 }, 'broken'],
  ['less than before', 10, 1, { kind: 'share', share: 0 }, 'kept'],
  ['the same', 10, 10, { kind: 'perHour', usd: 0 }, 'kept'],
  ['a share of nothing', 0, 1, { kind: 'share', share: 0.5 }, 'broken'],
])('%s', (_, from, to, bound, expected) => {
  expect(outcome(from, to, bound)).toBe(expected);
});

test('a price that decides and is not known is no answer', () => {
  const policy: DiffPolicy = { kind: 'increase', at: 'floor', bound: { kind: 'perHour', usd: 1_000 } };
  const given = answer([SAMPLE_PLAN], [withPools(PLANNER, unpriced(WORKERS))], policy);
  expect(given).toMatchObject({ outcome: 'unknown', message: expect.stringContaining('workers') });
});

test('a share of a sum that is not known is no answer, an amount is one', () => {
  const before = withPools(unpriced(PLANNER), WORKERS);
  const after = withPools(unpriced(PLANNER), costing(WORKERS, 4));
  const given = (bound: IncreaseBound) => answer([before], [after], { kind: 'increase', at: 'floor', bound })?.outcome;
  expect(given({ kind: 'share', share: 0.1 })).toBe('unknown');
  expect(given({ kind: 'perHour', usd: 2 })).toBe('kept');
});

test('the ceiling is judged by itself', () => {
  const [before, after] = [withPools(costing(WORKERS, 2.7, 10)), withPools(costing(WORKERS, 2.7, 20))];
  const given = (at: 'floor' | 'ceiling') => answer([before], [after], { kind: 'increase', at, bound: { kind: 'perHour', usd: 5 } });
  expect([given('floor')?.outcome, given('ceiling')?.outcome]).toEqual(['kept', 'broken']);
  expect(given('ceiling')?.policy).toBe('--max-increase-at-ceiling $5.00/h');
});

test('fleets are judged together: one may grow as another shrinks', () => {
  const [one, two] = [withPools(costing(PLANNER, 5)), { ...withPools(costing(PLANNER, 5)), stack: 'two' }];
  const [more, less] = [withPools(costing(PLANNER, 8)), { ...withPools(costing(PLANNER, 2)), stack: 'two' }];
  expect(answer([one, two], [more, less], { kind: 'increase', at: 'floor', bound: { kind: 'perHour', usd: 0 } })?.outcome).toBe('kept');
});

const warning = SAMPLE_PLAN.findings[0] as FleetPlan['findings'][number];
const calm: FleetPlan = { ...SAMPLE_PLAN, findings: [] };
const finding = (severity: 'error' | 'info'): FleetPlan => ({ ...calm, findings: [{ ...warning, severity }] });

test('what a change accepts with a reason does not fail it', () => {
  const accepted: FleetPlan = { ...calm, findings: [{ ...warning, acknowledged: { reason: 'measured', owner: 'platform team' } }] };
  expect(answer([calm], [accepted], { kind: 'event', event: 'new-warnings' })?.outcome).toBe('kept');
});

/** What plans alone do not say. */
const OF_OBJECTS = ['replaced-objects', 'lost-data', 'left-behind'] as const;
const BROKEN: Readonly<Record<Exclude<DiffEvent, (typeof OF_OBJECTS)[number]>, readonly [before: FleetPlan, after: FleetPlan]>> = {
  'new-errors': [calm, finding('error')],
  'new-warnings': [calm, SAMPLE_PLAN],
  'new-findings': [calm, finding('info')],
  'removed-pools': [SAMPLE_PLAN, withPools(PLANNER)],
  'less-headroom': [SAMPLE_PLAN, withPools(PLANNER, { ...WORKERS, headroom: 0.05 })],
  'unknown-cost': [SAMPLE_PLAN, withPools(PLANNER, unpriced(WORKERS))],
};

test('objects that are made anew break their policy', () => {
  const objects = [{ status: 'replaced' as const, type: 'kubernetes_stateful_set_v1', name: 'research/store', because: 'spec.selector' }];
  const given = (found: typeof objects) =>
    judge(
      diffApps([SAMPLE_PLAN], [SAMPLE_PLAN], () => ({ objects: found, pods: [] })),
      [{ kind: 'event', event: 'replaced-objects' }],
    )[0];
  expect(given(objects)).toMatchObject({ outcome: 'broken', message: expect.stringContaining('research/store') });
  expect(given([])?.outcome).toBe('kept');
  const plansAlone = judge(diffApps([SAMPLE_PLAN], [withPools(PLANNER)]), [{ kind: 'event', event: 'replaced-objects' }])[0];
  expect(plansAlone?.outcome).toBe('unknown');
});

test('data that is lost, and data that nobody manages any more, break a policy each', () => {
  const given = (objects: readonly ObjectChange[] | null, event: 'lost-data' | 'left-behind' = 'lost-data') =>
    judge(
      diffApps([SAMPLE_PLAN], [withPools(PLANNER)], () => (objects === null ? null : { objects, pods: [] })),
      [{ kind: 'event', event }],
    )[0];
  const removed = { status: 'removed', name: 'research/store' } as const;
  const [lost, left] = [
    [{ ...removed, type: 'PersistentVolumeClaim', data: 'lost' as const }],
    [{ ...removed, type: 'Cluster', data: 'left' as const }],
  ];
  expect(given(lost)).toMatchObject({ outcome: 'broken', message: 'lost data: PersistentVolumeClaim research/store' });
  expect(given(lost, 'left-behind')?.outcome).toBe('kept');
  expect(given(left, 'left-behind')).toMatchObject({ outcome: 'broken', message: 'left behind: Cluster research/store' });
  expect(given(left)?.outcome).toBe('kept');
  expect(given([{ ...removed, type: 'kubernetes_service_v1' }])?.outcome).toBe('kept');
  expect([given(null)?.outcome, given(null, 'left-behind')?.outcome]).toEqual(['unknown', 'unknown']);
});

test.each(EVENTS.filter((event) => !OF_OBJECTS.some((other) => other === event)))(
  '%s: broken when it happens, kept when nothing changes or the change goes back',
  (event) => {
    const [before, after] = BROKEN[event as keyof typeof BROKEN];
    const given = (from: FleetPlan, to: FleetPlan) => answer([from], [to], { kind: 'event', event })?.outcome;
    expect([given(before, after), given(before, before), given(after, before)]).toEqual(['broken', 'kept', 'kept']);
  },
);

test('errors are warnings as well, hints are not', () => {
  const given = (after: FleetPlan, event: DiffEvent) => answer([calm], [after], { kind: 'event', event })?.outcome;
  expect([given(finding('error'), 'new-warnings'), given(finding('info'), 'new-warnings'), given(SAMPLE_PLAN, 'new-errors')]).toEqual([
    'broken',
    'kept',
    'kept',
  ]);
});

test('a headroom that is no longer known is less', () => {
  const unknown = withPools(PLANNER, { ...WORKERS, headroom: null });
  expect(answer([SAMPLE_PLAN], [unknown], { kind: 'event', event: 'less-headroom' })?.outcome).toBe('broken');
});
