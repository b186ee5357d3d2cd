/** A fleet that remembers: embeddings of BGE-M3 in Qdrant, wired and sized for a million chunks. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology, VectorStore } from 'cdktf-agent-fleet';

export function withLongTermMemory(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 3 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'memory');
  const pool = new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
  });
  const embeddings = new InferencePool(stack, 'embedder', { cluster, model: Model.BGE_M3, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const vectors = new VectorStore(stack, 'vectors', { cluster, vectors: 1_000_000, dimensions: 1_024 });
  new AgentFleet(stack, 'assistants', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 2,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    embeddings,
    services: [vectors],
    runtime: { framework: 'langgraph', image: 'registry.example.com/assistants:1.0.0' },
  });
}
