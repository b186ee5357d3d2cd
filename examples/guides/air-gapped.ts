/** A fleet whose cluster has no internet: images and charts from a mirror, weights from a claim that was filled before, prices and models from this program. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, ObservabilityStack, Topology, Weights } from 'cdktf-agent-fleet';

export function airGapped(app: App): void {
  const cluster = Cluster.fromEnvironment({
    context: 'sealed',
    registryMirror: 'registry.internal/mirror',
    imagePullSecrets: ['registry-login'],
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } },
  });
  const platform = new TerraformStack(app, 'platform');
  // Nodes have the driver already: the operator would compile or fetch it.
  new FleetPlatform(platform, 'operators', { cluster, chartMirror: 'oci://registry.internal/charts', gpuOperator: { driver: false } });

  const stack = new TerraformStack(app, 'assistant');
  stack.addDependency(platform);
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    // A folder of the claim, below /models.
    checkpoint: '/models/qwen3-8b',
    weights: Weights.existingClaim('model-weights'),
    gpu: Gpu.L40S,
    replicas: 2,
    maxContextTokens: 8_192,
  });
  const fleet = new AgentFleet(stack, 'assistant', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 12,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.internal/team/assistant:1.0.0', sessionsPerReplica: 12 },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
}
