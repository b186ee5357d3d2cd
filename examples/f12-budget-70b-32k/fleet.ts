/** 50 sessions of 32K tokens with a 70B model on two B200: 250 GiB of KV cache against a pool of 242. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export interface BudgetOptions {
  readonly gpu?: Gpu;
  readonly gpusPerReplica?: number;
}

export function budget70b32k(app: App, { gpu = Gpu.B200, gpusPerReplica = 2 }: BudgetOptions = {}): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { gpu: { gpu, gpusPerNode: 8, nodes: 1 }, cpu: { nodes: 1 } },
  });
  const stack = new TerraformStack(app, 'budget');
  const pool = new InferencePool(stack, 'analyst-model', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu,
    gpusPerReplica,
    maxContextTokens: 32_768,
  });
  new AgentFleet(stack, 'analysts', {
    cluster,
    topology: Topology.flat({ agents: ['analyst'] }),
    concurrentWorkflows: 50,
    roles: { analyst: { pool, contextTokens: 32_768 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/analysts:1.0.0' },
  });
}
