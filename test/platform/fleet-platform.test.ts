import { Cluster, type ClusterProps, FleetPlatform, type FleetPlatformProps } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { Pins } from '../../lib/catalog/pins';
import { type App, TerraformStack, Testing } from '../../lib/terraform/engine';
import { problemsIn } from '../support/problems-in';
import { VERIFIED } from './verified-chart-values';

type Props = Omit<FleetPlatformProps, 'cluster'>;
type Values = Record<string, unknown>;

function platform(props: Props = {}, options: ClusterProps = {}) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'platform');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', ...options });
  return { app, operators: new FleetPlatform(stack, 'operators', { cluster, ...props }) };
}

interface ReleaseJson extends Values {
  readonly name: string;
  readonly chart: string;
  readonly depends_on: readonly string[];
  readonly values: readonly [string];
}

/** Those of operators; the one that keeps the namespace of Prometheus is looked at beside the stores. */
function releases(props: Props = {}, options: ClusterProps = {}): Record<string, ReleaseJson> {
  const template = FleetTemplate.synth(platform(props, options).app, 'platform');
  const made = (template.resources('helm_release') as ReleaseJson[]).filter(({ name }) => name !== 'kept-namespace');
  return Object.fromEntries(made.map((release) => [release.name, release]));
}

function valuesOf(release: ReleaseJson | undefined): Values {
  return JSON.parse(release?.values[0] ?? '{}') as Values;
}

function at(values: Values, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Values | undefined)?.[key], values);
}

/** Paths of all values; a node affinity, a list and a map of annotations count as one value. */
function leaves(values: Values, parents: readonly string[] = []): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...parents, key];
    const whole = typeof value !== 'object' || value === null || Array.isArray(value) || /affinity|annotations|nodeSelector/i.test(key);
    return whole ? [path.join('.')] : leaves(value as Values, path);
  });
}

function problems(props: Props, options: ClusterProps = {}) {
  return problemsIn(() => platform(props, options).app.synth());
}

describe('a platform', () => {
  test('installs every operator, each in its pinned version', () => {
    const made = releases();
    expect(Object.keys(made).sort()).toEqual(['cloudnative-pg', 'external-secrets', 'gpu-operator', 'keda', 'kube-prometheus-stack']);
    for (const pin of [Pins.charts.kubePrometheusStack, Pins.charts.keda, Pins.charts.gpuOperator, Pins.charts.externalSecrets]) {
      expect(made[pin.chart]).toMatchObject({ repository: pin.repository, version: pin.version, wait: true });
    }
    expect(platform().operators.provides).toEqual(new Set(['prometheus', 'keda', 'gpu-operator', 'external-secrets', 'postgres-operator']));
  });

  test('gives big charts a quarter of an hour', () => {
    const made = releases();
    expect(made['kube-prometheus-stack']?.['timeout']).toBe(900);
    expect(made['gpu-operator']?.['timeout']).toBe(900);
  });

  test('brings the kinds of Prometheus before the operators that make monitors of them', () => {
    const made = releases();
    for (const name of ['keda', 'gpu-operator', 'external-secrets', 'cloudnative-pg']) {
      expect(made[name]?.depends_on).toContainEqual(expect.stringContaining('operators_prometheus'));
    }
    expect(made['kube-prometheus-stack']?.depends_on).toEqual([
      expect.stringContaining('prometheus-namespace'),
      expect.stringContaining('dashboard-reader'),
    ]);
  });

  test('opens only the namespaces of host agents beyond Pod Security "restricted"', () => {
    const namespaces = FleetTemplate.synth(platform().app, 'platform').resources('kubernetes_namespace_v1');
    const levels = namespaces.map(({ metadata }) => metadata as { name: string; labels: Record<string, string> });
    expect(Object.fromEntries(levels.map(({ name, labels }) => [name, labels['pod-security.kubernetes.io/enforce']]))).toEqual({
      monitoring: 'privileged',
      'gpu-operator': 'privileged',
      keda: 'restricted',
      'external-secrets': 'restricted',
      'cnpg-system': 'restricted',
    });
  });

  test('lets Prometheus see objects of every release', () => {
    const values = valuesOf(releases()['kube-prometheus-stack']);
    for (const kind of ['serviceMonitor', 'podMonitor', 'rule', 'probe', 'scrapeConfig']) {
      expect(at(values, `prometheus.prometheusSpec.${kind}SelectorNilUsesHelmValues`)).toBe(false);
    }
  });

  test('keeps metrics on a volume and stops before it is full', () => {
    const values = valuesOf(
      releases({ prometheus: { retentionDays: 30, storageGiB: 100, storageClass: 'fast' } })['kube-prometheus-stack'],
    );
    expect(at(values, 'prometheus.prometheusSpec')).toMatchObject({ retention: '30d', retentionSize: '80GiB' });
    expect(at(values, 'prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec')).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '100Gi' } },
    });
  });

  test('scrapes no control plane unless asked to', () => {
    const parts = ['kubeEtcd', 'kubeControllerManager', 'kubeScheduler', 'kubeProxy'];
    const byDefault = valuesOf(releases()['kube-prometheus-stack']);
    const asked = valuesOf(releases({ prometheus: { controlPlaneMetrics: true } })['kube-prometheus-stack']);
    expect(parts.map((part) => at(byDefault, `${part}.enabled`))).toEqual([false, false, false, false]);
    expect(parts.map((part) => at(asked, `${part}.enabled`))).toEqual([true, true, true, true]);
  });

  test('keeps the kinds of KEDA and External Secrets when a release goes', () => {
    const made = releases();
    expect(at(valuesOf(made['keda']), 'crds.additionalAnnotations')).toEqual({ 'helm.sh/resource-policy': 'keep' });
    expect(at(valuesOf(made['external-secrets']), 'crds.annotations')).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  test('leaves driver and toolkit to node images that have them, and tolerates their taints beside the usual one', () => {
    const tolerations = [{ key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }] as const;
    const values = valuesOf(
      releases({ gpuOperator: { driver: false, toolkit: false, migStrategy: 'single', tolerations } })['gpu-operator'],
    );
    expect(values).toMatchObject({ driver: { enabled: false }, toolkit: { enabled: false }, mig: { strategy: 'single' } });
    const both = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }, tolerations[0]];
    expect(at(values, 'daemonsets.tolerations')).toEqual(both);
    expect(at(values, 'node-feature-discovery.worker.tolerations')).toEqual(both);
  });

  test('names no public registry behind a mirror of images', () => {
    const made = releases({}, { registryMirror: 'registry.internal/mirror' });
    for (const release of Object.values(made)) {
      expect(release.values[0]).toMatch(/registry\.internal(?:\/mirror|",\s*"repository": "mirror\/)/);
      expect(release.values[0]).not.toMatch(/"(nvcr\.io|ghcr\.io|quay\.io|docker\.io|registry\.k8s\.io)/);
    }
  });
});

