/** Clusters by each way to reach them, with the node pools that their pools need, or without. */
import type { TerraformStack } from 'cdktf';
import { Cluster, ExecPlugin, PriceBook, Region } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { cpuNodes } from './nodes';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';
import { CUT_GPU, gpuOf, isSlice } from './replica';
import { textOrToken, written } from './text';

const CONTRACT = { provider: 'ours', purchase: 'on-demand', usdPerGpuHour: 2, asOf: '2026-11-01', source: 'contract' } as const;
const OWN_PRICES = PriceBook.with([{ ...CONTRACT, gpu: 'h100-sxm-80' }]);

const anyNodes = (mostly: Mostly) =>
  fc.record({
    gpusPerNode: mostly(pick(8, 8, 8, 4)),
    nodes: mostly(pick(16, 64, 2)),
    labels: oneIn(3, mostly(pick({ 'cloud.example.com/pool': 'gpus' }, { pool: 'gpus', zone: 'a' }))),
    others: props(mostly, 4, {
      // Large enough for whatever is asked; bad specs hold nodes that are not.
      cpuPerNode: pick(192, 256),
      memoryGiBPerNode: pick(2_048, 4_096),
      diskGiBPerNode: pick(30_000, 60_000),
      cpuArchitecture: pick('amd64', 'arm64'),
      purchase: pick('on-demand', 'spot', 'reserved'),
      taints: pick([{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }], [{ key: 'team', effect: 'NoExecute' }]),
      nvlinkBridge: pick(true, false),
      fabric: pick<unknown>(
        { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
        { kind: 'roce', gbitPerSecond: 400, resources: { 'rdma/roce': 1 }, topologyKey: 'example.com/rack' },
        { kind: 'ethernet', gbitPerSecond: 100 },
      ),
      minNodes: pick(0, 1),
      provisioningSeconds: pick(120, 600),
      protectPods: pick(true, false),
      zones: pick(['eu-north-1a'], ['eu-north-1a', 'eu-north-1b']),
    }),
    /** How the cards of one more node pool are cut. */
    mig: oneIn(
      8,
      pick(
        { layout: { '2g.20gb': 2, '1g.10gb': 3 } },
        { strategy: 'single', layout: { '2g.20gb': 3 } },
        { layout: { '1g.10gb': 7 }, deviceClasses: { '1g.10gb': 'mig-1g-10gb' } },
      ),
    ),
    /** Every GPU of the cluster is cut, whatever it is. */
    cutsAll: oneIn(120, pick(true)),
    deviceClass: oneIn(8, pick('gpu.nvidia.com')),
    /** Every node pool has a second one of its GPU on spot nodes. */
    besideSpot: oneIn(3, pick(true)),
    sharing: oneIn(20, pick({ engines: 2 }, { strategy: 'mps', engines: 2 }, { strategy: 'time-slicing', engines: 4 })),
    price: oneIn(3, pick({ usdPerGpuHour: 2.5, priceAsOf: '2026-11-01' })),
  });

export const anyCluster = (mostly: Mostly) =>
  fc.record({
    access: fc.oneof(
      { weight: 4, arbitrary: pick('kubeconfig') },
      { weight: 2, arbitrary: pick('token') },
      { weight: 1, arbitrary: pick('in-cluster', 'environment', 'exec') },
    ),
    host: mostly(textOrToken('https://10.0.0.1:6443')),
    path: oneIn(6, mostly(pick('/etc/kubeconfig'))),
    ca: oneIn(4, pick('variable')),
    /** The token comes from another resource, and not from a variable of ours. */
    givenToken: pick(false, true),
    name: oneIn(4, pick('named')),
    nodes: oneIn(2, anyNodes(mostly)),
    others: props(mostly, 6, {
      region: pick<unknown>('eu-north', Region.named('eu-central-1')),
      compliance: pick(['gdpr'], ['ai-act', 'iso-27001']),
      cpuNodePools: cpuNodes,
      tenancy: pick('dedicated', 'shared-host'),
      environment: pick('development', 'staging', 'production'),
      distribution: pick('kubernetes', 'openshift'),
      budget: pick({ usdPerHour: 1_000_000 }, { usdPerMonth: 900_000_000 }),
      prices: pick(PriceBook.PUBLISHED, OWN_PRICES),
      planDate: pick('2026-11-29', '2027-06-01'),
      dns: pick('kube-dns', 'node-local'),
      monitoringNamespace: pick('observability'),
      prometheusLabels: pick({ app: 'metrics' }),
      monitorLabels: pick({}, { release: 'kube-prometheus-stack' }),
      apiServerCidrs: pick(['192.0.2.1/32'], ['192.0.2.1/32', '2001:db8::1/128']),
      prometheusUrl: pick('http://metrics.observability.svc:9090'),
      registryMirror: pick<unknown>('registry.internal/mirror', [{ from: 'docker.io', to: 'registry.internal/hub' }]),
      imageDigests: pick({ 'docker.io/valkey/valkey:9.1.1': `sha256:${'a'.repeat(64)}` }),
      imageArchitectures: pick({ 'docker.io/valkey/valkey': ['amd64', 'arm64'] }, { 'registry.example.com/agents:1.4.2': ['amd64'] }),
      imagePullSecrets: pick(['registry']),
      ipFamilies: pick(['IPv4', 'IPv6'], ['IPv6']),
      proxy: props(mostly, 2, { http: pick('http://proxy.example.com:8080'), noProxy: pick(['10.96.0.0/12', '.example.com']) }).map(
        (more) => ({
          ...{ https: 'http://proxy.example.com:3128', cidrs: ['192.0.2.10/32'] },
          ...more,
        }),
      ),
      namedEgress: oneIn(
        4,
        props(mostly, 2, { modelHub: pick(['hub.example.com', '*.hub.example.com']) }).map((more) => ({ policies: 'cilium', ...more })),
      ),
      imageSignatures: oneIn(
        4,
        props(mostly, 2, {
          action: pick('deny', 'audit'),
          signers: pick<unknown>(
            {
              'registry.example.com/agents': {
                issuer: 'https://token.actions.githubusercontent.com',
                subject: 'https://github.com/acme/agents',
              },
            },
            { 'registry.example.com/agents': { issuer: 'https://accounts.google.com', subjectRegExp: '^.*@example\\.com$' } },
            { 'registry.example.com/agents': { publicKey: '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----' } },
            { 'registry.example.com/agents': { kms: 'awskms:///alias/agents' } },
          ),
        }).map((more) => ({ policies: 'kyverno', ...more })),
      ),
      mesh: oneIn(
        4,
        props(mostly, 2, { namespaces: pick(['monitoring'], ['monitoring', 'keda']) }).map((more) => ({
          dataplane: 'istio-ambient',
          ...more,
        })),
      ),
      namespaceQuota: pick<unknown>('planned', { extra: { pods: 2, cpu: '1', memory: '1Gi' }, strays: { cpu: '50m', memory: '64Mi' } }),
      admissionPolicies: pick<unknown>('planned', { images: ['registry.example.com/proxy'], action: 'warn' }),
      storageClasses: pick(
        { 'shared-rwx': { fsGroup: 'applied', accessMode: 'ReadWriteMany' } },
        { 'shared-rwx': { fsGroup: 'ignored', group: 5_000 } },
      ),
    }),
    strict: oneIn(25, pick(true)),
    dataResidency: oneIn(80, pick(Region.EU)),
  });

export type AnyCluster = ReturnType<typeof anyCluster> extends fc.Arbitrary<infer T> ? T : never;

/** GPUs that some pool asks for, by the name of the node pool that carries them. */
export type AskedGpus = ReadonlyMap<string, { readonly gpu: string; readonly gpusPerReplica: number }>;

/** @param stack stack whose variables the cluster reads */
export function clusterOf(cluster: AnyCluster, name: string, gpus: AskedGpus, stack: TerraformStack): Cluster {
  const { others, strict, access, dataResidency } = cluster;
  // One way out: beside a proxy or a cache of names it would be refused, which bad specs hold.
  const { namedEgress, dns, ...rest } = others;
  const isOnlyWay = rest.proxy === undefined && dns !== 'node-local';
  const options = given({
    ...rest,
    dns: rest.distribution === 'openshift' ? mapped(dns, () => 'openshift') : dns,
    namedEgress: isOnlyWay ? namedEgress : undefined,
    strict,
    dataResidency,
    nodePools: mapped(cluster.nodes, (nodes) => nodePools(nodes, gpus)),
  });
  if (access === 'in-cluster') return Cluster.inCluster({ ...options, name });
  const called = mapped(cluster.name, () => `${name}-cluster`);
  if (access === 'kubeconfig')
    return Cluster.fromKubeconfig(given({ ...options, name: called, context: name, path: cluster.path }) as never);
  if (access === 'environment') return Cluster.fromEnvironment({ ...options, context: name } as never);
  const ca = mapped(cluster.ca, () => written({ variable: 'authority', before: '' }, stack));
  const host = written<unknown>(cluster.host, stack);
  const address = given({ ...options, name, host, clusterCaCertificate: ca });
  if (access === 'exec') return Cluster.fromExec({ ...address, exec: ExecPlugin.eks({ clusterName: name }) } as never);
  const credential = cluster.givenToken
    ? { token: written({ variable: 'credential', before: '' }, stack) }
    : { tokenVariable: 'kube_token' };
  return Cluster.fromToken({ ...address, ...credential } as never);
}

const CUT = { layout: { '2g.20gb': 2, '1g.10gb': 3 } };

type AnyNodes = NonNullable<AnyCluster['nodes']>;

function nodePools(
  { gpusPerNode, nodes, labels, others, price, mig, cutsAll, sharing, deviceClass, besideSpot }: AnyNodes,
  gpus: AskedGpus,
): object {
  const pools = [...gpus]
    .filter(([, { gpu }]) => !isSlice(gpu))
    .map(([name, asked]) => {
      const gpu = gpuOf(asked.gpu);
      const most = gpu?.facts.largestServer ?? 8;
      const perNode = typeof gpusPerNode === 'number' ? Math.min(most, Math.max(gpusPerNode, asked.gpusPerReplica)) : gpusPerNode;
      return [
        name,
        given({
          gpu,
          gpusPerNode: perNode,
          nodes,
          labels: mapped(labels, (all) => ({ ...all, gpu: name })),
          ...others,
          // Labels of the product stand on nodes that have started alone.
          minNodes: labels === undefined ? undefined : others.minNodes,
          ...price,
          mig: cutsAll === true ? CUT : undefined,
          sharing,
          deviceClass: sharing === undefined ? deviceClass : undefined,
        }),
      ];
    });
  const spot = besideSpot === true ? pools.map(([name, props]) => [`${name}-spot`, onSpot(`${name}-spot`, props as object)]) : [];
  const isAsked = [...gpus.values()].some(({ gpu }) => isSlice(gpu));
  const slices = mig === undefined && !isAsked ? {} : { slices: { gpu: CUT_GPU, nodes, mig: mig ?? CUT } };
  return {
    ...Object.fromEntries([...pools, ...spot]),
    ...slices,
    cpu: {
      nodes: 5,
      labels: { pool: 'cpu' },
      cpuPerNode: 4_096,
      memoryGiBPerNode: 900_000,
      diskGiBPerNode: 900_000,
      runtimeClasses: ['gvisor', 'kata-qemu'],
      podPidsLimit: 1_024,
    },
  };
}

const onSpot = (name: string, props: { readonly labels?: object }): object => ({
  ...props,
  purchase: 'spot',
  labels: { ...props.labels, gpu: name },
});
