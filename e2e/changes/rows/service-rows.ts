/** Rows of what agents reach: services that the library does not make, each wired to a runtime of its own, and MCP servers. */
import {
  CaBundle,
  type ExternalHostProps,
  type ExternalSecretProps,
  Gpu,
  type GpuServiceProps,
  InternalService,
  type InternalServiceProps,
  type McpServerProps,
  PodPriority,
  Scaling,
  SecretRef,
  type ToolSandboxProps,
  Volume,
  WorkloadIdentity,
} from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

const [OLD_KEY, NEW_KEY] = [SecretRef.existing('old', 'key'), SecretRef.existing('new', 'key')];

export const INTERNAL_SERVICE: InternalServiceProps = { name: 'vectors', namespace: 'qdrant', port: 6333 };

export const INTERNAL_SERVICE_ROWS: Rows<InternalServiceProps> = {
  name: { after: { name: 'memories' } },
  namespace: { after: { namespace: 'vector-stores' } },
  service: { after: { service: 'qdrant' } },
  port: { after: { port: 6334 } },
  podPort: { after: { podPort: 16_333 } },
  podLabels: { before: { podLabels: { app: 'qdrant' } }, after: { podLabels: { app: 'qdrant', tier: 'agents' } } },
  scheme: { after: { scheme: 'https' } },
  path: { after: { path: '/v1' } },
  env: { before: { env: { QDRANT_HOST: 'host' } }, after: { env: { QDRANT_URL: 'url' } } },
  key: { before: { key: OLD_KEY }, after: { key: NEW_KEY } },
  caBundle: { after: { caBundle: CaBundle.configMap({ name: 'company-ca' }) } },
  mcp: { after: { mcp: true } },
  region: { after: { region: 'eu-central-1' } },
  // The policy goes into a namespace of others.
  admitClients: {
    before: { podLabels: { app: 'qdrant' }, namespace: 'agents' },
    after: { podLabels: { app: 'qdrant' }, namespace: 'agents', admitClients: true },
  },
};

export const EXTERNAL_HOST: ExternalHostProps = { name: 'crm', host: 'crm.example.com' };

export const EXTERNAL_HOST_ROWS: Rows<ExternalHostProps> = {
  name: { after: { name: 'customers' } },
  host: { after: { host: 'crm.example.org' } },
  port: { before: { cidrs: ['203.0.113.0/24'] }, after: { cidrs: ['203.0.113.0/24'], port: 8443 } },
  cidrs: { after: { cidrs: ['203.0.113.0/24', '2001:db8::/32'] } },
  scheme: { after: { scheme: 'http' } },
  path: { after: { path: '/api' } },
  env: { after: { env: { CRM_ADDRESS: 'address' } } },
  key: { before: { key: OLD_KEY }, after: { key: NEW_KEY } },
  caBundle: { after: { caBundle: CaBundle.configMap({ name: 'company-ca' }) } },
  mcp: { after: { mcp: true } },
  region: { after: { region: 'eu-central-1' } },
};

export const EXTERNAL_SECRET = { store: 'vault', keys: { 'api-key': { key: 'prod/openai' } } } as const;

export const EXTERNAL_SECRET_ROWS: Rows<ExternalSecretProps> = {
  cluster: ANOTHER_CLUSTER,
  store: { after: { store: 'secrets-manager' } },
  storeKind: { after: { storeKind: 'SecretStore' } },
  keys: { after: { keys: { 'api-key': { key: 'prod/openai', property: 'key', version: '2' }, organisation: { key: 'prod/openai' } } } },
  refreshMinutes: { after: { refreshMinutes: 15 } },
  // Kubernetes keeps the type of a Secret: the operator replaces it, and Terraform changes the object that asks for it.
  type: {
    before: { keys: { 'tls.crt': { key: 'tls' }, 'tls.key': { key: 'tls' } } },
    after: { type: 'kubernetes.io/tls', keys: { 'tls.crt': { key: 'tls' }, 'tls.key': { key: 'tls' } } },
  },
  name: { after: { name: 'renamed-secret' } },
  namespace: { after: { namespace: 'secrets' } },
};

export const MCP_SERVER = { image: 'registry.example.com/search-mcp:1.0.0', port: 8000 } as const;

export const MCP_SERVER_ROWS: Rows<McpServerProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { after: { name: 'tools-renamed' } },
  identity: { after: { identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' }) } },
  imagePullSecrets: { after: { imagePullSecrets: ['registry-login'] } },
  volumes: { after: { volumes: [Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })] } },
  image: { after: { image: 'registry.example.com/search-mcp:2.0.0' } },
  port: { after: { port: 9000 } },
  path: { after: { path: '/tools' } },
  healthPath: { after: { healthPath: '/health' } },
  replicas: { before: { replicas: 1 }, after: { replicas: 3 } },
  keepsSessions: { after: { keepsSessions: false } },
  resources: { after: { resources: { cpu: '500m', memory: '2Gi' } } },
  command: { after: { command: ['python', 'server.py'] } },
  args: { after: { args: ['serve', '--verbose'] } },
  scratchGiB: { after: { scratchGiB: 20 } },
  env: { after: { env: { LOG_LEVEL: 'debug' } } },
  services: { after: { services: [new InternalService(INTERNAL_SERVICE)] } },
  toolScopes: {
    before: { toolScopes: { readers: { allowedTools: ['find'], port: 8101 } } },
    after: { toolScopes: { readers: { allowedTools: ['find', 'read'], port: 8101 }, writers: { allowedTools: ['save'], port: 8102 } } },
  },
  callers: { before: { callers: ['ingress'] }, after: { callers: ['gateway'] } },
  internet: { after: { internet: true } },
  runAsUser: { after: { runAsUser: 10_002 } },
  namespace: { after: { namespace: 'agents-elsewhere' } },
};

