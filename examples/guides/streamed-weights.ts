/** Weights that are streamed from a bucket of S3 by the identity of the pool, and from a store in the cluster by keys. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, InternalService, Model, Scaling, SecretRef, Weights, WorkloadIdentity } from 'cdktf-agent-fleet';

export function fromBuckets(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(app, 'research');
  new InferencePool(stack, 'planner', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    gpusPerReplica: 4,
    maxContextTokens: 16_384,
    weights: Weights.objectStore({ uri: 's3://acme-weights/llama-3.3-70b/6f6073b', region: 'eu-central-1' }),
    identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/read-weights' }),
    scaling: Scaling.queueDepth({ min: 1, max: 4 }),
  });
  new InferencePool(stack, 'workers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    weights: Weights.objectStore({
      uri: 's3://weights/qwen3-8b',
      service: new InternalService({ name: 'minio', namespace: 'storage', port: 9000, podLabels: { app: 'minio' } }),
      credentials: { accessKeyId: SecretRef.existing('weights', 'id'), secretAccessKey: SecretRef.existing('weights', 'key') },
    }),
  });
}
