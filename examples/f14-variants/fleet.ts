/** The reference fleet on other hardware: an H100 SXM planner fits for $10.10/h; L40 workers would cost $8.00/h and do not fit. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export interface VariantOptions {
  readonly planner?: Gpu;
  readonly workers?: Gpu;
  readonly concurrentWorkflows?: number;
}

export function variant(app: App, options: VariantOptions = {}): void {
  const { planner: plannerGpu = Gpu.H100_PCIE, workers: workerGpu = Gpu.A100_80GB_PCIE, concurrentWorkflows = 25 } = options;
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      planner: { gpu: plannerGpu, gpusPerNode: 2, nodes: 1, nvlinkBridge: true },
      workers: { gpu: workerGpu, nodes: 2 },
      encoders: { gpu: Gpu.L40, nodes: 1 },
      cpu: { nodes: 3 },
    },
  });
  const stack = new TerraformStack(app, 'research');
  const planner = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: plannerGpu,
    gpusPerReplica: 2,
    maxContextTokens: 16_384,
  });
  const workers = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: workerGpu,
    maxContextTokens: 8_192,
    replicas: 2,
  });
  const encoders = new InferencePool(stack, 'encoders', { cluster, model: Model.BGE_M3, gpu: Gpu.L40, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'coder', 'reviewer'] }),
    concurrentWorkflows,
    roles: {
      planner: { pool: planner, contextTokens: 12_000, latency: 'chat', request: { outputTokens: 300, cachedTokens: 11_200 } },
      researcher: { pool: workers, contextTokens: 8_000 },
      coder: { pool: workers, contextTokens: 6_000 },
      reviewer: { pool: workers, contextTokens: 4_000 },
    },
    embeddings: encoders,
    runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2' },
  });
}

/** Workers on L40 cards: two hold 46.9 GiB of KV cache, the 25 workflows need 54.9. */
export function l40Workers(app: App): void {
  variant(app, { workers: Gpu.L40 });
}
