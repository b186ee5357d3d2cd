/** Two replicas that nobody takes away, and six more on spot nodes when the queue is long. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, Scaling } from 'cdktf-agent-fleet';

export function floorAndBurst(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod',
    nodePools: {
      steady: { gpu: Gpu.L40S, nodes: 2, labels: { 'example.com/pool': 'steady' } },
      spot: {
        gpu: Gpu.L40S,
        nodes: 6,
        minNodes: 0,
        purchase: 'spot',
        labels: { 'example.com/pool': 'spot' },
        usdPerGpuHour: 0.4,
        priceAsOf: '2026-11-01',
      },
    },
  });
  const stack = new TerraformStack(app, 'support');
  new InferencePool(stack, 'assistant', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    nodePool: 'steady',
    burstNodePools: ['spot'],
    scaling: Scaling.queueDepth({ min: 2, max: 8 }),
  });
}
