/** Rows of an inference pool and of its scaling. */
import {
  ChatTemplate,
  Engine,
  Gpu,
  type InferencePoolProps,
  InternalService,
  Model,
  PodPriority,
  Scaling,
  SecretRef,
  Speculative,
  TaskQueue,
  Tracing,
  Weights,
  WorkloadIdentity,
} from 'cdktf-agent-fleet';
import type { AnySignalProps } from '../../../lib/elasticity/any-signal-props';
import type { BatchScalingProps } from '../../../lib/elasticity/batch-props';
import type { EnvelopeProps } from '../../../lib/elasticity/envelope-props';
import type { LatencyScalingProps } from '../../../lib/elasticity/latency-props';
import type { QueueDepthProps } from '../../../lib/elasticity/queue-depth-props';
import type { TokenScalingProps } from '../../../lib/elasticity/tokens-props';
import type { WarmFloorProps } from '../../../lib/elasticity/warm-floor-props';
import { JOINED } from './prefill-rows';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

const claim = Weights.claim({ storageClass: 'shared-rwx' });
const small = { model: Model.LLAMA_3_2_1B_INSTRUCT };
const COMMIT = { 'meta-llama/Llama-3.1-8B-Instruct': '0e9e39f249a16976918f6564b8830bc894c89659' };

