/** A fleet that looks things up: half of its tool calls are embeddings, which have a pool of their own, sized by tokens per second. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, Topology } from 'cdktf-agent-fleet';

export interface Rag {
  /** Sessions at a time. */
  readonly concurrentWorkflows?: number;
  /** Requests of a session in a minute. */
  readonly perMinute?: number;
  /** What a run on the card itself has shown; nobody published it for this pair. */
  readonly measuredTokensPerSecond?: number;
}

export function ragEmbeddings(app: App, { concurrentWorkflows = 400, perMinute = 1, measuredTokensPerSecond }: Rag = {}): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 4, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19' }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'rag');
  const answers = new InferencePool(stack, 'answers', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    kvCacheDtype: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 2_048,
  });
  const embeddings = new InferencePool(stack, 'embeddings', {
    cluster,
    model: Model.BGE_M3,
    gpu: Gpu.L40S,
    maxContextTokens: 2_048,
    scaling: Scaling.queueDepth({ min: 1, max: 2 }),
    ...(measuredTokensPerSecond === undefined ? {} : { measured: { tokensPerSecond: measuredTokensPerSecond } }),
  });
  new AgentFleet(stack, 'rag', {
    cluster,
    topology: Topology.flat({ agents: ['answerer'] }),
    concurrentWorkflows,
    roles: {
      answerer: {
        pool: answers,
        contextTokens: 950,
        // The published interaction: 600 tokens in, 350 out, four tool calls of which two are embeddings.
        request: { inputTokens: 600, outputTokens: 350, perMinute },
        embeddingCalls: { perRequest: 2, tokens: 300 },
      },
    },
    embeddings,
    runtime: { framework: 'langgraph', image: 'registry.example.com/rag:1.0.0' },
  });
}
