/** Labels of a user reach all that the constructs below a scope make. */
import { TerraformStack, Testing } from 'cdktf';
import { addLabels, type Cluster, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import { Construct } from 'constructs';
import { euSovereign } from '../../examples/f18-eu-sovereign/fleet';
import { mcpTiers } from '../../examples/f20-mcp-tiers/fleet';
import { onRabbitMq } from '../../examples/guides/queues';
import { prefillAndDecode } from '../../examples/prefill-and-decode/fleet';
import { type App, TerraformStack as Stack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { problemsOf, research } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';

const POOL = { model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
const OWN = { 'cost-center': '4711', 'example.com/team': 'research' };

interface Labelled {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } } };
}

/** What nobody counts by: rights, ways, alerts, and what an operator turns into Secrets. */
const WITHOUT = new Set([
  'NetworkPolicy',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ExternalSecret',
  'Password',
  'PodMonitor',
  'PrometheusRule',
  'ScaledObject',
  'TriggerAuthentication',
  'ClusterRole',
]);
const isDashboard = ({ kind, metadata }: Labelled) => kind === 'ConfigMap' && metadata.name.startsWith('observability');

describe.each<[string, (app: App) => unknown]>([
  ['data that stays in the EU', euSovereign],
  ['MCP servers, watched', mcpTiers],
  ['prefill and decode', prefillAndDecode],
  ['RabbitMQ', onRabbitMq],
])('labels of an app: %s', (_, build) => {
  const app = Testing.app();
  addLabels(app, OWN);
  build(app);
  const fleets = app.node.findAll().filter(Stack.isStack).at(-1)?.node.id ?? '';
  const objects = FleetTemplate.synth(app, fleets).manifests() as unknown as readonly Labelled[];

  test('objects', () => {
    const labelled = objects.filter((object) => !WITHOUT.has(object.kind) && !isDashboard(object));
    expect(labelled.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Namespace', 'Deployment', 'ServiceAccount']));
    for (const { kind, metadata } of labelled) expect({ kind, ...metadata }).toMatchObject({ kind, labels: OWN });
  });

  test('what operators make of their objects', () => {
    for (const object of objects.filter(({ kind }) => kind === 'Cluster')) {
      expect(object).toMatchObject({ spec: { inheritedMetadata: { labels: OWN } } });
    }
  });

  test('pods', () => {
    const templates = objects.flatMap(({ spec }) => (spec?.template === undefined ? [] : [spec.template.metadata?.labels]));
    expect(templates.length).toBeGreaterThan(1);
    for (const labels of templates) expect(labels).toMatchObject(OWN);
  });

  test('nothing is selected by them', () => {
    expect(JSON.stringify(objects.map(({ spec }) => (spec as { selector?: unknown } | undefined)?.selector))).not.toContain('cost-center');
  });
});

describe('scopes', () => {
  const labelsOf = (build: (stack: TerraformStack, cluster: Cluster) => void, name: string) => {
    const template = research(({ stack, cluster }) => build(stack, cluster));
    const found = template.manifests().find((object) => object.kind === 'Deployment' && object.metadata.name === name);
    return (found as unknown as Labelled).metadata.labels;
  };
  const model = (scope: Construct, id: string, cluster: Cluster) => new InferencePool(scope, id, { ...POOL, cluster });

  test('an inner scope goes before an outer one, and its siblings have none of it', () => {
    const build = (stack: TerraformStack, cluster: Cluster) => {
      addLabels(stack, { team: 'platform', 'cost-center': '1' });
      const wrapper = new Construct(stack, 'wrapper');
      addLabels(wrapper, { team: 'research' });
      model(stack, 'shared', cluster);
      model(wrapper, 'own', cluster);
    };
    expect(labelsOf(build, 'own')).toMatchObject({ team: 'research', 'cost-center': '1' });
    expect(labelsOf(build, 'shared')).toMatchObject({ team: 'platform', 'cost-center': '1' });
  });

  test('after a construct was made they are refused, and a scope that has none yet still takes them', () => {
    const [problem, ...others] = problemsOf(({ stack, cluster }) => {
      model(stack, 'shared', cluster);
      addLabels(new Construct(stack, 'wrapper'), { team: 'research' });
      addLabels(stack, { team: 'platform' });
    });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'AF-SPEC-029', path: 'research', prop: 'labels', value: 'team' });
    expect(problem?.message).toContain('research/shared was made before');
  });
});

test.each([
  'app.kubernetes.io/name',
  'app.kubernetes.io/managed-by',
  'agent-fleet/model',
  'pod-security.kubernetes.io/enforce',
  'topology.kubernetes.io/zone',
  'cnpg.io/cluster',
  'istio.io/dataplane-mode',
  'not a key',
])('%s is no label of a user', (key) => {
  const problems = problemsIn(() => addLabels(new TerraformStack(Testing.app(), 's'), { [key]: 'x' }));
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', path: 's' })]);
  expect(problems[0]?.prop).toContain('labels');
});

test.each(['app.kubernetes.io/version', 'app.kubernetes.io/instance', 'sidecar.istio.io/inject', 'team'])('%s is one', (key) => {
  expect(problemsIn(() => addLabels(new TerraformStack(Testing.app(), 's'), { [key]: 'x' }))).toEqual([]);
});

test('a value that Kubernetes does not take, and no label at all', () => {
  const stack = () => new TerraformStack(Testing.app(), 's');
  expect(problemsIn(() => addLabels(stack(), { team: 'R&D' }))).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', value: 'R&D' })]);
  expect(problemsIn(() => addLabels(stack(), {}))).toEqual([expect.objectContaining({ code: 'AF-SPEC-001' })]);
});
