/** Agents that read long documents: prompts of 23,000 tokens are computed on replicas of their own, so that they never hold up the answers of others. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, SecretRef, Topology, Weights } from 'cdktf-agent-fleet';

export function prefillAndDecode(app: App, documentsPerMinute = 1.5): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    apiServerCidrs: ['10.0.0.2/32'],
    nodePools: {
      h100: {
        gpu: Gpu.H100_SXM,
        gpusPerNode: 8,
        nodes: 2,
        fabric: { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
      },
      cpu: { nodes: 2 },
    },
  });
  const stack = new TerraformStack(app, 'reports');
  const pool = new InferencePool(stack, 'reader-model', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_SXM,
    gpusPerReplica: 2,
    maxContextTokens: 24_576,
    replicas: 2,
    prefill: { replicas: 4 },
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
    huggingFaceToken: SecretRef.existing('hugging-face', 'token'),
  });
  new AgentFleet(stack, 'reports', {
    cluster,
    topology: Topology.flat({ agents: ['reader'] }),
    concurrentWorkflows: 16,
    roles: { reader: { pool, contextTokens: 24_000, request: { inputTokens: 23_000, outputTokens: 600, perMinute: documentsPerMinute } } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/reports:1.0.0' },
  });
}
