/** A team's agents on the card of a workstation: Ollama with a GGUF file, in a cluster for development. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Engine, FleetPlatform, Gpu, InferencePool, Model, Topology, Weights } from 'cdktf-agent-fleet';

export function onAWorkstation(app: App): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'workstation',
    environment: 'development',
    nodePools: {
      rtx4090: { gpu: Gpu.RTX_4090, nodes: 1, usdPerGpuHour: 0.2, priceAsOf: '2026-11-01' },
      cpu: { nodes: 1 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'draft');
  stack.addDependency(platform);
  const model = new InferencePool(stack, 'draft-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    engine: Engine.ollama(),
    quantization: 'q4_k_m',
    gpu: Gpu.RTX_4090,
    maxContextTokens: 8_192,
    // Stays on the disk of the workstation when the pod goes.
    weights: Weights.claim({ accessMode: 'ReadWriteOnce' }),
  });
  return new AgentFleet(stack, 'draft', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 4,
    roles: { assistant: { pool: model, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/draft:0.1.0' },
  });
}
