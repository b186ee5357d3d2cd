/** A support bot on two servers of one's own: one L40S each, tainted for GPU work, the smallest fleet that survives the loss of a node. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';

export function botOnL40s(app: App): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'office',
    nodePools: {
      l40s: {
        gpu: Gpu.L40S,
        nodes: 2,
        labels: { 'example.com/rack': 'gpu' },
        taints: [{ key: 'example.com/gpu', value: 'l40s', effect: 'NoSchedule' }],
        // What an own server costs an hour: purchase over three years, power, rack.
        usdPerGpuHour: 0.85,
        priceAsOf: '2026-11-01',
      },
      cpu: { nodes: 3 },
    },
  });

  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, gpuOperator: { tolerations: [{ key: 'example.com/gpu', operator: 'Exists' }] } });

  const stack = new TerraformStack(app, 'bot');
  stack.addDependency(platform);
  const model = new InferencePool(stack, 'bot-model', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    replicas: 2,
    maxContextTokens: 8_192,
  });
  const fleet = new AgentFleet(stack, 'bot', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 12,
    roles: {
      assistant: {
        pool: model,
        contextTokens: 6_000,
        latency: 'chat',
        request: { inputTokens: 900, cachedTokens: 600, outputTokens: 250 },
      },
    },
    runtime: {
      framework: 'openai-agents',
      image: 'registry.example.com/bot:2.0.1',
      port: 8080,
      callers: ['ingress'],
      sessionsPerReplica: 6,
    },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}
