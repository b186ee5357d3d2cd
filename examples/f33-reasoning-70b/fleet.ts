/** Ten reasoning sessions of 32K tokens with a 70B model in 16 bit: four H100 SXM hold them; three H200 cannot even split the model. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export interface ReasoningOptions {
  readonly gpu?: Gpu;
  readonly gpusPerReplica?: number;
}

export function reasoning70b(app: App, { gpu = Gpu.H100_SXM, gpusPerReplica = 4 }: ReasoningOptions = {}): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { gpu: { gpu, gpusPerNode: 8, nodes: 1 }, cpu: { nodes: 1 } },
  });
  const stack = new TerraformStack(app, 'reasoning');
  const pool = new InferencePool(stack, 'reasoner', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    gpu,
    gpusPerReplica,
    maxContextTokens: 32_768,
  });
  new AgentFleet(stack, 'reasoning', {
    cluster,
    topology: Topology.flat({ agents: ['reasoner'] }),
    concurrentWorkflows: 10,
    roles: { reasoner: { pool, contextTokens: 32_768 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/reasoning:1.0.0' },
  });
}

/** Three GPUs: 64 attention heads and 8 KV heads do not divide by three. */
export function threeH200(app: App): void {
  reasoning70b(app, { gpu: Gpu.H200_SXM, gpusPerReplica: 3 });
}
