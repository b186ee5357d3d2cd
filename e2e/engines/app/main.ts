/** A pool of two replicas of a model that a processor runs, with what calls, scales and watches it. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Gpu,
  InferencePool,
  InternalService,
  Model,
  ObservabilityStack,
  Scaling,
  SecretRef,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import { TINY_MODEL } from './tiny-model';

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 2 }, cpu: { nodes: 2 } },
});
const stack = new TerraformStack(app, 'engines');
const TINY = {
  cluster,
  model: Model.fromConfig(TINY_MODEL, { id: 'tiny' }),
  gpu: Gpu.L40S,
  maxContextTokens: 4_096,
  maxNumSeqs: 4,
  tuning: { enforceEager: true },
};
const FROM_CLAIM = { checkpoint: '/models/tiny', weights: Weights.existingClaim('tiny-weights') };
const pool = new InferencePool(stack, 'tiny', {
  ...TINY,
  ...FROM_CLAIM,
  toolCalling: 'hermes',
  structuredOutput: 'xgrammar',
  // So small a model is late by little, and computes prompts fast.
  scaling: Scaling.any({
    min: 2,
    max: 4,
    signals: ['queue', 'latency', 'tokens'],
    ttftSeconds: 0.1,
    promptTokens: 500,
    prefillTokensPerSecond: 1_000,
    backlogSeconds: 1,
  }),
});
// Its replicas find each other's KV blocks.
new InferencePool(stack, 'sharing', {
  ...TINY,
  ...FROM_CLAIM,
  toolCalling: false,
  replicas: 2,
  offload: { kvCacheGiB: 0.25, kvCacheShared: { sizeGiB: 10, storageClass: 'shared-files' } },
});
// It has no weights before it starts.
new InferencePool(stack, 'streamed', {
  ...TINY,
  weights: Weights.objectStore({
    uri: 's3://weights/tiny/1',
    service: new InternalService({ name: 'minio', namespace: 'storage', port: 9000 }),
    credentials: { accessKeyId: SecretRef.existing('store', 'id'), secretAccessKey: SecretRef.existing('store', 'key') },
  }),
  toolCalling: false,
});
const fleet = new AgentFleet(stack, 'crew', {
  cluster,
  topology: Topology.flat({ agents: ['worker'] }),
  concurrentWorkflows: 4,
  roles: { worker: { pool, contextTokens: 3_000 } },
  runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
  sessionStore: false,
  stateStore: false,
});
new ObservabilityStack(stack, 'watch', { cluster, fleets: [fleet] });
app.synth();
