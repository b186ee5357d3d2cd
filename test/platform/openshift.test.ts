import { everyPod } from '../../e2e/openshift/app/every-pod';
import { SHARED_NODES } from '../../e2e/openshift/app/shared-nodes';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { AgentRuntime, Cluster, FleetPlatform, type FleetPlatformProps, Scaling } from '../../lib';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import type { KubernetesObject } from '../../lib/testing/kubernetes-view/kubernetes-object';
import { pool, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

type Distribution = 'kubernetes' | 'openshift';
type Json = Record<string, unknown>;

function everyObject(distribution: Distribution): KubernetesObject[] {
  const apps = { research: new App({ outdir: temporaryOutdir() }), 'every-pod': new App({ outdir: temporaryOutdir() }) };
  referenceFleet(apps.research, { distribution, sharedNodes: SHARED_NODES });
  everyPod(apps['every-pod'], distribution);
  return Object.entries(apps).flatMap(([stack, app]) => FleetTemplate.synth(app, stack).manifests());
}

/** Every field of a name, wherever it stands in an object. */
function fields(value: unknown, names: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => fields(item, names));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (names.includes(key) ? [item] : fields(item, names)));
}

const IDS = ['runAsUser', 'runAsGroup', 'fsGroup', 'supplementalGroups'];
const hasPods = ({ kind }: KubernetesObject) => ['Deployment', 'StatefulSet', 'Job'].includes(kind);

