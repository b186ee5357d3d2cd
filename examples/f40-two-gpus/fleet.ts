/** One model on two kinds of GPU behind one alias: an H100 that is always there, RTX 5090s on spot nodes beside it, each with the part that it can hold. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, Topology } from 'cdktf-agent-fleet';

/** @param sessions at the peak */
export function twoGpus(app: App, sessions = 180): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      h100: { gpu: Gpu.H100_PCIE, nodes: 1, usdPerGpuHour: 2.01, priceAsOf: '2026-03-24' },
      // Nobody published a price of it.
      'rtx-5090': { gpu: Gpu.RTX_5090, nodes: 3, purchase: 'spot' },
      cpu: { nodes: 3 },
    },
  });
  const stack = new TerraformStack(app, 'chat');
  const model = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, quantization: 'fp8', kvCacheDtype: 'fp8', maxContextTokens: 8_192 } as const;
  const steady = new InferencePool(stack, 'steady', { ...model, gpu: Gpu.H100_PCIE });
  const burst = new InferencePool(stack, 'burst', { ...model, gpu: Gpu.RTX_5090, scaling: Scaling.queueDepth({ min: 1, max: 3 }) });
  new AgentFleet(stack, 'chat', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 60,
    peakWorkflows: sessions,
    roles: { assistant: { pool: steady, furtherPools: [burst], contextTokens: 8_192, latency: 'chat' } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/chat:1.0.0', port: 8080, callers: ['ingress'] },
  });
}
