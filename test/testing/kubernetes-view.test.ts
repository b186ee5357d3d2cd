import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { StackJson } from '../../lib/plan/synthesized-app';
import type { KubernetesObject } from '../../lib/testing/kubernetes-view/kubernetes-object';
import { kubernetesView } from '../../lib/testing/kubernetes-view/kubernetes-view';

const view = (stack: StackJson, folder = '.') => kubernetesView(stack, folder);
const objectsOf = (type: string, resource: object, rest: StackJson = {}): readonly KubernetesObject[] =>
  view({ ...rest, resource: { ...rest.resource, [type]: { it: resource } } }).objects;
const only = (type: string, resource: object, rest?: StackJson): KubernetesObject => {
  const objects = objectsOf(type, resource, rest).filter((object) => object.metadata.name === 'it');
  expect(objects).toHaveLength(1);
  return objects[0] as KubernetesObject;
};

const metadata = { name: 'it', namespace: 'fleet' };
const deployment = (pod: object) =>
  only('kubernetes_deployment_v1', { metadata, spec: { selector: { match_labels: { a: 'b' } }, template: { metadata: {}, spec: pod } } });
const podOf = (object: KubernetesObject) => (object['spec'] as { template: { spec: Record<string, unknown> } }).template.spec;
const container = (fields: object) => {
  const pod = podOf(deployment({ container: [{ name: 'main', ...fields }] }));
  return (pod['containers'] as Record<string, unknown>[])[0];
};
const configMap = (data: object, rest?: StackJson) => only('kubernetes_config_map_v1', { metadata, data }, rest)['data'];

describe('what the provider writes where a block leaves something out', () => {
  test('a security context without run_as_non_root says false, which Pod Security refuses', () => {
    expect(container({ security_context: { privileged: false } })).toMatchObject({
      securityContext: { runAsNonRoot: false, allowPrivilegeEscalation: true, privileged: false, readOnlyRootFilesystem: false },
    });
  });

  test('a container without security context has none', () => {
    expect(container({})).not.toHaveProperty('securityContext');
  });

  test('the pod level says false only when the block holds something else', () => {
    expect(podOf(deployment({ security_context: {} }))['securityContext']).toEqual({});
    expect(podOf(deployment({ security_context: { fs_group: '1000' } }))['securityContext']).toEqual({
      fsGroup: 1000,
      runAsNonRoot: false,
    });
  });

  test('replicas that are left out are left out: the scaler owns them', () => {
    expect(deployment({})['spec']).not.toHaveProperty('replicas');
  });

  test('replicas that are zero are sent', () => {
    const object = only('kubernetes_deployment_v1', { metadata, spec: { replicas: '0', template: {} } });
    expect(object['spec']).toMatchObject({ replicas: 0 });
  });

  test('a stateful set without revision_history_limit keeps no old revision', () => {
    expect(only('kubernetes_stateful_set_v1', { metadata, spec: { service_name: 's' } })['spec']).toMatchObject({
      revisionHistoryLimit: 0,
    });
  });

  test('a namespaced object without namespace goes to default', () => {
    expect(only('kubernetes_config_map_v1', { metadata: { name: 'it' } }).metadata.namespace).toBe('default');
  });

  test('a pod mounts its token and the links of services unless it says otherwise', () => {
    expect(podOf(deployment({ host_pid: false }))).toMatchObject({ automountServiceAccountToken: true, enableServiceLinks: true });
  });

  test('file modes are octal', () => {
    const pod = podOf(deployment({ volume: [{ name: 'v', secret: { secret_name: 's', default_mode: '0440' } }] }));
    expect(pod['volumes']).toEqual([{ name: 'v', secret: { secretName: 's', defaultMode: 0o440, optional: false } }]);
  });

  test('node ports of a load balancer are allocated only for load balancers', () => {
    const service = (type: string) => only('kubernetes_service_v1', { metadata, spec: { type } })['spec'];
    expect(service('LoadBalancer')).toHaveProperty('allocateLoadBalancerNodePorts', true);
    expect(service('ClusterIP')).not.toHaveProperty('allocateLoadBalancerNodePorts');
  });
});

