/** A fleet whose agents use what runs already: a vector database and a trace collector in the cluster, a tool server and an API outside. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ExternalHost, Gpu, InferencePool, InternalService, Model, SecretRef, Topology } from 'cdktf-agent-fleet';

export function withServices(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'support');
  const pool = new InferencePool(stack, 'assistant-model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });

  const vectors = new InternalService({
    name: 'vectors',
    namespace: 'qdrant',
    service: 'qdrant',
    podLabels: { app: 'qdrant' },
    port: 6333,
    key: SecretRef.existing('qdrant', 'api-key'),
    env: { QDRANT_URL: 'url', QDRANT_API_KEY: 'key' },
  });
  const traces = new InternalService({
    name: 'traces',
    namespace: 'observability',
    service: 'otel-collector',
    port: 4318,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'url' },
  });
  const tickets = new InternalService({ name: 'tickets', namespace: 'helpdesk', port: 80, podPort: 8000, path: '/mcp', mcp: true });
  const crm = new ExternalHost({
    name: 'crm',
    host: 'crm.example.com',
    cidrs: ['203.0.113.0/24'],
    path: '/api',
    key: SecretRef.existing('crm', 'token'),
  });

  new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0' },
    services: [vectors, traces, tickets, crm],
  });
}
