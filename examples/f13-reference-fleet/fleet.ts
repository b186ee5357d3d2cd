/**
 * The reference fleet: a 70B planner on two H100, 8B workers on A100, embeddings and reranking on one shared L40, agents and their stores on CPU nodes.
 * Five GPUs, $8.70 per hour at the prices of 2026-07-03.
 */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  type ClusterProps,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  ObservabilityStack,
  Scaling,
  SecretRef,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

export interface ReferenceFleetOptions {
  /** Workflows in flight that must always fit. */
  readonly concurrentWorkflows?: number;
  /** Path of the kubeconfig that Terraform uses. */
  readonly kubeconfig?: string;
  /** What kind of Kubernetes the cluster is. */
  readonly distribution?: ClusterProps['distribution'];
  /** What the API server keeps of the namespace. */
  readonly bounds?: Pick<ClusterProps, 'namespaceQuota' | 'admissionPolicies'>;
  /** Labels by which a GPU operator that is there already knows that the L40 is shared. */
  readonly sharedNodes?: { readonly labels: Readonly<Record<string, string>> };
}

/** What a node with GPUs has beside them. */
const LARGE_NODE = { cpuPerNode: 48, memoryGiBPerNode: 384, diskGiBPerNode: 2_000 };

export function referenceFleet(app: App, options: ReferenceFleetOptions = {}): AgentFleet {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    region: 'eu-north',
    ...(options.kubeconfig === undefined ? {} : { path: options.kubeconfig }),
    ...options.bounds,
    ...(options.distribution === undefined ? {} : { distribution: options.distribution }),
    nodePools: {
      h100: { gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 1, nvlinkBridge: true, ...LARGE_NODE },
      a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 4, ...LARGE_NODE },
      l40: { gpu: Gpu.L40, nodes: 1, ...LARGE_NODE, sharing: { engines: 2 }, ...options.sharedNodes },
      cpu: { nodes: 3, cpuPerNode: 16, memoryGiBPerNode: 64, diskGiBPerNode: 200 },
    },
  });

  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'research');
  stack.addDependency(platform);
  const huggingFaceToken = SecretRef.existing('hugging-face', 'token');

  const planner = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    gpusPerReplica: 2,
    maxContextTokens: 16_384,
    weights: Weights.claim({ accessMode: 'ReadWriteOnce' }),
    huggingFaceToken,
  });
  const workers = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 2, max: 4 }),
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
    huggingFaceToken,
  });
  const encoders = new InferencePool(stack, 'encoders', {
    cluster,
    model: Model.BGE_M3,
    gpu: Gpu.L40,
    maxContextTokens: 8_192,
  });
  const reranker = new InferencePool(stack, 'reranker', {
    cluster,
    model: Model.BGE_RERANKER_V2_M3,
    gpu: Gpu.L40,
    maxContextTokens: 8_192,
  });

  const fleet = new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'coder', 'reviewer'] }),
    concurrentWorkflows: options.concurrentWorkflows ?? 25,
    roles: {
      planner: { pool: planner, contextTokens: 12_000, latency: 'chat', request: { outputTokens: 300, cachedTokens: 11_200 } },
      researcher: { pool: workers, contextTokens: 8_000 },
      coder: { pool: workers, contextTokens: 6_000 },
      reviewer: { pool: workers, contextTokens: 4_000 },
    },
    embeddings: encoders,
    reranker,
    runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2', port: 8000, callers: ['ingress'] },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}