describe('strings of Terraform', () => {
  test('escapes are undone', () => {
    expect(configMap({ a: 'sum(rate(x[$${__rate}])) %%{if}' })).toEqual({ a: 'sum(rate(x[${__rate}])) %{if}' });
  });

  test('references to other resources are followed, through blocks that are written as objects', () => {
    const rest = { resource: { kubernetes_service_v1: { api: { metadata: { name: 'api', namespace: 'fleet' } } } } };
    expect(configMap({ url: 'http://${kubernetes_service_v1.api.metadata[0].name}:80' }, rest)).toEqual({ url: 'http://api:80' });
    expect(configMap({ id: '${kubernetes_service_v1.api.id}' }, rest)).toEqual({ id: 'fleet/api' });
  });

  test('variables with a default and locals are followed, chains too', () => {
    const rest = { variable: { region: { default: 'eu' } }, locals: { zone: '${var.region}-1' } };
    expect(configMap({ z: '${local.zone}' }, rest)).toEqual({ z: 'eu-1' });
  });

  test('what is known only at apply stays as it is written', () => {
    const rest = { variable: { tag: { type: 'string' } } };
    expect(configMap({ a: 'v-${var.tag}', b: '${upper("x}")}' }, rest)).toEqual({ a: 'v-${var.tag}', b: '${upper("x}")}' });
  });

  test('a token inside of JSON stays inside of its text: what it is, or where it comes from', () => {
    const inside = (name: string) => `\${trimsuffix(trimprefix(jsonencode(var.${name}), "\\""), "\\"")}`;
    const rest = { variable: { tag: { type: 'string' }, motto: { default: 'so "be" it' } } };
    const { a } = configMap(
      { a: `{"known": "${inside('motto')}", "later": "v-${inside('tag')}", "price": "\${"$"}${inside('tag')}"}` },
      rest,
    ) as { a: string };
    expect(JSON.parse(a)).toEqual({ known: 'so "be" it', later: 'v-${var.tag}', price: '$${var.tag}' });
  });

  test('a circle of references ends', () => {
    expect(configMap({ a: '${local.a}' }, { locals: { a: '${local.b}', b: '${local.a}' } })).toEqual({
      a: expect.stringContaining('${local.'),
    });
  });

  test('keys of maps are templates too', () => {
    expect(configMap({ '${local.k}': 'v' }, { locals: { k: 'key' } })).toEqual({ key: 'v' });
  });
});

describe('what the view does not know it refuses by name', () => {
  const refusal = (type: string, resource: object) => () => objectsOf(type, resource);

  test('a resource type', () => {
    expect(refusal('kubernetes_api_service_v1', { metadata })).toThrow(
      /AF-VIEW-001.*kubernetes_api_service_v1.it.*does not know the resource type/s,
    );
  });

  test('an attribute', () => {
    expect(refusal('kubernetes_namespace_v1', { metadata: { name: 'a', nmespace: 'b' } })).toThrow(
      /kubernetes_namespace_v1\.it\.metadata.*"nmespace"/,
    );
  });

  test.each(['count', 'for_each'])('%s', (key) => {
    expect(refusal('kubernetes_namespace_v1', { metadata, [key]: 2 })).toThrow(new RegExp(`"${key}" multiplies`));
  });

  test('two blocks where the provider takes one', () => {
    expect(refusal('kubernetes_namespace_v1', { metadata: [{ name: 'a' }, { name: 'b' }] })).toThrow(/more than once/);
  });

  test('a text where a block belongs', () => {
    expect(refusal('kubernetes_namespace_v1', { metadata: 'a' })).toThrow(/expected a block, found "a"/);
  });

  test('resources of other providers are none of its business', () => {
    expect(objectsOf('random_password', { length: 12 })).toEqual([]);
  });
});

