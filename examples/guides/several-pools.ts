/** One model on an H100 that is always there and on RTX 5090s beside it, behind one alias. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, Topology } from 'cdktf-agent-fleet';

export function severalPools(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'chat');
  const model = { cluster, model: Model.QWEN3_8B, quantization: 'fp8', maxContextTokens: 8_192 } as const;
  const steady = new InferencePool(stack, 'steady', { ...model, gpu: Gpu.H100_PCIE });
  const beside = new InferencePool(stack, 'beside', { ...model, gpu: Gpu.RTX_5090, scaling: Scaling.queueDepth({ min: 1, max: 3 }) });
  new AgentFleet(stack, 'chat', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 40,
    roles: { assistant: { pool: steady, furtherPools: [beside], contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/chat:1.0.0' },
  });
}
