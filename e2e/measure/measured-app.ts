/** Two pools of one model, one busy by day and one by night, and a month that was recorded of them. */
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Retention, Topology } from '../../lib';
import { type App, TerraformStack, Testing } from '../../lib/terraform/engine';

const CONVERSATIONS = {
  perDay: 4_000,
  turns: 4,
  tokensPerTurn: 300,
  outputTokensPerTurn: 120,
  answerSeconds: 4,
  thinkSeconds: 20,
  kept: Retention.seconds(60),
  curve: 'business-hours',
} as const;

export function measuredApp(app: App = Testing.app()): App {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 6, usdPerGpuHour: 2.5, priceAsOf: '2026-11-01' }, cpu: { nodes: 2 } },
  });
  const stack = new TerraformStack(app, 'support');
  const model = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_PCIE, maxContextTokens: 8_192, replicas: 2 };
  const desk = new InferencePool(stack, 'desk', model);
  const triage = new InferencePool(stack, 'triage', model);
  const role = {
    growth: { baseTokens: 800, turns: 4, tokensPerTurn: 300 },
    apiAlternative: { name: 'a managed API', input: 0.1, output: 0.4, asOf: '2026-11-01' },
    conversations: CONVERSATIONS,
  };
  const fleet = new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant', 'sorter'] }),
    roles: { assistant: { ...role, pool: desk, latency: 'chat' }, sorter: { ...role, pool: triage, latency: 'background' } },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/support:3.2.0' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return app;
}
