/** Agents that draw: an image model on a card of its own, which scales by its queue, and a transcriber beside an embedding model on a shared card. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, GpuService, InferencePool, Model, Scaling, Topology, Volume } from 'cdktf-agent-fleet';

export function withGpuServices(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      l40s: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1, labels: { pool: 'l40s' } },
      shared: { gpu: Gpu.L40S, nodes: 1, sharing: { engines: 2 }, labels: { pool: 'shared' } },
      cpu: { nodes: 3 },
    },
  });
  const stack = new TerraformStack(app, 'studio');
  const images = new GpuService(stack, 'images', {
    cluster,
    image: 'registry.example.com/flux-server:1.3.0',
    port: 8188,
    gpu: Gpu.L40S,
    nodePool: 'l40s',
    memoryGiBPerGpu: 34,
    healthPath: '/health',
    metrics: { requestsWaiting: 'flux_queue_size', requestsRunning: 'flux_running' },
    scaling: Scaling.queueDepth({ min: 1, max: 2, waitingPerReplica: 2 }),
    volumes: [Volume.claim({ name: 'flux-weights', mountPath: '/models', readOnly: true })],
  });
  const speech = new GpuService(stack, 'speech', {
    cluster,
    image: 'registry.example.com/whisper-server:2.0.0',
    port: 9000,
    gpu: Gpu.L40S,
    nodePool: 'shared',
    memoryGiBPerGpu: 12,
    mcp: true,
  });
  const vectors = new InferencePool(stack, 'vectors', {
    cluster,
    model: Model.BGE_M3,
    gpu: Gpu.L40S,
    nodePool: 'shared',
    gpuMemoryUtilization: 0.3,
    maxContextTokens: 2_048,
  });
  const writers = new InferencePool(stack, 'writers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    nodePool: 'l40s',
    maxContextTokens: 8_192,
  });
  new AgentFleet(stack, 'studio', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 10,
    roles: { writer: { pool: writers, contextTokens: 6_000 } },
    embeddings: vectors,
    runtime: { framework: 'langgraph', image: 'registry.example.com/studio:1.0.0' },
    services: [images, speech],
  });
}
