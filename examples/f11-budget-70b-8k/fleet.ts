/** 50 sessions of 8K tokens with a 70B model on two H100: memory holds, but less than a tenth of it stays free. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export interface BudgetOptions {
  readonly gpu?: Gpu;
  readonly gpusPerReplica?: number;
}

export function budget70b8k(app: App, { gpu = Gpu.H100_SXM, gpusPerReplica = 2 }: BudgetOptions = {}): void {
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
    maxContextTokens: 8_192,
  });
  new AgentFleet(stack, 'analysts', {
    cluster,
    topology: Topology.flat({ agents: ['analyst'] }),
    concurrentWorkflows: 50,
    roles: { analyst: { pool, contextTokens: 8_192 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/analysts:1.0.0' },
  });
}
