/** An orchestrator, a coder and a reviewer with three models that stay resident together on one H100. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, type InferencePoolProps, Model, Topology } from 'cdktf-agent-fleet';

/** The scenario says 13B, not which: 40 layers with 8 KV heads, as in its customer service example. */
const CODER_13B = Model.custom({
  id: 'acme/coder-13b',
  kind: 'llm',
  attentionKind: 'GQA',
  paramsTotalB: 13,
  layers: 40,
  attentionHeads: 40,
  kvHeads: 8,
  headDim: 128,
  hiddenSize: 5_120,
  intermediateSize: 16_600,
  vocabSize: 32_000,
  tiedEmbeddings: false,
  maxPositionEmbeddings: 32_768,
  nativeDtype: 'bf16',
  provenance: { source: 'shape assumed for a published 13B scenario', asOf: '2026-03', evidence: 'assumed' },
});

export interface Team {
  readonly gpu?: Gpu;
  readonly quantization?: InferencePoolProps['quantization'];
  readonly concurrentWorkflows?: number;
}

export function threeOnACard(app: App, { gpu = Gpu.H100_PCIE, quantization, concurrentWorkflows = 5 }: Team = {}): void {
  const price = gpu === Gpu.H100_PCIE ? { usdPerGpuHour: 2.01, priceAsOf: '2026-03-08' } : {};
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { card: { gpu, nodes: 1, sharing: { engines: 3 }, ...price }, cpu: { nodes: 3 } },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'review');
  stack.addDependency(platform);
  const poolOf = (name: string, model: Model, gpuMemoryUtilization: number): InferencePool =>
    new InferencePool(stack, name, {
      cluster,
      model,
      gpu,
      gpuMemoryUtilization,
      maxContextTokens: 4_096,
      ...(quantization === undefined ? {} : { quantization }),
    });
  // Shares of the card: what the weights of each need, nine tenths together.
  const pools = {
    orchestrator: poolOf('orchestrator-model', Model.MISTRAL_7B_INSTRUCT_V0_3, 0.25),
    coder: poolOf('coder-model', CODER_13B, 0.4),
    reviewer: poolOf('reviewer-model', Model.MISTRAL_7B_INSTRUCT_V0_3, 0.25),
  };
  new AgentFleet(stack, 'review', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'orchestrator', workers: ['coder', 'reviewer'] }),
    concurrentWorkflows,
    roles: {
      orchestrator: { pool: pools.orchestrator, contextTokens: 4_096 },
      coder: { pool: pools.coder, contextTokens: 4_096 },
      reviewer: { pool: pools.reviewer, contextTokens: 4_096 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/review:1.0.0' },
  });
}