describe('pods on OpenShift', () => {
  const made = everyObject('openshift');
  const madeElsewhere = everyObject('kubernetes');
  const workloads = made.filter(hasPods);

  test('name no user and no group, whatever construct makes them', () => {
    expect(workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toHaveLength(madeElsewhere.filter(hasPods).length);
    expect(workloads.length).toBeGreaterThan(15);
    for (const workload of workloads)
      expect({ of: workload.metadata.name, ids: fields(workload, IDS) }).toEqual({ of: workload.metadata.name, ids: [] });
  });

  test('are as restricted as everywhere in all else', () => {
    const contexts = workloads.flatMap((workload) => fields(workload, ['securityContext'])) as Json[];
    expect(contexts.length).toBeGreaterThan(30);
    for (const context of contexts) expect(context).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    const containers = contexts.filter((context) => 'capabilities' in context);
    for (const context of containers)
      expect(context).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  });

  test('have users and groups everywhere else', () => {
    for (const workload of madeElsewhere.filter(hasPods)) expect(fields(workload, ['fsGroup'])).toHaveLength(1);
  });

  test('of a broker lose the user that its operator would write', () => {
    const [broker] = made.filter(({ kind }) => kind === 'RabbitmqCluster');
    expect(broker?.['spec']).toMatchObject({
      override: { statefulSet: { spec: { template: { spec: { securityContext: {}, containers: [] } } } } },
    });
    const [elsewhere] = madeElsewhere.filter(({ kind }) => kind === 'RabbitmqCluster');
    expect(elsewhere?.['spec']).not.toHaveProperty('override');
  });
});

describe('a namespace on OpenShift', () => {
  const openshift = { distribution: 'openshift' } as const;

  test('keeps the annotations by which the cluster gives it a range of users', () => {
    const { lifecycle } = namespaceOf(research((setting) => void pool(setting, 'planner'), openshift));
    expect(lifecycle).toEqual({ ignore_changes: ['metadata[0].annotations'] });
    expect(namespaceOf(research((setting) => void pool(setting, 'planner'))).lifecycle).toBeUndefined();
  });

  test('keeps them where it is protected, too', () => {
    const app = new App({ outdir: temporaryOutdir() });
    referenceFleet(app, { ...openshift, sharedNodes: SHARED_NODES });
    expect(namespaceOf(FleetTemplate.synth(app, 'research')).lifecycle).toEqual({
      ignore_changes: ['metadata[0].annotations'],
      prevent_destroy: true,
    });
  });

  test('is watched by the monitoring of user workloads, whose pods alone may scrape, and resolves names by its DNS', () => {
    const template = research((setting) => void pool(setting, 'planner', { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }), openshift);
    const policies = JSON.stringify(template.manifests().filter(({ kind }) => kind === 'NetworkPolicy'));
    expect(policies).toContain('"kubernetes.io/metadata.name":"openshift-user-workload-monitoring"');
    expect(policies).toContain('"dns.operator.openshift.io/daemonset-dns":"default"');
    expect(policies).toContain('5353');
    const [namespace] = template.manifests().filter(({ kind }) => kind === 'Namespace');
    expect(namespace?.metadata.labels).toMatchObject({
      'openshift.io/user-monitoring': 'true',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(namespace?.metadata.labels).not.toHaveProperty('openshift.io/cluster-monitoring');
  });
});

describe('KEDA on OpenShift', () => {
  const scaled = (props: object) =>
    research(
      (setting) => {
        for (const name of ['planner', 'worker']) pool(setting, name, { scaling: Scaling.queueDepth({ min: 1, max: 2 }) });
      },
      { distribution: 'openshift', ...props },
    ).manifests();

  test('asks Thanos Querier for one namespace, with a token that reads its metrics alone', () => {
    const objects = scaled({});
    const triggers = objects
      .filter(({ kind }) => kind === 'ScaledObject')
      .flatMap((object) => (object['spec'] as { triggers: Json[] }).triggers);
    expect(triggers).toHaveLength(2);
    for (const trigger of triggers) {
      expect(trigger).toMatchObject({
        authenticationRef: { name: 'agent-fleet-metrics-reader' },
        metadata: {
          serverAddress: 'https://thanos-querier.openshift-monitoring.svc.cluster.local:9092',
          authModes: 'bearer',
          namespace: 'research',
        },
      });
    }
    const [role] = objects.filter(({ kind }) => kind === 'Role');
    expect(role?.['rules']).toEqual([{ apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get'] }]);
    const [authentication] = objects.filter(({ kind }) => kind === 'TriggerAuthentication');
    expect(authentication?.['spec']).toEqual({
      secretTargetRef: [{ parameter: 'bearerToken', name: 'agent-fleet-metrics-reader', key: 'token' }],
      configMapTargetRef: [{ parameter: 'ca', name: 'openshift-service-ca.crt', key: 'service-ca.crt' }],
    });
  });

  test('has one sign-in for all pools of a namespace, and none where the user names a Prometheus of his own', () => {
    expect(scaled({}).filter(({ kind }) => kind === 'TriggerAuthentication')).toHaveLength(1);
    const own = scaled({ prometheusUrl: 'http://prometheus.metrics.svc:9090' });
    expect(own.filter(({ kind }) => ['TriggerAuthentication', 'Role', 'Secret'].includes(kind))).toEqual([]);
    expect(JSON.stringify(own)).not.toContain('bearer');
  });

  test('has no token in what Terraform writes', () => {
    const [secret] = scaled({}).filter(({ kind }) => kind === 'Secret');
    expect(secret).toMatchObject({ type: 'kubernetes.io/service-account-token' });
    expect(secret).not.toHaveProperty('data');
    expect(secret).not.toHaveProperty('stringData');
  });
});

describe('operators on OpenShift', () => {
  const platform = (props: Omit<FleetPlatformProps, 'cluster'>) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod', distribution: 'openshift' });
    new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, ...props });
    return app;
  };
  const releases = (props: Omit<FleetPlatformProps, 'cluster'>) =>
    (FleetTemplate.synth(platform(props), 'platform').resources('helm_release') as { name: string; values: string[] }[]).map(
      (release) => release,
    );

  test('that it brings are there already', () => {
    expect(
      releases({})
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['cloudnative-pg', 'external-secrets', 'keda']);
    expect(releases({ prometheus: undefined, gpuOperator: undefined } as never).map(({ name }) => name)).toHaveLength(3);
  });

  test('that are installed name no user: the chart of CloudNativePG would', () => {
    const postgres = releases({}).find(({ name }) => name === 'cloudnative-pg');
    expect(JSON.parse(postgres?.values[0] ?? '{}')).toMatchObject({ containerSecurityContext: { runAsUser: null, runAsGroup: null } });
  });

  test.each([
    ['prometheus', {}],
    ['prometheus', { retentionDays: 3 }],
    ['gpuOperator', { driver: false }],
  ] as const)('are refused where it has its own: %s', (prop, value) => {
    expect(problemsOf(platform({ [prop]: value }))).toEqual([expect.objectContaining({ code: 'AF-PLT-009', prop })]);
  });
});

test('a user of pods is refused, because the namespace gives it', () => {
  const withUser = (options: object) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod', ...options });
    const image = 'registry.example.com/agents:1.0.0';
    new AgentRuntime(new TerraformStack(app, 'agents'), 'agents', { cluster, framework: 'pydantic-ai', image, runAsUser: 10_002 });
    return app;
  };
  expect(problemsOf(withUser({ distribution: 'openshift' }))).toEqual([
    expect.objectContaining({ code: 'AF-CLU-016', prop: 'runAsUser', value: 10_002, repairs: ['remove runAsUser'] }),
  ]);
  expect(problemsOf(withUser({}))).toEqual([]);
});

test.each([['okd'], ['OpenShift'], [''], [true], [null], [['openshift']]])('distribution %j is refused', (distribution) => {
  expect(() => Cluster.fromKubeconfig({ context: 'prod', distribution: distribution as never })).toThrow(/distribution/);
});

function namespaceOf(template: FleetTemplate): { readonly lifecycle?: Json } {
  return template.resources('kubernetes_namespace_v1')[0] as { readonly lifecycle?: Json };
}

function problemsOf(app: App) {
  return problemsIn(() => app.synth()).filter(({ severity }) => severity === 'error');
}
