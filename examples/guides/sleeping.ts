/** Documents are read at night and on demand: no GPU runs while there is nothing to read. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  Model,
  Scaling,
  SessionStore,
  TaskQueue,
  Topology,
} from 'cdktf-agent-fleet';

export function whileThereAreTasks(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'archive');
  const store = new SessionStore(stack, 'queue', { cluster });
  const queue = TaskQueue.redisStream(stack, 'documents', { cluster, store });
  const readers = new InferencePool(stack, 'readers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    scaling: Scaling.batch({ queue, max: 4 }),
  });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['reader'] }),
    concurrentWorkflows: 8,
    roles: { reader: { pool: readers, contextTokens: 6_000, latency: 'background' } },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/readers:1.0.0', consumes: queue },
    sessionStore: store,
    stateStore: false,
  });
  // Who asks: it puts documents into the queue.
  new AgentRuntime(stack, 'intake', {
    cluster,
    framework: 'custom',
    image: 'registry.example.com/intake:1.0.0',
    port: 8080,
    callers: ['ingress'],
    services: [queue],
  });
}
