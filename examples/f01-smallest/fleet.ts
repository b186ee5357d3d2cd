/** The smallest fleet: one model on one H100, up to fifty sessions of 8K tokens, no stores. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, type Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export interface SmallestFleetOptions {
  readonly gpu: Gpu;
  readonly sessions: number;
  readonly usdPerGpuHour?: number;
}

export function smallestFleet(app: App, { gpu, sessions, usdPerGpuHour }: SmallestFleetOptions): void {
  const price = usdPerGpuHour === undefined ? {} : { usdPerGpuHour, priceAsOf: '2026-03-24' };
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { gpu: { gpu, nodes: 1, ...price }, cpu: { nodes: 1 } },
  });
  const stack = new TerraformStack(app, 'assistant');
  const pool = new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu,
    maxContextTokens: 8_192,
  });
  new AgentFleet(stack, 'assistant', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: sessions,
    roles: { assistant: { pool, contextTokens: 8_192 } },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/assistant:2.0.1', replicas: 1 },
    sessionStore: false,
    stateStore: false,
  });
}