export const POOL_ROWS: Rows<InferencePoolProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: {
    before: { weights: claim, nodePool: JOINED, prefill: { replicas: 1 } },
    after: { weights: claim, nodePool: JOINED, prefill: { replicas: 1 }, ...PLACED.after },
  },
  name: { before: { weights: claim }, after: { weights: claim, name: 'pool-renamed' } },
  model: { before: { weights: claim }, after: { weights: claim, ...small } },
  gpu: { after: { gpu: Gpu.L40S, nodePool: 'l40s' } },
  gpusPerReplica: { after: { gpusPerReplica: 2 } },
  parallelism: { after: { gpusPerReplica: 2, parallelism: { pipeline: 2 } } },
  nodesPerReplica: { elsewhere: 'test/inference/multi-node: another object takes the place of the Deployment' },
  maxContextTokens: { after: { maxContextTokens: 4_096 } },
  quantization: { before: { weights: claim }, after: { weights: claim, quantization: 'fp8' } },
  kvCacheDtype: { after: { kvCacheDtype: 'fp8' } },
  allowExperimentalFp8Kv: { after: { allowExperimentalFp8Kv: true } },
  gpuMemoryUtilization: { after: { gpuMemoryUtilization: 0.88 } },
  engineMemoryFraction: { before: { engine: Engine.sglang() }, after: { engine: Engine.sglang(), engineMemoryFraction: 0.8 } },
  maxNumSeqs: { after: { maxNumSeqs: 64 } },
  maxNumBatchedTokens: { after: { maxNumBatchedTokens: 4_096 } },
  prefill: { before: { weights: claim, nodePool: JOINED }, after: { weights: claim, nodePool: JOINED, prefill: { replicas: 1 } } },
  speculative: { after: { speculative: Speculative.promptLookup({ tokens: 4 }) } },
  adapters: {
    before: { weights: claim },
    after: { weights: claim, adapters: [{ name: 'support', source: 'acme/support-lora', rank: 16 }] },
  },
  aliases: { after: { aliases: ['assistant'] } },
  offload: {
    before: { weights: claim, revisions: COMMIT, offload: { kvCacheGiB: 8, kvCacheShared: { sizeGiB: 20, storageClass: 'shared-rwx' } } },
    after: { weights: claim, revisions: COMMIT, offload: { kvCacheGiB: 8, kvCacheShared: { sizeGiB: 40, storageClass: 'shared-rwx' } } },
  },
  tuning: { after: { tuning: { enforceEager: true, scheduling: 'priority' } } },
  measured: { after: { measured: { tokensPerSecond: 1_000, atConcurrency: 8 } } },
  engine: { before: { weights: claim }, after: { weights: claim, engine: Engine.vllm({ version: '0.29.0' }) } },
  replicas: { before: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }, after: { replicas: 2 } },
  scaling: { before: { replicas: 2 }, after: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) } },
  nodePool: { before: { weights: claim }, after: { weights: claim, nodePool: 'h100-reserved' } },
  burstNodePools: {
    before: { weights: claim, nodePool: 'h100-reserved', scaling: Scaling.queueDepth({ min: 1, max: 2 }) },
    after: { weights: claim, nodePool: 'h100-reserved', scaling: Scaling.queueDepth({ min: 1, max: 2 }), burstNodePools: ['h100'] },
  },
  podPriority: {
    before: { podPriority: PodPriority.custom({ value: -2, preempts: false }) },
    after: { podPriority: PodPriority.custom({ value: -3, preempts: false }) },
  },
  weights: { before: { weights: claim }, after: { weights: Weights.claim({ storageClass: 'shared-rwx', sizeGiB: 30 }) } },
  checkpoint: { before: { weights: claim }, after: { weights: Weights.claim({ sizeGiB: 40 }), checkpoint: 'acme/llama-tuned' } },
  revisions: {
    before: { weights: claim },
    after: { weights: claim, revisions: COMMIT },
  },
  huggingFaceToken: { after: { huggingFaceToken: SecretRef.existing('hub-rotated', 'token') } },
  chatTemplate: {
    before: { chatTemplate: ChatTemplate.inline('{{ messages }}') },
    after: { chatTemplate: ChatTemplate.inline('{{ messages[0].content }}') },
  },
  toolCalling: { after: { toolCalling: false } },
  reasoning: { after: { reasoning: 'deepseek_r1' } },
  structuredOutput: { after: { structuredOutput: 'xgrammar' } },
  tracing: {
    after: { tracing: Tracing.fromExisting({ to: new InternalService({ name: 'spans', namespace: 'monitoring', port: 4318 }) }) },
  },
  identity: { after: { identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' }) } },
  imagePullSecrets: { after: { imagePullSecrets: ['registry-login'] } },
  resources: { after: { resources: { cpu: '2', memory: '24Gi' } } },
  extraArgs: { after: { extraArgs: ['--seed', '7'] } },
  env: { after: { env: { PROXY: 'none' } } },
  namespace: { before: { weights: claim }, after: { weights: claim, namespace: 'changes-elsewhere' } },
};

/** Of one pool, all at once. */
export const WARM_FLOOR_ROWS: Rows<WarmFloorProps> = {
  ...envelopeRows(),
  waitingPerGpu: { after: { waitingPerGpu: 8 } },
};

/** Of one pool, all at once. */
export const LATENCY_ROWS: Rows<LatencyScalingProps> = {
  ...envelopeRows(),
  ttftSeconds: { before: { ttftSeconds: 1 }, after: { ttftSeconds: 2 } },
  ttftWindowSeconds: { after: { ttftWindowSeconds: 90 } },
  waitingPerReplica: { after: { waitingPerReplica: 8 } },
};

/** Of one pool, all at once. */
export const TOKEN_SCALING_ROWS: Rows<TokenScalingProps> = {
  ...envelopeRows(),
  backlogSeconds: { after: { backlogSeconds: 3 } },
  kvCacheShare: { after: { kvCacheShare: 0.7 } },
  promptTokens: { before: { promptTokens: 500 }, after: { promptTokens: 700 } },
  prefillTokensPerSecond: { after: { prefillTokensPerSecond: 9_000 } },
};

/** Of one pool, all at once. */
export const ANY_SIGNAL_ROWS: Rows<AnySignalProps> = {
  ...LATENCY_ROWS,
  ...TOKEN_SCALING_ROWS,
  signals: { before: { signals: ['queue'] }, after: { signals: ['latency', 'tokens'] } },
};

/** Of one pool, all at once. */
export const QUEUE_DEPTH_ROWS: Rows<QueueDepthProps> = {
  ...envelopeRows(),
  waitingPerReplica: { after: { waitingPerReplica: 8 } },
};

const queueNamed = (name: string) =>
  TaskQueue.fromExisting({ kind: 'amqp', name, host: 'mq.example.com', cidr: '10.20.0.0/24', url: SecretRef.existing('mq', 'url') });

/** Of one pool, all at once. */
export const BATCH_ROWS: Rows<BatchScalingProps> = {
  ...envelopeRows(),
  queue: { before: { queue: queueNamed('jobs') }, after: { queue: queueNamed('tasks') } },
  tasksPerReplica: { after: { tasksPerReplica: 9 } },
};

/** What all policies share. */
function envelopeRows(): Rows<EnvelopeProps> {
  return {
    min: { before: { min: 1 }, after: { min: 2 } },
    max: { before: { max: 2 }, after: { max: 3 } },
    scaleOutWindowSeconds: { after: { scaleOutWindowSeconds: 30 } },
    scaleInWindowSeconds: { after: { scaleInWindowSeconds: 600 } },
    cooldownSeconds: { after: { cooldownSeconds: 120 } },
    pollingIntervalSeconds: { after: { pollingIntervalSeconds: 20 } },
    schedule: {
      after: {
        schedule: { timeZone: 'Europe/Berlin', windows: { office: { days: ['mon', 'fri'], from: '08:00', to: '18:00', replicas: 3 } } },
      },
    },
  };
}
