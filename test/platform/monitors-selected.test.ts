/** A Prometheus that selects by label finds every monitor and rule; where nobody says how it selects, that is a warning. */
import { AgentFleet, Cluster, FleetPlatform, type FleetPlatformProps, ObservabilityStack, Scaling, Topology } from '../../lib';
import { CHARTS } from '../../lib/catalog/pins/charts';
import type { ClusterProps } from '../../lib/platform/cluster';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { pool, research, type Setting } from '../setup/research-stack';

const MONITORED = ['PodMonitor', 'ServiceMonitor', 'PrometheusRule'];

function watched(setting: Setting, platform: Omit<FleetPlatformProps, 'cluster'> = { prometheus: 'existing' }): void {
  const { stack, cluster } = setting;
  new FleetPlatform(stack, 'operators', { cluster, ...platform });
  const fleet = new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: pool(setting, 'small', { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }), contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
  });
  new ObservabilityStack(stack, 'watch', { cluster, fleets: [fleet] });
}

const synth = (options: ClusterProps, platform?: Omit<FleetPlatformProps, 'cluster'>) =>
  research((setting) => watched(setting, platform), options);
const warned = (...args: Parameters<typeof synth>) =>
  synth(...args)
    .plan()
    .findings.filter(({ code }) => code === 'AF-PLT-011');

test('every monitor and rule has the labels, and its own beside them', () => {
  const found = synth({ monitorLabels: { release: 'monitoring' } })
    .manifests()
    .filter(({ kind }) => MONITORED.includes(kind));
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['PodMonitor', 'PrometheusRule']));
  for (const { metadata } of found)
    expect(metadata.labels).toMatchObject({ release: 'monitoring', 'app.kubernetes.io/name': expect.any(String) });
});

test('the label never takes the place of one that is ours', () => {
  const [monitor] = synth({ monitorLabels: { 'app.kubernetes.io/name': 'x' } })
    .manifests()
    .filter(({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'small');
  expect(monitor?.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'small' });
});

/**
 * Keys of charts, with what Helm 3.18.4 rendered from them on 2026-11-29: `release: monitoring` on 3 ServiceMonitors of KEDA (operator, metrics server,
 * webhooks), 3 of External Secrets and the PodMonitor of CloudNativePG, from their charts at these versions; the ClusterPolicy of the GPU operator
 * carries them, and its controller puts them on the ServiceMonitor of the exporter (controllers/object_controls.go). A new pin asks for it again.
 */
test.each([
  ['keda', '2.20.2'],
  ['gpu-operator', 'v26.7.0'],
  ['external-secrets', '2.9.0'],
  ['cloudnative-pg', '0.29.0'],
])('the keys of %s were rendered at the pinned version', (chart, version) => {
  expect(Object.values(CHARTS).find((pin) => pin.chart === chart)).toMatchObject({ version });
});

test.each([
  ['keda', { prometheus: { operator: { serviceMonitor: { additionalLabels: { release: 'monitoring' } } } } }],
  ['gpu-operator', { dcgmExporter: { serviceMonitor: { additionalLabels: { release: 'monitoring' } } } }],
  ['external-secrets', { serviceMonitor: { additionalLabels: { release: 'monitoring' } } }],
  ['cloudnative-pg', { monitoring: { podMonitorAdditionalLabels: { release: 'monitoring' } } }],
])('the monitors of %s have them, too', (chart, values) => {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new FleetPlatform(stack, 'operators', { cluster: Cluster.fromKubeconfig({ context: 'prod', monitorLabels: { release: 'monitoring' } }) });
  const releases = Object.values((JSON.parse(Testing.synth(stack)) as Terraform).resource.helm_release);
  const release = releases.find((one) => one.chart === chart);
  expect(JSON.parse(release?.values?.[0] ?? '{}')).toMatchObject(values);
});

interface Terraform {
  readonly resource: { readonly helm_release: Readonly<Record<string, { readonly chart: string; readonly values?: readonly string[] }>> };
}

describe('a Prometheus that is there already', () => {
  test('and of which nobody says how it selects', () => {
    const [finding, ...more] = warned({});
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warning', prop: 'prometheus' });
    expect(finding?.message).toContain('PodMonitor');
  });
  test('which selects by the label of its release', () => expect(warned({ monitorLabels: { release: 'monitoring' } })).toEqual([]));
  test('which takes all objects', () => expect(warned({ monitorLabels: {} })).toEqual([]));
  test('of OpenShift takes all objects', () => expect(warned({ distribution: 'openshift' })).toEqual([]));
  test('but is installed here: it is told to take all', () => expect(warned({}, {})).toEqual([]));
  test('beside a fleet without monitors', () => {
    const template = research(({ stack, cluster }) => void new FleetPlatform(stack, 'operators', { cluster, prometheus: 'existing' }));
    expect(template.plan().findings.filter(({ code }) => code === 'AF-PLT-011')).toEqual([]);
  });
});
