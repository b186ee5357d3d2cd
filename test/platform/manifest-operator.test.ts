/** The RabbitMQ cluster operator out of the file that its makers publish. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import type { FleetPlatformProps } from '../../lib/platform/fleet-platform-props';
import { TaskQueue } from '../../lib/queues/task-queue';
import { TerraformStack } from '../../lib/terraform/engine';
import { refusal, research, type Setting } from '../setup/research-stack';

const MANIFEST = path.join(__dirname, '../support/cluster-operator.yml');

const platform = ({ stack, cluster }: Setting, rabbitmqOperator: FleetPlatformProps['rabbitmqOperator']) =>
  new FleetPlatform(stack, 'operators', { cluster, rabbitmqOperator: rabbitmqOperator as never });

interface Stack {
  readonly resource: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly name?: string; readonly values?: readonly string[]; readonly depends_on?: readonly string[] }>>
    >
  >;
}

describe('a manifest', () => {
  const template = research((setting) => void platform(setting, { manifest: MANIFEST }), { registryMirror: 'registry.internal' });
  const releases = Object.values((template.json as unknown as Stack).resource['helm_release'] ?? {});
  const release = releases.find(({ name }) => name === 'rabbitmq-cluster-operator');
  const { objects } = JSON.parse(release?.values?.[0] ?? '{}') as { objects: { kind: string; metadata: { annotations?: object } }[] };

  test('is a release of its objects, without the namespace, which the platform makes closed and restricted', () => {
    expect(objects.map(({ kind }) => kind)).toEqual(['CustomResourceDefinition', 'ServiceAccount', 'Deployment']);
    const namespace = template.manifests().find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'rabbitmq-system');
    expect(namespace?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(release?.depends_on?.join()).toMatch(/rabbitmq-operator-namespace/);
  });

  test('keeps its kind when it is uninstalled: with the kind would go every broker', () => {
    expect(objects[0]?.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  test('pulls its images through the mirror, and names them in the plan', () => {
    expect(JSON.stringify(objects[2])).toContain('"image":"registry.internal/');
    expect(template.plan().images?.map(({ source }) => source)).toContain('ghcr.io/rabbitmq/cluster-operator:2.22.3');
  });
});

describe('what is no manifest of the operator', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const file = (text: string): string => {
    const made = path.join(folder, `${fs.readdirSync(folder).length}.yml`);
    fs.writeFileSync(made, text);
    return made;
  };
  const good = fs.readFileSync(MANIFEST, 'utf8');

  test.each([
    ['a file that is not there', () => path.join(folder, 'nowhere.yml'), /cannot be read/],
    ['a folder', () => `${fs.mkdirSync(path.join(folder, 'folder.yml'), { recursive: true }) ?? folder}`, /cannot be read/],
    ['no YAML', () => file('a: [1'), /is no YAML/],
    ['a list', () => file('[1, 2]'), /no object of Kubernetes/],
    ['aliases that grow', () => file(`${good}---\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n`), /aliases/],
    [
      'a Deployment without containers',
      () => file('apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { template: 7 }\n'),
      /holds no CustomResourceDefinition/,
    ],
    ['another operator', () => file('apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a }\n'), /holds no CustomResourceDefinition/],
    [
      'objects of another namespace',
      () => file(good.replaceAll('namespace: rabbitmq-system', 'namespace: kube-system')),
      /into namespace kube-system/,
    ],
  ])('AF-SPEC-001: %s', (_, made, message) => {
    const { problems } = refusal((setting) => void platform(setting, { manifest: made() }));
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'AF-SPEC-001',
        prop: 'rabbitmqOperator.manifest',
        message: expect.stringMatching(message) as string,
      }),
    ]);
  });
});

describe('a broker on a cluster', () => {
  const broker = (rabbitmqOperator: FleetPlatformProps['rabbitmqOperator']) => (setting: Setting) => {
    platform({ ...setting, stack: new TerraformStack(setting.stack.node.root, 'platform') }, rabbitmqOperator);
    TaskQueue.rabbitMq(setting.stack, 'tasks', { cluster: setting.cluster });
  };

  test('AF-PLT-003: without the operator is refused, and the repair installs it', () => {
    expect(refusal(broker(undefined)).problems).toEqual([
      expect.objectContaining({
        code: 'AF-PLT-003',
        prop: 'rabbitmqOperator',
        repairs: ["rabbitmqOperator: { manifest: './cluster-operator.yml' }", "rabbitmqOperator: 'existing'"],
      }),
    ]);
  });

  test.each([
    ['existing', 'existing'],
    ['a file', { manifest: MANIFEST }],
  ] as const)('with the operator (%s) is made', (_, choice) => {
    expect(
      research(broker(choice))
        .manifests()
        .map(({ kind }) => kind),
    ).toContain('RabbitmqCluster');
  });
});
