/** Rows of a cluster, all at once, and of its node pools, each with a pool that is pinned to it. */
import {
  type ExecAccessProps,
  type Fabric,
  Gpu,
  type InferencePoolProps,
  type KubeconfigProps,
  type NodePoolProps,
  PriceBook,
  type TokenProps,
} from 'cdktf-agent-fleet';
import type { Row, Rows } from './row';

/** What nodes have beside GPUs: the cluster is strict after its change. */
export const NODE_SIZE = { cpuPerNode: 64, memoryGiBPerNode: 512, diskGiBPerNode: 4_000 };

const node: NodePoolProps = { gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 1, ...NODE_SIZE };
const change = (pool: string, before: Partial<NodePoolProps>, after: Partial<NodePoolProps>): Row<NodePoolProps> => ({
  before: { ...node, labels: { pool }, ...before },
  after: { ...node, labels: { pool }, ...after },
});

const fabricOf = (resource: string): Fabric => ({ kind: 'infiniband', gbitPerSecond: 400, resources: { [resource]: 2 } });

export const NODE_POOL_ROWS: Rows<NodePoolProps> = {
  gpu: change('gpu', {}, { gpu: Gpu.L40S }),
  gpusPerNode: change('gpusPerNode', {}, { gpusPerNode: 4 }),
  cpuPerNode: change('cpuPerNode', { cpuPerNode: 32 }, { cpuPerNode: 8 }),
  memoryGiBPerNode: change('memoryGiBPerNode', { memoryGiBPerNode: 256 }, { memoryGiBPerNode: 64 }),
  diskGiBPerNode: { elsewhere: 'it decides what is refused and changes no object: held by test/inference/node-room' },
  cpuArchitecture: {
    elsewhere: 'it decides what is refused and changes no object but a NodePool of Karpenter: held by test/platform/karpenter',
  },
  nodes: change('nodes', {}, { nodes: 2 }),
  minNodes: change('minNodes', {}, { minNodes: 0 }),
  provisioningSeconds: change('provisioningSeconds', { minNodes: 0 }, { minNodes: 0, provisioningSeconds: 300 }),
  zones: change('zones', { zones: ['zone-a'] }, { zones: ['zone-a', 'zone-b'] }),
  usdPerGpuHour: change('usdPerGpuHour', { usdPerGpuHour: 3, priceAsOf: '2026-11-01' }, { usdPerGpuHour: 2, priceAsOf: '2026-11-01' }),
  priceAsOf: change('priceAsOf', { usdPerGpuHour: 3, priceAsOf: '2026-10-01' }, { usdPerGpuHour: 3, priceAsOf: '2026-11-01' }),
  purchase: change('purchase', {}, { purchase: 'spot', usdPerGpuHour: 1, priceAsOf: '2026-11-01' }),
  labels: change('labels', { labels: { pool: 'labels-before' } }, { labels: { pool: 'labels-after' } }),
  taints: change('taints', {}, { taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }] }),
  fabric: change('fabric', { fabric: fabricOf('rdma/ib') }, { fabric: fabricOf('rdma/hca') }),
  runtimeClasses: { elsewhere: 'only sandboxes read it, and no pool runs on CPU nodes: held by test/agents/tool-sandbox' },
  podPidsLimit: { elsewhere: 'it decides what is refused and changes no object: held by test/agents/tool-sandbox' },
  protectPods: change('protectPods', {}, { protectPods: true }),
  nvlinkBridge: change('nvlinkBridge', {}, { nvlinkBridge: true }),
  sharing: change('sharing', { sharing: { engines: 2 } }, { sharing: { engines: 3 } }),
  deviceClass: { elsewhere: 'test/inference/device-classes: no node of the harness has a driver that hands out devices' },
  mig: change('mig', { mig: { layout: { '3g.40gb': 2 } } }, { mig: { strategy: 'single', layout: { '3g.40gb': 2 } } }),
};

/** What a pool on the node pool of a row needs besides. */
export const ON_NODE_POOL: Partial<Record<keyof NodePoolProps, Partial<InferencePoolProps>>> = {
  nvlinkBridge: { gpusPerReplica: 2 },
  // A pod of either stage takes an adapter.
  fabric: { prefill: { replicas: 1 } },
  mig: { gpu: Gpu.mig('3g.40gb', Gpu.H100_PCIE) },
};

