/** How the props of a pool are checked, and their defaults. */
import { z } from 'zod';
import { MOST, MOST_BATCHED_TOKENS } from '../capacity/limits';
import { engineSchema } from '../catalog/engines/engine-schema';
import { STRUCTURED_OUTPUT_BACKENDS } from '../catalog/engines/structured-output';
import { GGUF_SCHEMES } from '../catalog/gguf';
import type { Gpu } from '../catalog/gpu';
import type { GpuChoice } from '../catalog/gpu-choice';
import { gpuSchema } from '../catalog/gpu-schema';
import { modelSchema } from '../catalog/model-schema';
import { checkpointName } from '../core/checkpoint-name';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { environmentSchema } from '../core/kubernetes/environment';
import { enginePodResourcesSchema } from '../core/kubernetes/pod-resources';
import { secretName } from '../core/kubernetes/secret-name';
import { alsoCalled } from '../core/meant';
import { freeText } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { orToken } from '../core/prop-marks';
import { branded, wholeNumber } from '../core/schema';
import { secretRefSchema } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { podPrioritySchema } from '../platform/pod-priority';
import { namespaceSchema } from '../security/namespace';
import { identitySchema } from '../security/workload-identity';
import { type ITracing, isTracing } from '../tracing/contract';
import { burstProblems, MOST_BURST_POOLS } from './burst';
import { ChatTemplate } from './chat-template';
import { prefillSchema } from './disaggregation/prefill-props';
import { adaptersSchema } from './lora-adapter';
import { measuredSchema } from './measured-pool';
import { parserChoice } from './parser-choice';
import { aliasesSchema } from './pool-aliases';
import { offloadSchema, parallelismSchema, tuningSchema } from './replica-options';
import { mismatch, unevenNodes } from './replica-spread';
import { revisionsSchema } from './revisions';
import { scalingPolicySchema } from './scaling-policy';
import { Speculative } from './speculative';
import { Weights } from './weights';

/** Sixteen nodes of eight; an NVLink domain of 72 is one node. */
const MOST_GPUS = 128;

export const inferencePoolSchema = z
  .strictObject({
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    name: dnsLabel.optional(),
    model: modelSchema,
    gpu: gpuSchema as z.ZodType<Gpu, Gpu | GpuChoice<Gpu>>,
    gpusPerReplica: alsoCalled(wholeNumber(1, MOST_GPUS).default(1), 'tensorParallel', 'tensorParallelSize', 'tp', 'gpus', 'gpuCount'),
    nodesPerReplica: wholeNumber(1, 64).default(1),
    parallelism: parallelismSchema.optional(),
    maxContextTokens: alsoCalled(wholeNumber(1, MOST), 'maxModelLen', 'contextLength', 'contextTokens', 'maxSeqLen', 'maxTokens'),
    quantization: z.enum(['checkpoint', 'fp8', 'awq', 'gptq', 'nvfp4', 'mxfp4', 'int8', ...GGUF_SCHEMES]).default('checkpoint'),
    kvCacheDtype: z.enum(['auto', 'bf16', 'fp16', 'fp8', 'nvfp4', 'fp8_per_token_head', 'int8_per_token_head']).optional(),
    allowExperimentalFp8Kv: z.boolean().default(false),
    gpuMemoryUtilization: alsoCalled(z.number().min(0.05).max(0.98).optional(), 'memoryUtilization', 'gpuUtilization'),
    engineMemoryFraction: z.number().gt(0).lt(1).optional(),
    maxNumSeqs: alsoCalled(wholeNumber(1, MOST).optional(), 'maxConcurrency', 'maxRunningRequests', 'maxBatchSize'),
    maxNumBatchedTokens: wholeNumber(64, MOST_BATCHED_TOKENS).optional(),
    prefill: prefillSchema.optional(),
    speculative: branded<Speculative>(Speculative.isSpeculative, 'a Speculative, e.g. Speculative.promptLookup({ tokens: 4 })').optional(),
    adapters: adaptersSchema.optional(),
    aliases: aliasesSchema.optional(),
    offload: offloadSchema.optional(),
    tuning: tuningSchema.optional(),
    measured: measuredSchema.optional(),
    engine: alsoCalled(engineSchema.optional(), 'engineVersion', 'image'),
    replicas: wholeNumber(1, 10_000).optional(),
    scaling: alsoCalled(scalingPolicySchema.optional(), 'autoscaling', 'minReplicas', 'maxReplicas', 'min', 'max'),
    nodePool: alsoCalled(dnsLabel.optional(), 'nodeSelector', 'nodeGroup', 'tolerations', 'affinity', 'nodeAffinity'),
    cpuNodePools: cpuNodePoolsSchema,
    burstNodePools: z.array(dnsLabel).min(1).max(MOST_BURST_POOLS).optional(),
    podPriority: podPrioritySchema.optional(),
    weights: branded<Weights>(
      Weights.isWeights,
      'Weights.ephemeral(), Weights.claim(), Weights.existingClaim(name), Weights.image({ image }) or Weights.objectStore({ uri })',
    ).optional(),
    checkpoint: alsoCalled(checkpointName.optional(), 'modelId', 'modelPath', 'huggingFaceId', 'repository'),
    revisions: revisionsSchema.optional(),
    huggingFaceToken: alsoCalled(secretRefSchema.optional(), 'hfToken'),
    toolCalling: parserChoice.optional(),
    reasoning: parserChoice.optional(),
    structuredOutput: z.enum(STRUCTURED_OUTPUT_BACKENDS).optional(),
    chatTemplate: z
      .union([
        branded<ChatTemplate>(ChatTemplate.isChatTemplate, "a ChatTemplate, e.g. ChatTemplate.fromFile('./template.jinja')"),
        freeText('read by the engine'),
      ])
      .optional(),
    resources: enginePodResourcesSchema.optional(),
    imagePullSecrets: z.array(secretName).optional(),
    identity: identitySchema.optional(),
    tracing: branded<ITracing>(isTracing, "a tracing, e.g. Tracing.otlp(stack, 'tracing', …)").optional(),
    extraArgs: alsoCalled(
      z.array(orToken(freeText('checked against the flags of the engine', { empty: true }))).default([]),
      'args',
      'engineArgs',
    ),
    env: environmentSchema.default({}),
    namespace: namespaceSchema.optional(),
  })
  .refine((props) => props.replicas === undefined || props.scaling === undefined, {
    error: 'expected either replicas or scaling: both would set the same number',
    path: ['replicas'],
  })
  .refine((props) => props.prefill === undefined || props.scaling?.sleep === undefined, {
    error: 'expected a policy with a replica at all times: nothing wakes the two stages of a pool together',
    path: ['scaling'],
  })
  .refine((props) => props.checkpoint === undefined || props.weights?.source.kind !== 'object-store', {
    error: 'expected no checkpoint beside Weights.objectStore(…): its uri is what is loaded',
    path: ['checkpoint'],
  })
  .superRefine((props, context) => {
    for (const issue of burstProblems(props)) context.addIssue({ code: 'custom', ...issue });
  })
  .superRefine((props, context) => {
    const message = mismatch(props);
    if (message !== null) context.addIssue({ code: 'custom', message, path: ['gpusPerReplica'], input: props.gpusPerReplica });
    const uneven = message === null ? unevenNodes(props) : null;
    if (uneven !== null) context.addIssue({ code: 'custom', message: uneven, path: ['nodesPerReplica'], input: props.nodesPerReplica });
  });
takesProps('InferencePool', inferencePoolSchema);
