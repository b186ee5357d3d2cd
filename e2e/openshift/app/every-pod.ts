/** One of every construct that makes pods, beside those of the reference fleet. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  type ClusterProps,
  ExternalHost,
  Gpu,
  InferencePool,
  McpServer,
  Model,
  SecretRef,
  SessionStore,
  TaskQueue,
  Topology,
  Tracing,
  VectorStore,
  Weights,
} from 'cdktf-agent-fleet';

export function everyPod(app: App, distribution: ClusterProps['distribution'], bounds: Partial<ClusterProps> = {}): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'openshift',
    ...bounds,
    ...(distribution === undefined ? {} : { distribution }),
    nodePools: { l40s: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1 }, 'every-cpu': { nodes: 4 } },
  });
  const stack = new TerraformStack(app, 'every-pod');
  const common = { cluster, gpu: Gpu.L40S };
  const chat = new InferencePool(stack, 'chat', { ...common, model: Model.QWEN3_8B, maxContextTokens: 8_192, weights: Weights.claim() });
  const embeddings = new InferencePool(stack, 'embedder', { ...common, model: Model.QWEN3_EMBEDDING_0_6B, maxContextTokens: 8_192 });
  const sessions = new SessionStore(stack, 'sessions', { cluster, memoryGiB: 1 });
  const traces = new ExternalHost({
    name: 'traces',
    host: 'otlp.example.com',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('traces', 'key'),
  });
  const tools = new McpServer(stack, 'tools', { cluster, image: 'registry.example.com/tools:1.0.0', port: 8080 });
  const vectors = new VectorStore(stack, 'vectors', { cluster, vectors: 100_000, dimensions: 1_024 });
  const tracing = Tracing.otlp(stack, 'tracing', { cluster, to: traces });
  TaskQueue.rabbitMq(stack, 'broker', { cluster });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 4,
    roles: { worker: { pool: chat, contextTokens: 4_000, latency: 'background' } },
    embeddings,
    sessionStore: sessions,
    services: [tools, vectors, tracing],
    runtime: {
      framework: 'pydantic-ai',
      image: 'registry.example.com/crew:1.0.0',
      consumes: TaskQueue.redisStream(stack, 'tasks', { cluster, store: sessions }),
    },
  });
}