describe('other ways to make objects', () => {
  test('the older names without version mean the same', () => {
    expect(only('kubernetes_deployment', { metadata }).kind).toBe('Deployment');
    expect(only('kubernetes_daemonset', { metadata }).kind).toBe('DaemonSet');
  });

  test('kubernetes_manifest carries its object', () => {
    const manifest = { apiVersion: 'x/v1', kind: 'X', metadata: { name: 'it' }, spec: { a: '$${b}' } };
    expect(only('kubernetes_manifest', { manifest })).toEqual({ ...manifest, spec: { a: '${b}' } });
  });

  test('data of a secret is in base64', () => {
    expect(only('kubernetes_secret_v1', { metadata, data: { k: 'v' } })).toMatchObject({ type: 'Opaque', data: { k: 'dg==' } });
  });
});

describe('Helm releases', () => {
  const release = (attributes: object, folder?: string) => view({ resource: { helm_release: { it: attributes } } }, folder);

  test('a release of a remote chart is listed with its values, later over earlier', () => {
    const { objects, releases } = release({
      name: 'keda',
      namespace: 'keda',
      chart: 'keda',
      repository: 'https://charts.example.com',
      version: '2.20.2',
      values: ['{"a": {"b": 1, "c": 2}}', 'a:\n  b: 3'],
      set: [{ name: 'a.d', value: 'x' }],
    });
    expect(objects).toEqual([]);
    expect(releases).toEqual([
      {
        name: 'keda',
        namespace: 'keda',
        chart: 'keda',
        repository: 'https://charts.example.com',
        version: '2.20.2',
        values: { a: { b: 3, c: 2, d: 'x' } },
      },
    ]);
  });

  test('values that hold a token are read, and values that nobody can read are refused by name', () => {
    const inside = '${trimsuffix(trimprefix(jsonencode(var.team), "\\""), "\\"")}';
    const written = { name: 'keda', namespace: 'keda', chart: 'keda' };
    const { releases } = release({ ...written, values: [`{"label": "team-${inside}"}`] });
    expect(releases[0]?.values).toEqual({ label: 'team-${var.team}' });
    expect(() => release({ ...written, values: ['a: "${upper("x")}"'] })).toThrow(/AF-VIEW-001.*helm_release\.it\.values/s);
  });

  test('what is set has the type that Helm guesses, unless it is said to be text', () => {
    const set = [
      { name: 'a.on', value: 'true' },
      { name: 'a.count', value: '3' },
      { name: 'a.zero', value: '007' },
      { name: 'a.text', value: '3', type: 'string' },
      { name: 'node\\.kind', value: 'x' },
    ];
    const { releases } = release({ name: 'r', chart: 'c', set, set_list: [{ name: 'l', value: ['x', 'y'] }] });
    expect(releases[0]?.values).toEqual({ l: ['x', 'y'], a: { on: true, count: 3, zero: '007', text: '3' }, 'node.kind': 'x' });
  });

  test.each([
    { name: 'a[0]', value: 'x' },
    { name: 'a', value: '{x,y}' },
  ])("Helm's own language in set is refused: %j", (setting) => {
    expect(() => release({ name: 'r', chart: 'c', set: [setting] })).toThrow(/write it into values/);
  });

  const folderWithChart = (name: string) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chart-'));
    fs.mkdirSync(path.join(folder, 'assets'));
    fs.writeFileSync(path.join(folder, 'assets', 'Chart.yaml'), `apiVersion: v2\nname: ${name}\n`);
    return folder;
  };
  const object = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'it', labels: { 'app.kubernetes.io/managed-by': 'us' } },
  };
  const local = { name: 'objects', namespace: 'fleet', chart: '${path.module}/assets', values: [JSON.stringify({ objects: [object] })] };

  test('the objects of our own chart are objects, with what Helm writes on them', () => {
    const { objects, releases } = release(local, folderWithChart('fleet-objects'));
    expect(releases).toEqual([]);
    expect(objects).toEqual([
      {
        ...object,
        metadata: {
          name: 'it',
          namespace: 'fleet',
          labels: { 'app.kubernetes.io/managed-by': 'Helm' },
          annotations: { 'meta.helm.sh/release-name': 'objects', 'meta.helm.sh/release-namespace': 'fleet' },
        },
      },
    ]);
  });

  test('a local chart of somebody else is a release', () => {
    const { objects, releases } = release(local, folderWithChart('their-chart'));
    expect(objects).toEqual([]);
    expect(releases.map(({ name }) => name)).toEqual(['objects']);
  });
});
