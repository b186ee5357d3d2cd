import { Cluster, Engine, Scaling, Weights } from '../../lib';
import { pool, research } from '../setup/research-stack';
import { errorsIn } from '../support/problems-in';

const IGNORING = { 'efs-sc': { fsGroup: 'ignored', group: 5_000 } } as const;

/** Further groups of the pods of each workload. */
function groupsOf(weights: Weights, options: object = {}): Record<string, unknown> {
  const template = research((setting) => void pool(setting, 'planner', { weights }), { storageClasses: IGNORING, ...options });
  const workloads = template.manifests().filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
  return Object.fromEntries(
    workloads.map(({ kind, ...object }) => {
      const { spec } = object as unknown as { spec: { template: { spec: { securityContext: Record<string, unknown> } } } };
      return [kind, spec.template.spec.securityContext['supplementalGroups']];
    }),
  );
}

describe('a storage class that ignores fsGroup', () => {
  test('lends its group to the pods that write and to those that read', () => {
    expect(groupsOf(Weights.claim({ storageClass: 'efs-sc' }))).toEqual({ Deployment: [5_000], Job: [5_000] });
  });

  test('lends it on OpenShift, too, where further groups are free', () => {
    const openshift = { distribution: 'openshift' };
    expect(groupsOf(Weights.claim({ storageClass: 'efs-sc' }), openshift)).toEqual({ Deployment: [5_000], Job: [5_000] });
  });

  test('changes no pod that does not use it', () => {
    expect(groupsOf(Weights.claim({ storageClass: 'other' }))).toEqual({ Deployment: undefined, Job: undefined });
    expect(groupsOf(Weights.claim())).toEqual({ Deployment: undefined, Job: undefined });
    expect(groupsOf(Weights.ephemeral())).toEqual({ Deployment: undefined });
  });

  test('keeps the name of the claim, so that what was downloaded stays', () => {
    const claimOf = (storageClasses: object) =>
      research((setting) => void pool(setting, 'planner', { weights: Weights.claim({ storageClass: 'efs-sc' }) }), {
        storageClasses,
      } as never)
        .manifests()
        .filter(({ kind }) => kind === 'PersistentVolumeClaim')
        .map(({ metadata }) => metadata.name);
    expect(claimOf(IGNORING)).toEqual(claimOf({}));
    expect(claimOf(IGNORING)).toHaveLength(1);
  });

  test('is refused where nobody knows the group, with what to type', () => {
    const build = () =>
      research(
        (setting) =>
          void pool(setting, 'planner', {
            weights: Weights.claim({ storageClass: 'nfs' }),
            scaling: Scaling.queueDepth({ min: 1, max: 2 }),
          }),
        {
          storageClasses: { nfs: { fsGroup: 'ignored' }, ceph: { fsGroup: 'applied' } },
        },
      );
    const [problem] = errorsIn(build);
    expect(problem).toMatchObject({ code: 'AF-PLT-010', prop: 'weights.storageClass', value: 'nfs' });
    expect(problem?.repairs).toEqual([
      expect.stringContaining("fsGroup: 'ignored', group:"),
      "storageClass: 'ceph'",
      'Weights.ephemeral()',
    ]);
  });
});

test('a claim that exists takes the group that may read it, with any engine', () => {
  const weights = Weights.existingClaim('models', { group: 6_000 });
  expect(groupsOf(weights)).toEqual({ Deployment: [6_000] });
  const template = research((setting) => void pool(setting, 'planner', { weights, engine: Engine.sglang() }));
  expect(JSON.stringify(template.manifests())).toContain('"supplementalGroups":[6000]');
});

describe('wrong storage classes are refused by the constructor', () => {
  test.each([
    ['a group where fsGroup is applied', { nfs: { fsGroup: 'applied', group: 5 } }],
    ['no fsGroup', { nfs: {} }],
    ['a misspelt fsGroup', { nfs: { fsGroup: 'ignore' } }],
    ['group root', { nfs: { fsGroup: 'ignored', group: 0 } }],
    ['a negative group', { nfs: { fsGroup: 'ignored', group: -1 } }],
    ['a group by name', { nfs: { fsGroup: 'ignored', group: 'staff' } }],
    ['half a group', { nfs: { fsGroup: 'ignored', group: 1.5 } }],
    ['a group that Linux has not', { nfs: { fsGroup: 'ignored', group: 4_294_967_295 } }],
    ['a class that Kubernetes would not name so', { 'Not A Class': { fsGroup: 'ignored' } }],
    ['a list', [{ fsGroup: 'ignored' }]],
    ['an unknown key', { nfs: { fsGroup: 'ignored', gid: 5 } }],
  ])('%s', (_, storageClasses) => {
    const [problem] = errorsIn(() => Cluster.fromKubeconfig({ context: 'prod', storageClasses: storageClasses as never }));
    expect(problem?.code).toMatch(/^AF-SPEC-00[1-3]$/);
    expect(problem?.prop).toMatch(/^storageClasses/);
  });
});