export const TOOL_SANDBOX = { image: 'registry.example.com/python-sandbox:1.0.0', port: 8080, runtimeClass: 'gvisor' } as const;

export const TOOL_SANDBOX_ROWS: Rows<ToolSandboxProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: { before: { cpuNodePools: ['sandboxes'] }, after: { cpuNodePools: ['more-sandboxes', 'sandboxes'] } },
  name: { after: { name: 'sandbox-renamed' } },
  image: { after: { image: 'registry.example.com/python-sandbox:2.0.0' } },
  port: { after: { port: 9000 } },
  runtimeClass: { after: { runtimeClass: 'kata-qemu' } },
  path: { after: { path: '/run' } },
  mcp: { after: { mcp: true } },
  healthPath: { after: { healthPath: '/health' } },
  replicas: { before: { replicas: 1 }, after: { replicas: 3 } },
  taskSeconds: { after: { taskSeconds: 120 } },
  tasksPerPod: { after: { tasksPerPod: 4 } },
  resources: { after: { resources: { cpu: '500m', memory: '2Gi' } } },
  command: { after: { command: ['python', 'server.py'] } },
  args: { after: { args: ['serve', '--verbose'] } },
  scratchGiB: { after: { scratchGiB: 20 } },
  env: { after: { env: { LOG_LEVEL: 'debug' } } },
  volumes: { after: { volumes: [Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })] } },
  services: { after: { services: [new InternalService(INTERNAL_SERVICE)] } },
  imagePullSecrets: { after: { imagePullSecrets: ['registry-login'] } },
  runAsUser: { after: { runAsUser: 10_002 } },
  namespace: { after: { namespace: 'sandboxes-elsewhere' } },
};

export const GPU_SERVICE = {
  image: 'registry.example.com/flux-server:1.0.0',
  port: 8188,
  gpu: Gpu.L40S,
  nodePool: 'l40s',
  memoryGiBPerGpu: 30,
  metrics: { requestsWaiting: 'flux_queue_size' },
} as const;

export const GPU_SERVICE_ROWS: Rows<GpuServiceProps> = {
  cluster: ANOTHER_CLUSTER,
  name: { after: { name: 'gpu-service-renamed' } },
  image: { after: { image: 'registry.example.com/flux-server:2.0.0' } },
  gpu: { after: { gpu: Gpu.H100_SXM, nodePool: 'h100' } },
  gpusPerReplica: { after: { gpusPerReplica: 2 } },
  memoryGiBPerGpu: { after: { memoryGiBPerGpu: 40 } },
  nodePool: { before: { gpu: Gpu.H100_SXM, nodePool: 'h100' }, after: { gpu: Gpu.H100_SXM, nodePool: 'h100-reserved' } },
  podPriority: { after: { podPriority: PodPriority.BACKGROUND } },
  port: { after: { port: 9000 } },
  path: { after: { path: '/generate' } },
  mcp: { after: { mcp: true } },
  healthPath: { after: { healthPath: '/health' } },
  metrics: {
    after: {
      metrics: { path: '/prometheus', port: 9100, requestsWaiting: 'waiting', requestsRunning: 'running', requestDuration: 'took_seconds' },
    },
  },
  replicas: { before: { replicas: 1 }, after: { replicas: 2 } },
  scaling: { after: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) } },
  startupSeconds: { after: { startupSeconds: 1_200 } },
  requestSeconds: { after: { requestSeconds: 300 } },
  scratchGiB: { after: { scratchGiB: 30 } },
  resources: { after: { resources: { cpu: '2', memory: '16Gi' } } },
  command: { after: { command: ['python', 'server.py'] } },
  args: { after: { args: ['serve', '--verbose'] } },
  env: { after: { env: { LOG_LEVEL: 'debug' } } },
  volumes: { after: { volumes: [Volume.configMap({ name: 'presets', mountPath: '/etc/presets' })] } },
  identity: {
    before: { internet: true },
    after: { internet: true, identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' }) },
  },
  imagePullSecrets: { after: { imagePullSecrets: ['registry-login'] } },
  services: { after: { services: [new InternalService(INTERNAL_SERVICE)] } },
  callers: { before: { callers: ['ingress'] }, after: { callers: ['gateway'] } },
  internet: { after: { internet: true } },
  runAsUser: { after: { runAsUser: 10_002 } },
  namespace: { after: { namespace: 'gpu-services-elsewhere' } },
};
