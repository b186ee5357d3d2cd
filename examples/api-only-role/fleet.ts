/** A judge that is asked once in a while and needs a model that nobody here serves: a role without a pool. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ExternalModel, Gpu, InferencePool, Model, SecretRef, Topology } from 'cdktf-agent-fleet';

/** @param hardCases share of the tickets that go on to the judge */
export function withApiOnlyRole(app: App, hardCases = 0.05): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19' }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'tickets');
  const pool = new InferencePool(stack, 'writer-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    replicas: 2,
  });
  const model = ExternalModel.anthropic({
    model: 'claude-sonnet-4-5',
    key: SecretRef.existing('anthropic', 'key'),
    maxContextTokens: 200_000,
    costPerMillionTokens: { input: 3, output: 15, asOf: '2026-07-03' },
    maxParallelRequests: 8,
    // Of the provider, or of your own proxy to the internet.
    cidrs: ['203.0.113.0/24'],
  });
  new AgentFleet(stack, 'tickets', {
    cluster,
    topology: Topology.escalation({ first: 'writer', to: { judge: hardCases } }),
    concurrentWorkflows: 40,
    roles: { writer: { pool, contextTokens: 4_000, request: { inputTokens: 3_000, outputTokens: 300, perMinute: 2 } } },
    apiRoles: { judge: { model, contextTokens: 20_000, request: { inputTokens: 12_000, outputTokens: 800, perMinute: 1 } } },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/tickets:1.0.0' },
  });
}
