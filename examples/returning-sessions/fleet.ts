/**
 * Reviewers that wait for people and come back after an hour: what leaves the GPUs stays in host memory and, behind that, on the NVMe disk of the node. The
 * weights are streamed from a bucket, so that a new replica is there in a minute or two.
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
  new AgentFleet(stack, 'reviews', {
    cluster,
    topology: Topology.flat({ agents: ['reviewer'] }),
    concurrentWorkflows: 15,
    roles: { reviewer: { pool, contextTokens: 24_000, request: { inputTokens: 23_000, outputTokens: 600, cachedTokens: 21_000 } } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/reviews:1.0.0' },
  });
}
