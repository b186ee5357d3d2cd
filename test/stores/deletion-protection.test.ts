/** What holds data is never replaced or destroyed without somebody having said so. */
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import type { RabbitMqQueueProps } from '../../lib/queues/rabbitmq/rabbitmq-props';
import { TaskQueue } from '../../lib/queues/task-queue';
import { Namespace } from '../../lib/security/namespace';
import { SessionStore } from '../../lib/stores/session-store';
import type { SessionStoreProps } from '../../lib/stores/session-store-props';
import { StateStore } from '../../lib/stores/state-store';
import type { StateStoreProps } from '../../lib/stores/state-store-props';
import { VectorStore } from '../../lib/stores/vector-store';
import type { VectorStoreProps } from '../../lib/stores/vector-store-props';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { findings, manifest, pool, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const sessions =
  (props: Partial<SessionStoreProps> = {}) =>
  ({ stack, cluster }: Setting) =>
    void new SessionStore(stack, 'sessions', { cluster, ...props });
const state =
  (props: Partial<StateStoreProps> = {}) =>
  ({ stack, cluster }: Setting) =>
    void new StateStore(stack, 'state', { cluster, ...props });

/** Addresses that Terraform refuses to destroy. */
function protectedAddresses(template: FleetTemplate): string[] {
  return Object.entries(template.json.resource ?? {})
    .flatMap(([type, resources]) => Object.entries(resources).map(([id, resource]) => ({ address: `${type}.${id}`, resource })))
    .filter(({ resource }) => (resource as { lifecycle?: { prevent_destroy?: boolean } }).lifecycle?.prevent_destroy === true)
    .map(({ address }) => address.replace(/_[0-9A-F]{8}$/, ''));
}

test('a store protects its data and the namespace around it, and nothing else', () => {
  expect(protectedAddresses(research(sessions())).sort()).toEqual([
    'kubernetes_config_map_v1.sessions_state-guard',
    'kubernetes_namespace_v1.namespace-research',
  ]);
  expect(protectedAddresses(research(state())).sort()).toEqual([
    'kubernetes_config_map_v1.state_state-guard',
    'kubernetes_namespace_v1.namespace-research',
  ]);
});

describe('the namespace of what holds data', () => {
  const policies = (template: FleetTemplate) =>
    template
      .manifests()
      .filter(({ kind, metadata }) => kind.startsWith('ValidatingAdmissionPolicy') && metadata.name.endsWith('-data'))
      .sort((one, other) => (one.kind < other.kind ? -1 : 1))
      .map(({ kind, metadata: { name, annotations }, spec }) => ({
        kind,
        name,
        kept: annotations?.['helm.sh/resource-policy'] === 'keep',
        admits: (spec as { validations?: { expression: string }[] }).validations?.[0]?.expression,
      }));
  const refuses = (namespace: string) => [
    { kind: 'ValidatingAdmissionPolicy', name: `agent-fleet-${namespace}-data`, kept: true, admits: 'false' },
    { kind: 'ValidatingAdmissionPolicyBinding', name: `agent-fleet-${namespace}-data`, kept: true, admits: undefined },
  ];
  const queue =
    (props: Partial<RabbitMqQueueProps> = {}) =>
    ({ stack, cluster }: Setting) =>
      void TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...props });

  test.each([
    ['a session store', sessions],
    ['a state store', state],
    ['a queue on RabbitMQ', queue],
  ] as const)('%s: the API server refuses to delete it, and the policy stays when the store is gone', (_, build) => {
    const kept = research(build());
    expect(policies(kept)).toEqual(refuses('research'));
    expect(protectedAddresses(kept)).toContain('kubernetes_namespace_v1.namespace-research');
    const given = policies(research(build({ deletionProtection: false })));
    expect(given.map(({ kept: stays, admits }) => [stays, admits])).toEqual([
      [false, 'true'],
      [false, undefined],
    ]);
  });

  test('says what to type', () => {
    const [policy] = research(sessions())
      .manifests()
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
    expect(policy?.spec).toMatchObject({
      matchConstraints: { resourceRules: [{ operations: ['DELETE'], resources: ['namespaces'], resourceNames: ['research'] }] },
      validations: [{ message: expect.stringContaining('kubectl delete validatingadmissionpolicybindings agent-fleet-research-data') }],
    });
  });

  test('of Prometheus as well', () => {
    const platform = research(({ stack, cluster }) => void new FleetPlatform(stack, 'platform', { cluster }));
    expect(policies(platform)).toEqual(refuses('monitoring'));
  });

  test('without a store there is none, nor in a namespace that somebody else makes', () => {
    expect(policies(research((setting) => void pool(setting, 'llama')))).toEqual([]);
    expect(policies(research(sessions({ namespace: Namespace.existing('shared') })))).toEqual([]);
  });

  test.each(['maker first', 'maker last'] as const)('that another stack of the app makes is protected there: %s', (order) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod' });
    const make = () =>
      void new SessionStore(new TerraformStack(app, 'maker'), 'caches', { cluster, namespace: 'shared', deletionProtection: false });
    const use = () =>
      void new SessionStore(new TerraformStack(app, 'user'), 'sessions', { cluster, namespace: Namespace.existing('shared') });
    for (const build of order === 'maker first' ? [make, use] : [use, make]) build();
    expect(policies(FleetTemplate.synth(app, 'maker'))).toEqual(refuses('shared'));
  });
});

test('weights are a cache and may be replaced', () => {
  expect(protectedAddresses(research((setting) => void pool(setting, 'llama')))).toEqual([]);
});

