import { type PodChange, podChanges } from '../../../lib/plan/diff/pod-changes';
import { poolRestarts } from '../../../lib/plan/diff/pool-restarts';
import type { StackJson } from '../../../lib/plan/synthesized-app';
import { restartText } from '../../../lib/report/diff/restart-text';
import { PLANNER, SAMPLE_PLAN, WORKERS, withPools } from './changed-plan';

const METADATA = { name: 'workers', namespace: 'research' };
const deployment = (spec: object) => ({ resource: { kubernetes_deployment_v1: { id_1: { metadata: METADATA, spec } } } });
const args = (...list: string[]) => ({ template: { spec: { container: [{ name: 'engine', args: list }] } } });
const custom = (kind: string, spec: object) => ({
  resource: { helm_release: { id_1: { name: 'objects', values: [JSON.stringify({ objects: [{ kind, metadata: METADATA, spec }] })] } } },
});
const WORKLOAD = 'research/workers';

test.each<[string, StackJson, StackJson, PodChange['replacement'] | undefined]>([
  ['the same', deployment(args('a')), deployment(args('a')), undefined],
  ['a block that is written as a list of one', deployment(args('a')), deployment({ template: [args('a').template] }), undefined],
  ['more replicas', deployment({ replicas: '1', ...args('a') }), deployment({ replicas: '2', ...args('a') }), undefined],
  ['another argument', deployment(args('a')), deployment(args('b')), 'one by one'],
  ['another selector', deployment({ selector: { a: 'x' } }), deployment({ selector: { a: 'y' } }), 'all at once'],
  [
    'groups of nodes',
    custom('LeaderWorkerSet', { leaderWorkerTemplate: { size: 2 } }),
    custom('LeaderWorkerSet', { leaderWorkerTemplate: { size: 4 } }),
    'one by one',
  ],
  ['more groups', custom('LeaderWorkerSet', { replicas: 1 }), custom('LeaderWorkerSet', { replicas: 2 }), undefined],
  ['arguments of Ray', custom('RayService', { serveConfigV2: 'a' }), custom('RayService', { serveConfigV2: 'b' }), 'one by one'],
  [
    'an image of Ray',
    custom('RayService', { serveConfigV2: 'a', rayClusterConfig: { image: 'a' } }),
    custom('RayService', { serveConfigV2: 'b', rayClusterConfig: { image: 'b' } }),
    'beside the old ones',
  ],
  ['an object without pods', custom('ScaledObject', { min: 1 }), custom('ScaledObject', { min: 2 }), undefined],
  [
    'values of others',
    { resource: { helm_release: { k: { values: ['a: 1'] } } } },
    { resource: { helm_release: { k: { values: ['a: 2'] } } } },
    undefined,
  ],
  ['a workload that is new', {}, deployment(args('a')), undefined],
  ['a workload that goes', deployment(args('a')), {}, undefined],
])('%s', (_, before, after, replacement) => {
  expect(podChanges(before, after)).toEqual(replacement === undefined ? [] : [{ workload: WORKLOAD, replacement }]);
});

describe('a pool whose pods are replaced', () => {
  const workload = `${WORKERS.namespace}/${WORKERS.name}`;
  const coldStart = { seconds: 240, parts: [] } as unknown as NonNullable<(typeof WORKERS)['coldStart']>;
  const said = (change: Partial<typeof WORKERS>, replacement: PodChange['replacement'] = 'one by one', seconds: number | null = 240) => {
    const pool = { ...WORKERS, ...change };
    const { coldStart: _, ...without } = pool;
    const after = withPools(PLANNER, seconds === null ? without : { ...pool, coldStart: { ...coldStart, seconds } });
    return poolRestarts(withPools(PLANNER, pool), after, [{ workload, replacement }])?.map(restartText);
  };
  const one = { replicas: { min: 1, max: 1 } };

  test('with one replica: nobody answers meanwhile', () => {
    expect(said(one)).toEqual(['the replica of workers is replaced: workers does not answer for about 240 s']);
    expect(said(one, 'one by one', null)?.[0]).toContain('for a start of unknown length');
  });
  test('with several: one after the other, and whether the demand fits then', () => {
    const several = { replicas: { min: 2, max: 4 } };
    expect(said({ ...several, survivesReplicaLoss: true })).toEqual([
      'replicas of workers are replaced one by one, 2–4 × about 240 s: the demand fits on one replica less',
    ]);
    expect(said({ ...several, survivesReplicaLoss: false })?.[0]).toContain('the demand does not fit on one replica less');
  });
  test('with one of several that may run', () => {
    expect(said({ replicas: { min: 1, max: 3 } })?.[0]).toBe(
      'replicas of workers are replaced one by one, 1–3 × about 240 s: workers does not answer meanwhile where one runs',
    );
  });
  test('whose Deployment is made anew', () => {
    expect(said({ replicas: { min: 3, max: 3 } }, 'all at once')?.[0]).toContain('all at once: workers does not answer for about 240 s');
  });
  test('whose new pods start beside the old ones', () => {
    expect(said(one, 'beside the old ones')?.[0]).toContain('the old ones answer meanwhile');
  });
  test('by the replicas that ran before', () => {
    const [before, after] = [withPools({ ...WORKERS, ...one }), withPools({ ...WORKERS, replicas: { min: 4, max: 4 } })];
    expect(poolRestarts(before, after, [{ workload, replacement: 'one by one' }])).toMatchObject([
      { answers: 'no', replicas: one.replicas },
    ]);
  });
  test('and its burst is one pool', () => {
    const pods = [workload, `${workload}-burst`].map((name) => ({ workload: name, replacement: 'one by one' as const }));
    expect(poolRestarts(SAMPLE_PLAN, SAMPLE_PLAN, pods)).toHaveLength(1);
  });
  test('is none where it is new, goes, or its pods stay', () => {
    const pods = [{ workload, replacement: 'one by one' as const }];
    expect(poolRestarts(null, SAMPLE_PLAN, pods)).toEqual([]);
    expect(poolRestarts(SAMPLE_PLAN, null, pods)).toEqual([]);
    expect(poolRestarts(SAMPLE_PLAN, SAMPLE_PLAN, [])).toEqual([]);
  });
  test('is not known where plans alone are given', () => {
    expect(poolRestarts(SAMPLE_PLAN, SAMPLE_PLAN, null)).toBeNull();
  });
});
