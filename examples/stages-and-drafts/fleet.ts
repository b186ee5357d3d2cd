/**
 * A 70B on two H100 PCIe without the NVLink bridge: two pipeline stages instead of two shards, drafts looked up in the prompt, and KV offload for the
 * KV cache of sessions that come back.
 */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, SecretRef, Speculative, Topology, Weights } from 'cdktf-agent-fleet';

export function stagesAndDrafts(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 1 }, cpu: { nodes: 1 } },
  });
  const stack = new TerraformStack(app, 'extraction');
  const pool = new InferencePool(stack, 'extractor-model', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    gpusPerReplica: 2,
    parallelism: { pipeline: 2 },
    speculative: Speculative.promptLookup({ tokens: 4, shortestMatch: 2 }),
    offload: { kvCacheGiB: 96 },
    maxContextTokens: 16_384,
    weights: Weights.claim({ accessMode: 'ReadWriteOnce' }),
    huggingFaceToken: SecretRef.existing('hugging-face', 'token'),
  });
  new AgentFleet(stack, 'extraction', {
    cluster,
    topology: Topology.pipeline({ stages: ['reader', 'writer'] }),
    concurrentWorkflows: 24,
    workflowLatency: { latency: 'background', budgetMs: 90_000 },
    roles: {
      reader: { pool, contextTokens: 14_000, request: { outputTokens: 300, cachedTokens: 13_000 } },
      writer: { pool, contextTokens: 10_000, request: { outputTokens: 500, cachedTokens: 9_000 } },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/extraction:1.1.0' },
  });
}
