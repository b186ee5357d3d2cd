import { TerraformStack, Testing } from 'cdktf';
import { Cluster, type ClusterProps, Gpu, InferencePool, Model, type Purchase } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { priceOf } from '../../lib/catalog/prices';

function providersOf(cluster: Cluster): {
  kubernetes: Record<string, unknown>;
  helm: Record<string, unknown>;
  variable: Record<string, unknown>;
} {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 's'), 'p', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 4_096,
  });
  const json = FleetTemplate.synth(app, 's').json as unknown as {
    provider: Record<string, Record<string, unknown>[]>;
    variable?: Record<string, unknown>;
  };
  return { kubernetes: json.provider['kubernetes']?.[0] ?? {}, helm: json.provider['helm']?.[0] ?? {}, variable: json.variable ?? {} };
}

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

test('a kubeconfig names its context, in both providers', () => {
  const { kubernetes, helm } = providersOf(Cluster.fromKubeconfig({ context: 'prod-eu', path: '/etc/kube/config' }));
  expect(kubernetes).toEqual({ config_path: '/etc/kube/config', config_context: 'prod-eu' });
  expect(helm).toEqual({ kubernetes: { config_path: '/etc/kube/config', config_context: 'prod-eu' } });
});

test('inside the cluster the address is still named: a provider without one talks to localhost', () => {
  const { kubernetes } = providersOf(Cluster.inCluster());
  expect(kubernetes).toMatchObject({ host: 'https://kubernetes.default.svc' });
  expect(kubernetes['token']).toBe('${file("/var/run/secrets/kubernetes.io/serviceaccount/token")}');
});

test('a token comes from an ephemeral variable: neither state nor plan keeps it', () => {
  const { kubernetes, variable } = providersOf(
    Cluster.fromToken({ host: 'https://10.0.0.1:6443', tokenVariable: 'kube_token', clusterCaCertificate: PEM }),
  );
  expect(kubernetes).toMatchObject({ host: 'https://10.0.0.1:6443', token: '${var.kube_token}' });
  expect(variable['kube_token']).toMatchObject({ type: 'string', sensitive: true, ephemeral: true });
});

test('a declared price wins over the price book, and brings its own date', () => {
  const cluster = Cluster.fromKubeconfig({
    context: 'c',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 1, usdPerGpuHour: 1.99, priceAsOf: '2026-11-01' } },
  });
  expect(cluster.priceFor(Gpu.H100_PCIE)).toMatchObject({ usdPerGpuHour: 1.99, asOf: '2026-11-01' });
  expect(cluster.priceFor(Gpu.A100_80GB_PCIE)).toMatchObject({ usdPerGpuHour: 1.35, asOf: '2026-07-03' });
  expect(cluster.priceFor(Gpu.RTX_5090)).toBeNull();
});

test('the quota is known only where node pools are declared', () => {
  expect(Cluster.fromKubeconfig({ context: 'c' }).gpuQuota(Gpu.L40)).toBeUndefined();
  const cluster = Cluster.fromKubeconfig({
    context: 'c',
    nodePools: { a: { gpu: Gpu.L40, gpusPerNode: 4, nodes: 3 }, b: { gpu: Gpu.L40, nodes: 1 } },
  });
  expect(cluster.gpuQuota(Gpu.L40)).toBe(13);
  expect(cluster.gpuQuota(Gpu.L40S)).toBe(0);
});

test.each([
  ['ghcr.io/org/app:1', 'mirror.example.com/org/app:1'],
  ['docker.io/library/busybox:1', 'mirror.example.com/library/busybox:1'],
  ['org/app:1', 'mirror.example.com/org/app:1'],
  ['localhost:5000/app:1', 'mirror.example.com/app:1'],
  ['busybox:1', 'mirror.example.com/library/busybox:1'],
  ['mirror.example.com/own/app:1', 'mirror.example.com/own/app:1'],
])('%s is pulled from the mirror as %s', (image, mirrored) => {
  expect(Cluster.fromKubeconfig({ context: 'c', registryMirror: 'mirror.example.com' }).image(image)).toBe(mirrored);
});

