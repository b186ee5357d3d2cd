/** A fleet whose every step can be followed, without a prompt leaving the cluster. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ExternalHost, Gpu, InferencePool, Model, SecretRef, Topology, Tracing } from 'cdktf-agent-fleet';

export function tracedFleet(app: App): void {
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const langfuse = new ExternalHost({
    name: 'langfuse',
    host: 'langfuse.example.com',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('langfuse', 'basic'),
  });
  const tracing = Tracing.langfuse(stack, 'tracing', { cluster, to: langfuse, sampledShare: 0.2, keptAttributes: ['app.tenant'] });

  const pool = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 16_384,
    replicas: 2,
    tracing,
  });

  new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: ['researcher'] }),
    concurrentWorkflows: 8,
    roles: { researcher: { pool, contextTokens: 12_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2' },
    services: [tracing],
  });
}
