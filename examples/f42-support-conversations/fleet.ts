/** A support service known by its traffic: 10,000 conversations a day of five turns, answered by a 13B fine-tune on one H100. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Retention, Topology } from 'cdktf-agent-fleet';

/** The published scenario names the size of its model, not the shape; ours has 8 KV heads, as the models of that size have since 2024. */
const SUPPORT_13B = Model.custom({
  id: 'support-13b',
  huggingFaceId: 'example/support-13b',
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

export function supportConversations(app: App, perDay = 10_000): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { gpu: { gpu: Gpu.H100_PCIE, nodes: 1, usdPerGpuHour: 2.01, priceAsOf: '2026-03-24' }, cpu: { nodes: 1 } },
  });
  const stack = new TerraformStack(app, 'support');
  const pool = new InferencePool(stack, 'support-model', {
    cluster,
    model: SUPPORT_13B,
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 4_096,
  });
  new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    roles: {
      assistant: {
        pool,
        latency: 'chat',
        apiAlternative: { name: 'a managed API, small-model class', input: 0.4, output: 0.4, asOf: '2026-03-24' },
        growth: { baseTokens: 600, turns: 5, tokensPerTurn: 200 },
        sharedPrefixTokens: 600,
        conversations: {
          perDay,
          turns: 5,
          tokensPerTurn: 200,
          outputTokensPerTurn: 80,
          answerSeconds: 2,
          thinkSeconds: 30,
          kept: Retention.seconds(60),
          curve: 'business-hours',
        },
      },
    },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/support:3.2.0', port: 8080, callers: ['ingress'] },
  });
}