test.each([
  ['kube-dns', '53', 'kube-system'],
  ['node-local', '53', 'kube-system'],
  ['openshift', '5353', 'openshift-dns'],
] as const)('names are resolved through %s, port %s in %s', (dns, port, namespace) => {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'c', dns });
  new InferencePool(new TerraformStack(app, 's'), 'p', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 4_096,
  });
  const policy = FleetTemplate.synth(app, 's')
    .manifests()
    .find(({ metadata }) => metadata.name === 'allow-dns');
  const text = JSON.stringify(policy);
  expect(text).toContain(`"port":${port}`);
  expect(text).toContain(namespace);
  expect(text.includes('169.254.20.10/32')).toBe(dns === 'node-local');
});

describe('the way nodes are bought', () => {
  const gpu = Gpu.H100_SXM;
  const bought = (...ways: Purchase[]) =>
    Cluster.fromKubeconfig({
      context: 'c',
      nodePools: Object.fromEntries(ways.map((purchase, index) => [`p${index}`, { gpu, nodes: 1, purchase }])),
    });

  test.each(['on-demand', 'spot', 'reserved'] as const)('the price of the catalog is the one for %s', (purchase) => {
    expect(bought(purchase).priceFor(gpu)).toEqual(priceOf(gpu, { purchase }));
  });

  test('on demand counts where only some nodes are bought so; a named node pool has its own', () => {
    expect(priceOf(gpu, { purchase: 'spot' })).not.toEqual(priceOf(gpu, { purchase: 'on-demand' }));
    expect(bought('spot', 'on-demand').priceFor(gpu)).toEqual(priceOf(gpu, { purchase: 'on-demand' }));
    expect(bought('spot', 'on-demand').priceFor(gpu, 'p0')).toEqual(priceOf(gpu, { purchase: 'spot' }));
  });

  describe('of several node pools the dearest counts, as nobody knows where a pod starts', () => {
    const priceAsOf = '2026-11-01';
    const declared = (usdPerGpuHour: number, more = {}) => ({ gpu, nodes: 1, usdPerGpuHour, priceAsOf, ...more });
    const price = (nodePools: ClusterProps['nodePools'], of = gpu) =>
      Cluster.fromKubeconfig({ context: 'c', ...(nodePools === undefined ? {} : { nodePools }) }).priceFor(of)?.usdPerGpuHour;
    const listed = priceOf(gpu, { purchase: 'on-demand' })?.usdPerGpuHour;

    test.each([
      ['both declared, the first is cheap', { a: declared(1), b: declared(9) }, 9],
      ['both declared, the first is dear', { a: declared(9), b: declared(1) }, 9],
      ['a cheap spot node beside others', { a: declared(0.1, { purchase: 'spot' }), b: { gpu, nodes: 9 } }, listed],
      ['one of the catalog beside a dear one', { a: { gpu, nodes: 1 }, b: declared(9) }, 9],
    ])('%s', (_, nodePools, usd) => {
      expect(price(nodePools)).toBe(usd);
    });

    test('parts of cards pay by how their card is shared', () => {
      const shared = (engines: number) => declared(6, { sharing: { engines } });
      expect(price({ a: shared(6), b: shared(2) })).toBe(3);
      const cut = (layout: Record<string, number>) => declared(6, { mig: { layout } });
      expect(price({ a: cut({ '1g.10gb': 6 }), b: cut({ '1g.10gb': 2 }) }, Gpu.mig('1g.10gb', gpu))).toBe(3);
    });

    test('one that nobody knows makes it unknown', () => {
      const unpriced = Gpu.RTX_5090;
      expect(price({ a: declared(1, { gpu: unpriced }), b: { gpu: unpriced, nodes: 1 } }, unpriced)).toBeUndefined();
    });
  });

  test('a declared price says how it is bought', () => {
    const nodePools = { a: { gpu, nodes: 1, usdPerGpuHour: 1.5, priceAsOf: '2026-11-01', purchase: 'spot' } as const };
    expect(Cluster.fromKubeconfig({ context: 'c', nodePools }).priceFor(gpu)).toMatchObject({ usdPerGpuHour: 1.5, purchase: 'spot' });
  });
});