const CONTRACT = { provider: 'ours', purchase: 'on-demand', usdPerGpuHour: 2, asOf: '2026-11-01', source: 'contract' } as const;
const OWN_PRICES = PriceBook.with([{ ...CONTRACT, gpu: Gpu.H100_PCIE.id }]);

export const CLUSTER_ROWS: Rows<Omit<KubeconfigProps, 'nodePools'>> = {
  context: { before: { context: 'cluster' }, after: { context: 'cluster-renamed' } },
  path: { before: { path: '~/.kube/config' }, after: { path: '~/.kube/../.kube/config' } },
  name: { before: { name: 'prod' }, after: { name: 'prod-eu' } },
  region: { before: { region: 'eu-west' }, after: { region: 'eu-north' } },
  dataResidency: { elsewhere: 'it decides what is refused and changes no object: held by test/residency' },
  compliance: { after: { compliance: ['gdpr', 'iso-27001'] } },
  tenancy: { before: { tenancy: 'shared-host' }, after: { tenancy: 'dedicated' } },
  environment: { after: { environment: 'development' } },
  strict: { after: { strict: true } },
  cpuNodePools: { after: { cpuNodePools: ['cluster-cpu'] } },
  distribution: { after: { distribution: 'openshift' } },
  budget: { before: { budget: { usdPerHour: 1_000 } }, after: { budget: { usdPerHour: 2_000, usdPerMonth: 900_000 } } },
  prices: { after: { prices: OWN_PRICES } },
  planDate: { before: { planDate: '2026-11-01' }, after: { planDate: '2026-11-29' } },
  dns: { before: { dns: 'kube-dns' }, after: { dns: 'openshift' } },
  monitoringNamespace: { after: { monitoringNamespace: 'observability' } },
  monitorLabels: { after: { monitorLabels: { release: 'kube-prometheus-stack' } } },
  prometheusLabels: { after: { prometheusLabels: { app: 'metrics' } } },
  apiServerCidrs: { after: { apiServerCidrs: ['192.0.2.1/32'] } },
  prometheusUrl: { after: { prometheusUrl: 'http://metrics.observability.svc:9090' } },
  registryMirror: { after: { registryMirror: 'registry.internal/mirror' } },
  imageDigests: { after: { imageDigests: { 'docker.io/valkey/valkey:9.1.1': `sha256:${'a'.repeat(64)}` } } },
  imageArchitectures: { elsewhere: 'it decides what is refused and changes no object: held by test/platform/image-architectures' },
  imagePullSecrets: { after: { imagePullSecrets: ['registry-login'] } },
  ipFamilies: { after: { ipFamilies: ['IPv4', 'IPv6'] } },
  proxy: { after: { proxy: { https: 'http://proxy.example.com:3128', cidrs: ['192.0.2.10/32'] } } },
  // Taken away where the proxy comes: one of the two is the way out.
  namedEgress: { before: { namedEgress: { policies: 'cilium' } }, after: {} },
  imageSignatures: {
    before: { imageSignatures: { policies: 'kyverno' } },
    after: { imageSignatures: { policies: 'kyverno', action: 'audit' } },
  },
  mesh: { after: { mesh: { dataplane: 'istio-ambient', namespaces: ['keda'] } } },
  namespaceQuota: { before: { namespaceQuota: 'planned' }, after: { namespaceQuota: { extra: { pods: 2, cpu: '1', memory: '2Gi' } } } },
  admissionPolicies: { before: { admissionPolicies: 'planned' }, after: { admissionPolicies: { action: 'warn' } } },
  storageClasses: { after: { storageClasses: { 'shared-rwx': { fsGroup: 'ignored', group: 5_000 } } } },
};

const ACCESS = { elsewhere: 'another way to the same cluster changes providers and no object: held by npm test' };

export const TOKEN_ROWS: Rows<Omit<TokenProps, keyof typeof CLUSTER_ROWS | 'nodePools'>> = {
  host: ACCESS,
  tokenVariable: ACCESS,
  token: ACCESS,
  clusterCaCertificate: ACCESS,
};

export const EXEC_ROWS: Rows<Omit<ExecAccessProps, keyof typeof CLUSTER_ROWS | 'nodePools'>> = {
  host: ACCESS,
  exec: ACCESS,
  clusterCaCertificate: ACCESS,
};
