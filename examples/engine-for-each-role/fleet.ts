/** A fleet whose roles each have the engine that suits them: SGLang for many turns, TensorRT-LLM for a voice, Ray for the house standard, an old TGI until it is replaced, an encoder beside. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  ObservabilityStack,
  Scaling,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

export function engineForEachRole(app: App): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'prod-eu',
    nodePools: {
      h100: { gpu: Gpu.H100_SXM, nodes: 6 },
      l4: { gpu: Gpu.L4, nodes: 2 },
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, rayOperator: {} });

  const stack = new TerraformStack(app, 'hotline');
  stack.addDependency(platform);
  const common = { cluster, gpu: Gpu.H100_SXM, maxContextTokens: 16_384 };
  const clerks = new InferencePool(stack, 'clerks', {
    ...common,
    model: Model.QWEN3_8B,
    engine: Engine.sglang(),
    scaling: Scaling.queueDepth({ min: 1, max: 2 }),
  });
  const voice = new InferencePool(stack, 'voice', { ...common, model: Model.LLAMA_3_1_8B_INSTRUCT, engine: Engine.tensorRtLlm() });
  const writers = new InferencePool(stack, 'writers', {
    ...common,
    model: Model.QWEN3_8B,
    engine: Engine.rayServe(),
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
  });
  const old = new InferencePool(stack, 'old', {
    ...common,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    // The published image runs as root alone.
    engine: Engine.textGenerationInference({ image: 'registry.example.com/tgi-nonroot' }),
  });
  const embedder = new InferencePool(stack, 'embedder', {
    cluster,
    model: Model.BGE_M3,
    gpu: Gpu.L4,
    maxContextTokens: 8_192,
    engine: Engine.textEmbeddingsInference(),
    // Measured on the card: nobody published it.
    measured: { tokensPerSecond: 9_000 },
  });
  const fleet = new AgentFleet(stack, 'hotline', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'clerk', workers: ['speaker', 'writer', 'archivist'] }),
    concurrentWorkflows: 8,
    embeddings: embedder,
    roles: {
      clerk: {
        pool: clerks,
        contextTokens: 12_000,
        request: { inputTokens: 6_000, cachedTokens: 5_000, outputTokens: 300, perMinute: 2 },
        embeddingCalls: { perRequest: 1, tokens: 400 },
      },
      speaker: { pool: voice, contextTokens: 4_000, request: { inputTokens: 900, outputTokens: 60, perMinute: 6 } },
      writer: { pool: writers, contextTokens: 8_000 },
      archivist: { pool: old, contextTokens: 8_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/hotline:1.0.0' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}
