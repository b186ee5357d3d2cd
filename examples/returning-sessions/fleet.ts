/**
 * Reviewers that wait for people and come back after an hour: what leaves the GPUs stays in host memory and, behind that, on the NVMe disk of the node. The
 * weights are streamed from a bucket, so that a new replica is there in a minute or two. What writes the summaries comes and goes with the load: its replicas share
 * their KV blocks on a claim, so that a session finds them wherever it comes to.
 */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, Topology, Weights, WorkloadIdentity } from 'cdktf-agent-fleet';

export function returningSessions(app: App, kvCacheDiskGiB = 800): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    region: 'eu-central-1',
    namedEgress: { policies: 'cilium' },
    nodePools: { h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 1 }, cpu: { nodes: 2 } },
  });
  const stack = new TerraformStack(app, 'reviews');
  const pool = new InferencePool(stack, 'reviewer-model', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_SXM,
    gpusPerReplica: 2,
    maxContextTokens: 32_768,
    offload: { kvCacheGiB: 96, ...(kvCacheDiskGiB === 0 ? {} : { kvCacheDiskGiB }) },
    scaling: Scaling.queueDepth({ min: 1, max: 2 }),
    weights: Weights.objectStore({ uri: 's3://acme-weights/llama-3.3-70b/6f6073b', region: 'eu-central-1' }),
    identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/read-weights' }),
  });
  const writers = new InferencePool(stack, 'writer-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 32_768,
    offload: { kvCacheGiB: 64, kvCacheShared: { sizeGiB: 1_000, storageClass: 'shared-rwx' } },
    scaling: Scaling.queueDepth({ min: 1, max: 4 }),
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
    revisions: { 'meta-llama/Llama-3.1-8B-Instruct': '0e9e39f249a16976918f6564b8830bc894c89659' },
  });
  new AgentFleet(stack, 'reviews', {
    cluster,
    topology: Topology.flat({ agents: ['reviewer', 'writer'] }),
    concurrentWorkflows: 15,
    roles: {
      reviewer: { pool, contextTokens: 24_000, request: { inputTokens: 23_000, outputTokens: 600, cachedTokens: 21_000 } },
      writer: { pool: writers, contextTokens: 16_000, request: { inputTokens: 15_000, outputTokens: 800, cachedTokens: 12_000 } },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/reviews:1.0.0' },
  });
}
