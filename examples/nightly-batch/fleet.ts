/** Documents that are read at night: tasks wait in a queue, workers and GPUs come when there are some, and go when there are none. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  Nodes,
  ObservabilityStack,
  Scaling,
  SessionStore,
  TaskQueue,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

export function nightlyBatch(app: App): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'gke-batch',
    region: 'europe-west4',
    nodePools: {
      l4: Nodes.gke({
        gpu: Gpu.L4,
        gpusPerNode: 1,
        nodePool: 'l4-spot',
        minNodes: 0,
        nodes: 4,
        purchase: 'spot',
        provisioningSeconds: 240,
      }),
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, gpuOperator: 'existing' });

  const stack = new TerraformStack(app, 'archive');
  stack.addDependency(platform);
  const store = new SessionStore(stack, 'queue', { cluster, memoryGiB: 1 });
  const queue = TaskQueue.redisStream(stack, 'documents', { cluster, store });
  const readers = new InferencePool(stack, 'readers', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L4,
    nodePool: 'l4',
    maxContextTokens: 8_192,
    scaling: Scaling.batch({ queue, max: 4 }),
    weights: Weights.claim({ storageClass: 'filestore-rwx' }),
  });
  const fleet = new AgentFleet(stack, 'archive', {
    cluster,
    topology: Topology.pipeline({ stages: ['reader', 'summarizer'] }),
    concurrentWorkflows: 8,
    roles: {
      reader: { pool: readers, contextTokens: 6_000, latency: 'background', request: { outputTokens: 600 } },
      summarizer: { pool: readers, contextTokens: 3_000, latency: 'background', request: { outputTokens: 400 } },
    },
    runtime: { framework: 'crewai', image: 'registry.example.com/readers:2.1.0', consumes: queue, workers: { tasksPerWorker: 2 } },
    sessionStore: store,
    stateStore: false,
  });
  // Who asks: it puts the documents of the day into the queue.
  new AgentRuntime(stack, 'intake', {
    cluster,
    framework: 'custom',
    image: 'registry.example.com/intake:1.0.0',
    port: 8080,
    callers: ['ingress'],
    services: [queue],
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}