test('the namespace of Prometheus is protected, those of operators without data are not', () => {
  const platform = (prometheus: { deletionProtection?: boolean }) =>
    research(({ stack, cluster }) => void new FleetPlatform(stack, 'platform', { cluster, prometheus }));
  expect(protectedAddresses(platform({}))).toEqual(['kubernetes_namespace_v1.platform_prometheus-namespace']);
  expect(protectedAddresses(platform({ deletionProtection: false }))).toEqual([]);
});

describe('the claim of a store', () => {
  const vectors =
    (props: Partial<VectorStoreProps> = {}) =>
    ({ stack, cluster }: Setting) =>
      void new VectorStore(stack, 'memory', { cluster, dimensions: 768, vectors: 100_000, ...props });

  test.each([
    ['session store', 'sessions', sessions, 'sessions-data'],
    ['vector store', 'memory', vectors, 'memory-data'],
  ] as const)('of a %s is kept by Helm and forgotten by Terraform', (_, id, build, claim) => {
    const kept = research(build());
    expect(manifest(kept, 'PersistentVolumeClaim', claim).metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
    expect(kept.json['removed']).toEqual([
      { from: expect.stringMatching(`^kubernetes_persistent_volume_claim_v1.${id}_data_[0-9A-F]{8}$`), lifecycle: { destroy: false } },
    ]);
    expect(kept.json.resource).not.toHaveProperty('kubernetes_persistent_volume_claim_v1');
    const unprotected = research(build({ deletionProtection: false }));
    expect(manifest(unprotected, 'PersistentVolumeClaim', claim).metadata.annotations ?? {}).not.toHaveProperty('helm.sh/resource-policy');
  });

  test('is in a release that takes over what an earlier program left, and what can be made again is not', () => {
    const template = research((setting) => {
      sessions()(setting);
      pool(setting, 'llama');
    });
    const releases = Object.values(template.json.resource?.['helm_release'] ?? {}) as { name: string; take_ownership?: boolean }[];
    const takers = releases.filter(({ take_ownership: takes }) => takes === true).map(({ name }) => name);
    expect([takers, releases.length]).toEqual([['research-data'], 2]);
  });

  test('of each of two stores is forgotten', () => {
    const both = research((setting) => {
      sessions()(setting);
      vectors()(setting);
    });
    expect(both.json['removed']).toHaveLength(2);
  });

  test.each<[string, Partial<SessionStoreProps>, boolean]>([
    ['storageClass', { storageClass: 'fast' }, true],
    ['storageGiB', { storageGiB: 100 }, false],
    ['memoryGiB', { memoryGiB: 8 }, false],
  ])('has a guard that Terraform refuses to replace: %s', (_, props, isAnother) => {
    const guard = (given: Partial<SessionStoreProps> = {}) =>
      research(sessions(given))
        .manifests()
        .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('sessions-state-'))?.metadata.name;
    expect(guard()).toBeDefined();
    expect(guard(props) !== guard()).toBe(isAnother);
  });
});

test('Helm keeps the database when it leaves the release', () => {
  const annotations = (props: Partial<StateStoreProps>) => manifest(research(state(props)), 'Cluster', 'state').metadata.annotations;
  expect(annotations({})).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
  expect(annotations({ deletionProtection: false })).not.toHaveProperty('helm.sh/resource-policy');
  expect(manifest(research(state({ vector: true })), 'Database', 'state').metadata.annotations).toMatchObject({
    'helm.sh/resource-policy': 'keep',
  });
});

test('switched off, nothing is protected', () => {
  expect(protectedAddresses(research(sessions({ deletionProtection: false })))).toEqual([]);
  expect(protectedAddresses(research(state({ deletionProtection: false })))).toEqual([]);
});

test('one protected store is enough to protect the namespace of both', () => {
  const both = research((setting) => {
    sessions()(setting);
    state({ deletionProtection: false })(setting);
  });
  expect(protectedAddresses(both)).toContain('kubernetes_namespace_v1.namespace-research');
});

describe('a change that a running database does not take', () => {
  const guard = (props: Partial<StateStoreProps> = {}) => {
    const found = research(state(props))
      .manifests()
      .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('state-state-'));
    return found?.metadata.name;
  };

  test.each<[string, Partial<StateStoreProps>]>([
    ['storageClass', { storageClass: 'fast' }],
    ['database', { database: 'crew' }],
  ])('would replace the guard, which Terraform refuses: %s', (_, props) => {
    expect(guard(props)).not.toBe(guard());
  });

  test.each<[string, Partial<StateStoreProps>]>([
    ['instances', { instances: 3 }],
    ['storageGiB', { storageGiB: 100 }],
    ['memoryGiB', { memoryGiB: 8 }],
    ['cpu', { cpu: '2' }],
    ['vector', { vector: true }],
  ])('is none of these: %s', (_, props) => {
    expect(guard(props)).toBe(guard());
  });
});

describe('the plan of the fleet names what holds data', () => {
  const storeFindings = (build: (setting: Setting) => void) => findings(build).filter(({ code }) => code.startsWith('AF-STO-'));

  test.each([
    ['claim research/sessions-data', sessions()],
    ['Postgres cluster research/state', state()],
  ])('%s', (holds, build) => {
    expect(storeFindings(build)).toEqual([
      expect.objectContaining({
        code: 'AF-STO-001',
        severity: 'info',
        prop: 'deletionProtection',
        message: expect.stringContaining(holds),
      }),
    ]);
  });

  test('and warns where nothing protects it', () => {
    expect(storeFindings(sessions({ deletionProtection: false }))).toEqual([
      expect.objectContaining({ code: 'AF-STO-002', severity: 'warning', repairs: [expect.anything()] }),
    ]);
    expect(JSON.stringify(storeFindings(sessions({ deletionProtection: false })))).toContain('deletionProtection: true');
  });
});
