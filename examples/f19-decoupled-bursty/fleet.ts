/** Idle for hours, then everybody at once: agents on CPU nodes come with the tasks, GPUs with the tasks as well, each by a bound of its own, and both go to none. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  type LatencyClass,
  Model,
  Scaling,
  SessionStore,
  TaskQueue,
  Topology,
} from 'cdktf-agent-fleet';

/** @param latency whether somebody waits for the first token; a pool that sleeps is only for work that nobody waits for */
export function decoupledBursty(app: App, latency: LatencyClass = 'background'): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      l40s: {
        gpu: Gpu.L40S,
        minNodes: 0,
        nodes: 4,
        provisioningSeconds: 18,
        usdPerGpuHour: 0.72,
        priceAsOf: '2026-04-19',
        labels: { 'example.com/pool': 'l40s' },
      },
      cpu: { nodes: 4 },
    },
  });
  const stack = new TerraformStack(app, 'bursty');
  const store = new SessionStore(stack, 'sessions', { cluster });
  const queue = TaskQueue.redisStream(stack, 'requests', { cluster, store });
  const pool = new InferencePool(stack, 'shared-model', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    nodePool: 'l40s',
    maxContextTokens: 8_192,
    scaling: Scaling.batch({ queue, max: 4, tasksPerReplica: 20 }),
  });
  new AgentFleet(stack, 'bursty', {
    cluster,
    topology: Topology.flat({ agents: ['analyst'] }),
    concurrentWorkflows: 30,
    peakWorkflows: 80,
    roles: { analyst: { pool, contextTokens: 6_000, latency } },
    runtime: {
      framework: 'openai-agents',
      image: 'registry.example.com/analysts:1.0.0',
      consumes: queue,
      workers: { min: 0, max: 16, tasksPerWorker: 5 },
    },
    sessionStore: store,
    stateStore: false,
  });
  // Takes requests and says where their results will be: it is always there.
  new AgentRuntime(stack, 'intake', {
    cluster,
    framework: 'custom',
    image: 'registry.example.com/intake:1.0.0',
    port: 8080,
    callers: ['ingress'],
    services: [queue],
  });
}
