/** Addresses that contradict what stands beside them: pods would ask into nowhere, so each is refused at once, by its prop. */
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import {
  Cluster,
  type ClusterProps,
  ExecPlugin,
  ExternalHost,
  type ExternalHostProps,
  InternalService,
  isFleetError,
  SecretRef,
  TaskQueue,
  Tracing,
} from 'cdktf-agent-fleet';

const propsRefused = (make: () => unknown): string[] => {
  try {
    make();
    return [];
  } catch (error) {
    if (!isFleetError(error)) throw error;
    return error.problems.map(({ code, prop }) => `${code} ${prop}`);
  }
};

const CIDRS = ['10.0.0.0/24'];

describe('a proxy', () => {
  const proxied = (proxy: object) =>
    propsRefused(() => Cluster.fromKubeconfig({ context: 'c', proxy: { cidrs: CIDRS, ...proxy } as never }));

  test.each([
    ['with an address outside of its ranges', { https: 'http://192.168.9.9:3128' }, 'https'],
    ['with such an address for http alone', { https: 'http://10.0.0.9:3128', http: 'http://192.168.9.9:3128' }, 'http'],
    ['of IPv6 outside of its ranges', { https: 'http://[2001:db8::9]:3128' }, 'https'],
    ['with a path', { https: 'http://proxy.example.com:3128/path' }, 'https'],
    ['with a query', { https: 'http://proxy.example.com:3128/?a=b' }, 'https'],
    ['that nobody uses', { https: 'http://proxy.example.com:3128', noProxy: ['*'] }, 'noProxy.0'],
  ])('%s is refused', (_, proxy, prop) => {
    expect(proxied(proxy)).toEqual([`AF-SPEC-001 proxy.${prop}`]);
  });

  test.each([
    { https: 'http://proxy.example.com:3128' },
    { https: 'http://10.0.0.9:3128/' },
    { https: 'http://[2001:db8::9]:3128', cidrs: ['2001:db8::/64'] },
    { https: 'https://proxy.example.com', noProxy: ['*.example.com', '10.96.0.0/12'] },
  ])('%j is accepted', (proxy) => {
    expect(proxied(proxy)).toEqual([]);
  });
});

describe('the DNS of OpenShift', () => {
  const props = (dns: ClusterProps['dns']) => ({ distribution: 'openshift', dns }) as const;
  const ways: Readonly<Record<string, (more: object) => unknown>> = {
    fromKubeconfig: (more) => Cluster.fromKubeconfig({ context: 'c', ...more }),
    fromEnvironment: (more) => Cluster.fromEnvironment({ context: 'c', ...more }),
    inCluster: (more) => Cluster.inCluster(more),
    fromToken: (more) => Cluster.fromToken({ host: 'https://10.0.0.1:6443', tokenVariable: 'token', ...more }),
    fromExec: (more) => Cluster.fromExec({ host: 'https://10.0.0.1:6443', exec: ExecPlugin.gke(), name: 'c', ...more } as never),
  };

  test.each(Object.keys(ways).filter((way) => way in Cluster))('is no other, whichever way the cluster is reached: %s', (way) => {
    expect(propsRefused(() => ways[way]?.(props('kube-dns')))).toEqual(['AF-SPEC-001 dns']);
    expect(propsRefused(() => ways[way]?.(props('node-local')))).toEqual(['AF-SPEC-001 dns']);
    expect(propsRefused(() => ways[way]?.(props('openshift')))).toEqual([]);
    expect(propsRefused(() => ways[way]?.({ dns: 'node-local' }))).toEqual([]);
  });
});

describe('a queue of Amazon', () => {
  const url = 'https://sqs.us-east-1.amazonaws.com/111122223333/tasks';
  const queue = (more: object) =>
    propsRefused(() => TaskQueue.fromExisting({ kind: 'sqs', name: 'tasks', url, region: 'us-east-1', ...more } as never));

  test.each([
    [{ region: 'eu-central-1' }, ['AF-SPEC-001 region']],
    [{ name: 'other' }, ['AF-SPEC-001 name']],
    [{ url: url.replace('tasks', 'tasks.fifo') }, ['AF-SPEC-001 name']],
    [{}, []],
    [{ url: 'https://queue.internal.example.com/111122223333/tasks', region: 'eu-central-1' }, []],
  ])('%j', (more, refused) => {
    expect(queue(more)).toEqual(refused);
  });

  test('whose URL Terraform alone knows is taken at its word', () => {
    const token = new TerraformVariable(new TerraformStack(new App(), 's'), 'url', {}).stringValue;
    expect(queue({ url: token, region: 'eu-central-1' })).toEqual([]);
    const amqp = { kind: 'amqp', name: 'tasks', host: token, url: SecretRef.existing('queue', 'url'), cidr: '10.0.0.0/24' };
    expect(propsRefused(() => TaskQueue.fromExisting(amqp as never))).toEqual([]);
    expect(propsRefused(() => TaskQueue.fromExisting({ ...amqp, name: token } as never))).toEqual(['AF-SPEC-005 name']);
  });
});

describe('a destination of traces', () => {
  const KEY = SecretRef.existing('traces', 'key');
  const host = (props: Partial<ExternalHostProps> = {}) =>
    new ExternalHost({ name: 'traces', host: 'otlp.example.com', cidrs: ['203.0.113.0/24'], key: KEY, ...props });
  const inside = (scheme: string) => new InternalService({ name: 'traces', namespace: 'monitoring', port: 4317, scheme });
  const cluster = Cluster.fromKubeconfig({ context: 'c' });
  const stack = () => new TerraformStack(new App(), 's');
  const kinds = {
    otlp: (to: unknown) => Tracing.otlp(stack(), 't', { cluster, to } as never),
    langfuse: (to: unknown) => Tracing.langfuse(stack(), 't', { cluster, to } as never),
    langSmith: (to: unknown) => Tracing.langSmith(stack(), 't', { cluster, to } as never),
    fromExisting: (to: unknown) => Tracing.fromExisting({ to } as never),
  };
  type Kind = keyof typeof kinds;

  test.each<[Kind, () => unknown]>([
    ['otlp', () => inside('grpc')],
    ['fromExisting', () => inside('grpc')],
    ['otlp', () => host({ path: '/v1/traces' })],
    ['fromExisting', () => host({ path: '/v1/traces/' })],
    ['langfuse', () => host({ path: '/api/public/otel' })],
    ['langfuse', () => host({ path: '/api/public/otel/v1/traces' })],
    ['langSmith', () => host({ path: '/otel' })],
  ])('%s', (kind, to) => {
    expect(propsRefused(() => kinds[kind](to()))).toEqual(['AF-SPEC-001 to']);
  });

  test.each<[Kind, () => unknown]>([
    ['otlp', () => inside('http')],
    ['otlp', () => host({ path: '/collector' })],
    ['langfuse', () => host({ path: '/langfuse' })],
    ['langSmith', () => host()],
  ])('%s is accepted', (kind, to) => {
    expect(propsRefused(() => kinds[kind](to()))).toEqual([]);
  });

  test.each(['Host', 'content-type', 'Content-Length', 'transfer-encoding'])('the header %s carries no key', (keyHeader) => {
    expect(propsRefused(() => Tracing.otlp(stack(), 't', { cluster, to: host(), keyHeader }))).toEqual(['AF-SPEC-001 keyHeader']);
  });
});