describe('charts come', () => {
  test.each([
    ['oci://registry.internal/charts', { repository: 'oci://registry.internal/charts', chart: 'keda', version: '2.20.2' }],
    ['https://charts.internal', { repository: 'https://charts.internal', chart: 'keda', version: '2.20.2' }],
  ])('from the mirror %s', (chartMirror, expected) => {
    expect(releases({ chartMirror })['keda']).toMatchObject(expected);
  });

  test('from a folder of the machine that runs Terraform, which has its own version', () => {
    const { keda } = releases({ chartMirror: '/srv/charts/' });
    expect(keda?.chart).toBe('/srv/charts/keda');
    expect(keda).not.toHaveProperty('repository');
    expect(keda).not.toHaveProperty('version');
  });

  test('in another version when asked to', () => {
    expect(releases({ keda: { version: '2.19.0' } })['keda']).toMatchObject({ version: '2.19.0' });
  });
});

describe('an operator', () => {
  test('that exists already is provided and not installed', () => {
    const props: Props = { keda: 'existing', prometheus: 'existing' };
    expect(Object.keys(releases(props))).not.toContain('keda');
    expect(platform(props).operators.provides).toContain('keda');
  });

  test('that is not wanted is neither installed nor provided', () => {
    expect(Object.keys(releases({ gpuOperator: false }))).not.toContain('gpu-operator');
    expect(platform({ gpuOperator: false }).operators.provides).not.toContain('gpu-operator');
  });

  test('makes no monitors where the kinds of Prometheus are missing', () => {
    const made = releases({ prometheus: false });
    expect(at(valuesOf(made['keda']), 'prometheus.operator')).toEqual({ enabled: false, serviceMonitor: { enabled: false } });
    expect(at(valuesOf(made['gpu-operator']), 'dcgmExporter.serviceMonitor.enabled')).toBe(false);
    expect(at(valuesOf(made['external-secrets']), 'serviceMonitor.enabled')).toBe(false);
    expect(at(valuesOf(made['cloudnative-pg']), 'monitoring.podMonitorEnabled')).toBe(false);
  });

  test('makes monitors for a Prometheus that exists', () => {
    expect(at(valuesOf(releases({ prometheus: 'existing' })['keda']), 'prometheus.operator.enabled')).toBe(true);
  });
});

