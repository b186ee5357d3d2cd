/** A service level of one's own: what an assistant has promised its users, in place of what people usually notice. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';

export function withTargets(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(app, 'support');
  const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const fleet = new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 5,
    roles: {
      assistant: {
        pool,
        contextTokens: 6_000,
        latency: 'chat',
        latencyTargets: { ttftMs: 2_000, tpotMs: 60, e2eMs: 20_000 },
        request: { outputTokens: 250, cachedTokens: 5_000 },
      },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:1.0.0' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
}