describe('values of the user', () => {
  test('are laid over ours key by key', () => {
    const values = { operator: { replicaCount: 2 }, http: { timeout: 20_000 } };
    const merged = valuesOf(releases({ keda: { values } })['keda']);
    expect(merged).toMatchObject({ operator: { replicaCount: 2 }, http: { timeout: 20_000 }, crds: { install: true } });
  });

  test('keep what Terraform would interpret as text of the chart', () => {
    const release = releases({ prometheus: { values: { grafana: { note: '${__user.login} %{x}' } } } })['kube-prometheus-stack'];
    expect(release?.values[0]).toContain('$${__user.login} %%{x}');
  });

  test.each([
    [
      'prometheus',
      { prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: true } } },
      'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues',
      true,
    ],
    ['prometheus', { grafana: { sidecar: { dashboards: { label: 'dashboards' } } } }, 'grafana.sidecar.dashboards.label', 'dashboards'],
    ['prometheus', { prometheus: false }, 'prometheus', false],
    ['keda', { crds: { install: false } }, 'crds.install', false],
    ['gpuOperator', { dcgmExporter: { enabled: false } }, 'dcgmExporter.enabled', false],
    ['externalSecrets', { installCRDs: false }, 'installCRDs', false],
    ['postgresOperator', { config: { clusterWide: false } }, 'config.clusterWide', false],
  ])('AF-PLT-001: %s relies on some of its values', (prop, values, path, value) => {
    expect(problems({ [prop]: { values } } as Props)).toEqual([
      expect.objectContaining({ code: 'AF-PLT-001', path: 'platform/operators', prop: `${prop}.values.${path}`, value }),
    ]);
  });

  test('the same value as ours is no contradiction', () => {
    expect(problems({ keda: { values: { crds: { install: true } } } })).toEqual([]);
  });

  test('AF-SPEC-005: a number that Terraform knows later is refused in them', () => {
    const problem = problems({ keda: { values: { operator: { replicaCount: -1.8881545897087626e289 } } } });
    expect(problem).toEqual([expect.objectContaining({ code: 'AF-SPEC-005', prop: 'keda.values.operator.replicaCount' })]);
  });
});

describe('a platform warns and refuses', () => {
  test('AF-PLT-002: a Prometheus that scaling does not ask', () => {
    const { app } = platform({}, { prometheusUrl: 'http://prometheus.observability.svc:9090' });
    const warnings = (of: App) =>
      FleetTemplate.synth(of, 'platform')
        .plan()
        .findings.filter(({ severity }) => severity !== 'info');
    expect(warnings(app)).toEqual([expect.objectContaining({ code: 'AF-PLT-002', severity: 'warning', prop: 'prometheus' })]);
    expect(warnings(platform().app)).toEqual([]);
  });

  test('AF-SPEC-021: two platforms on one cluster', () => {
    const app: App = Testing.app();
    const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
    for (const name of ['one', 'two']) new FleetPlatform(new TerraformStack(app, name), 'operators', { cluster });
    expect(() => app.synth()).toThrow(/AF-SPEC-021.*prod-eu/);
  });

  test('AF-SPEC-021: two operators in one namespace', () => {
    expect(problems({ keda: { namespace: 'operators' }, externalSecrets: { namespace: 'operators' } })).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-021', value: 'operators' }),
    ]);
  });

  test.each<[string, object, string, string]>([
    ['an unknown operator', { kedaa: {} }, 'AF-SPEC-002', 'kedaa'],
    ['an unknown option', { gpuOperator: { drivers: false } }, 'AF-SPEC-002', 'gpuOperator.drivers'],
    ['a wrong choice', { keda: 'exists' }, 'AF-SPEC-001', 'keda'],
    ['a MIG strategy that does not exist', { gpuOperator: { migStrategy: 'both' } }, 'AF-SPEC-001', 'gpuOperator.migStrategy'],
    ['a mirror without scheme', { chartMirror: 'registry.internal' }, 'AF-SPEC-001', 'chartMirror'],
    ['a volume too small for metrics', { prometheus: { storageGiB: 1 } }, 'AF-SPEC-001', 'prometheus.storageGiB'],
    ['a bad namespace', { keda: { namespace: 'KEDA' } }, 'AF-SPEC-001', 'keda.namespace'],
    ['a namespace to which no pool opens its network', { rayOperator: { namespace: 'ray' } }, 'AF-SPEC-002', 'rayOperator.namespace'],
  ])('%s', (_, props, code, prop) => {
    expect(problems(props as Props)).toContainEqual(expect.objectContaining({ code, prop }));
  });
});

/** Each of these was flipped once in a rendering of the chart, and the rendering changed as meant. */
describe('verified values', () => {
  const everything: Props = {
    prometheus: { storageClass: 'fast', grafanaAdminSecret: 'grafana-admin' },
    gpuOperator: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] },
  };
  const taints = (['NoSchedule', 'NoExecute'] as const).map((effect) => ({ key: 'dedicated', effect }));
  const made = releases(everything, {
    registryMirror: 'registry.internal/mirror',
    imagePullSecrets: ['registry-login'],
    nodePools: { system: { nodes: 2, labels: { pool: 'system' }, taints } },
    cpuNodePools: ['system'],
  });

  test.each(VERIFIED)('$chart is set only by keys that its version $version has', ({ chart, version, keys }) => {
    expect(made[chart]).toMatchObject({ version });
    expect(leaves(valuesOf(made[chart])).sort()).toEqual([...keys].sort());
  });
});
