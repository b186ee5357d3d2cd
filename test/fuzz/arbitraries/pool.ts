/** Inference pools of any kind. */
import type { TerraformStack } from 'cdktf';
import { ChatTemplate, InternalService, PodPriority, SecretRef, Tracing } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyEngine, engineOf, suitedTo } from './engine';
import { anyEnvironment } from './environment';
import { anyIdentity } from './mounted';
import { cpuNodes } from './nodes';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';
import { anyReplica, gpuOf, modelOf } from './replica';
import { anyResources } from './resources';
import { anyScaling, scalingOf } from './scaling';
import { anySpeculative, speculativeOf } from './speculative';
import { textOrToken, written, writtenList, writtenValues } from './text';
import { anyWeights, weightsOf } from './weights';

const anyExtraArgs = fc.oneof(
  { weight: 4, arbitrary: pick(['--enable-lora'], ['--enable-lora', '--max-loras', '2', '--max-lora-rank=32']) },
  { weight: 4, arbitrary: pick(['--seed', '7'], ['--max-log-len', '100'], ['--uvicorn-log-level', 'warning']) },
  { weight: 4, arbitrary: fc.tuple(pick('--otlp-traces-endpoint'), textOrToken('http://collector.tracing:4317')) },
  { weight: 1, arbitrary: pick(['--random-seed', '7'], ['--swap-space', '4'], ['--no-such-flag'], ['--served-model-name', 'x']) },
);

/** What decides about the memory of a replica besides model and GPU. */
const sizes = (mostly: Mostly) =>
  props(mostly, 9, {
    quantization: fc.oneof(
      { weight: 4, arbitrary: pick('checkpoint', 'fp8', 'fp8') },
      { weight: 1, arbitrary: pick('awq', 'gptq', 'nvfp4', 'mxfp4', 'int8') },
    ),
    kvCacheDtype: fc.oneof(
      { weight: 7, arbitrary: pick('auto', 'fp8', 'bf16') },
      { weight: 1, arbitrary: pick('nvfp4', 'fp8_per_token_head') },
    ),
    allowExperimentalFp8Kv: pick(true, false),
    maxNumSeqs: pick(64, 256),
    maxNumBatchedTokens: pick(2_048, 8_192),
    tuning: fc
      .tuple(
        props(mostly, 2, { enforceEager: pick(true, false), sampler: pick('native', 'flashinfer') }),
        props(mostly, 9, { hybridKvCacheManager: pick(true, false), scheduling: pick('arrival', 'priority') }),
      )
      .map(([usual, rare]) => ({ ...usual, ...rare })),
    offload: fc
      .tuple(
        props(mostly, 2, { kvCacheGiB: pick(8, 96), weightsGiBPerGpu: pick(2, 10) }),
        fc.oneof(
          props(mostly, 9, { kvCacheDiskGiB: pick(50, 400) }),
          props(mostly, 9, { kvCacheShared: fc.record({ sizeGiB: pick(100, 2_000), storageClass: pick('shared-rwx', 'gp3') }) }),
        ),
      )
      .map(([memory, behind]) => ({ ...memory, ...('kvCacheGiB' in memory ? behind : {}) })),
    measured: pick({ tokensPerSecond: 4_000, atConcurrency: 32, days: 31 }, { ttftMs: 150, tpotMs: 20, atConcurrency: 16 }),
  });

const anyPrefill = (mostly: Mostly) =>
  fc.record({
    sized: props(mostly, 3, { gpusPerReplica: pick(1, 2, 4), maxNumBatchedTokens: pick(8_192, 16_384) }),
    replicas: fc.oneof(fc.record({ replicas: mostly(pick(1, 2)) }), fc.record({ scaling: anyScaling(mostly) }), fc.constant({})),
  });

/** What is odd instead of a stage stays as it is. */
function prefillOf(stage: unknown): unknown {
  if (!isDrawnPrefill(stage)) return stage;
  const { sized, replicas } = stage;
  const scaling = 'scaling' in replicas ? (replicas.scaling as Parameters<typeof scalingOf>[0]) : undefined;
  return given({ ...sized, ...(scaling === undefined ? replicas : { scaling: scalingOf(scaling) }) });
}

const isDrawnPrefill = (stage: unknown): stage is { readonly sized: object; readonly replicas: object } =>
  typeof stage === 'object' && stage !== null && 'sized' in stage && 'replicas' in stage;

const others = (mostly: Mostly) =>
  props(mostly, 14, {
    cpuNodePools: cpuNodes,
    name: pick('named'),
    nodePool: pick('its own', 'its own', 'its own', 'its own', 'its own', 'cpu'),
    burstNodePools: oneIn(2, pick('spot', 'spot', 'spot and its own', 'none')),
    podPriority: pick(PodPriority.BACKGROUND, PodPriority.INTERACTIVE, PodPriority.custom({ value: -20 })),
    imagePullSecrets: pick(['registry']),
    identity: anyIdentity,
    tracing: pick(Tracing.fromExisting({ to: new InternalService({ name: 'spans', namespace: 'monitoring', port: 4318 }) })),
    checkpoint: pick('acme/tuned', '/models/tuned'),
    huggingFaceToken: pick(SecretRef.existing('hub', 'token')),
    chatTemplate: pick<unknown>(
      '/models/template.jinja',
      '{{ messages }}',
      ChatTemplate.inline('{% for message in messages %}{{ message.content }}{% endfor %}'),
    ),
    revisions: oneIn(4, pick({ 'acme/tuned': '0e9e39f249a16976918f6564b8830bc894c89659' })),
    toolCalling: oneIn(3, pick<unknown>(false, true, 'hermes', 'no_such_parser')),
    reasoning: oneIn(3, pick<unknown>(false, true, 'qwen3', 'deepseek-r1')),
    structuredOutput: oneIn(2, pick('auto', 'auto', 'xgrammar', 'guidance', 'outlines', 'lm-format-enforcer')),
    resources: anyResources(mostly, ['64Gi', '128Gi']),
    extraArgs: anyExtraArgs,
    env: anyEnvironment,
    prefill: oneIn(3, anyPrefill(mostly)),
    aliases: oneIn(3, pick(['assistant', 'gpt-4o-mini'])),
    adapters: oneIn(3, pick([{ name: 'support', source: 'acme/support-lora', rank: 16 }])),
    speculative: anySpeculative(mostly),
  });

/** Ways to spread a replica that suit its model and its number of GPUs, and now and then others. */
const anyParallelism = (mostly: Mostly) =>
  fc.oneof(
    { weight: 6, arbitrary: pick('what suits') },
    {
      weight: 1,
      arbitrary: props(mostly, 2, {
        tensor: pick(1, 2),
        pipeline: pick(1, 2),
        data: pick(1, 2),
        expert: pick(true),
        decodeContext: pick(1, 2),
      }),
    },
  );

function parallelismOf({ parallelism, replica, engine }: AnyPool): unknown {
  if (parallelism !== 'what suits') return parallelism;
  if (engine !== undefined && engine.kind !== 'vllm') return undefined;
  const gpus = replica.gpusPerReplica ?? 1;
  const experts = (modelOf(replica.model)?.facts.moe ?? null) !== null;
  if (experts && gpus > 1) return { data: 2, expert: true };
  return gpus > 1 ? { pipeline: 2 } : { tensor: 1 };
}

/** With as many GPUs as the ways to spread it need; now and then the number is left out. */
function spreadOf(pool: AnyPool): object {
  const parallelism = parallelismOf(pool);
  if (!pool.suited || pool.replica.gpusPerReplica !== undefined || typeof parallelism !== 'object') return { parallelism };
  const { pipeline = 1, tensor = 1, data = 1 } = parallelism as Readonly<Record<string, number | undefined>>;
  const gpus = Number(pipeline) * Number(tensor) * Number(data);
  return { parallelism, ...(gpus > 1 ? { gpusPerReplica: gpus } : {}) };
}

/** As many nodes as divide the GPUs; where there is one only, now and then a number that is refused. */
function nodesOf({ nodesPerReplica, replica }: AnyPool): unknown {
  const gpus = replica.gpusPerReplica ?? 1;
  return typeof nodesPerReplica === 'number' && gpus % nodesPerReplica !== 0 ? undefined : nodesPerReplica;
}

export const anyPool = (mostly: Mostly) =>
  fc.record({
    replica: anyReplica(mostly),
    share: mostly(pick(undefined, undefined, 0.9, 0.925)),
    sizes: sizes(mostly),
    parallelism: oneIn(10, mostly(anyParallelism(mostly))),
    nodesPerReplica: oneIn(8, mostly(pick(2, 2, 4))),
    replicas: fc.oneof(
      { weight: 3, arbitrary: fc.record({ replicas: mostly(pick(undefined, 1, 2, 3)) }) },
      { weight: 2, arbitrary: fc.record({ scaling: anyScaling(mostly) }) },
    ),
    engine: oneIn(3, anyEngine(mostly)),
    /** Whoever wrote the pool knows what its engine takes. */
    suited: pick(true, true, true, true, true, true, true, false),
    weights: oneIn(3, anyWeights(mostly)),
    others: others(mostly),
  });

export type AnyPool = ReturnType<typeof anyPool> extends fc.Arbitrary<infer T> ? T : never;

/** Bounds of the share of the memory by the words of the engine. */
const shareOf = ({ share, engine }: AnyPool): object =>
  engine?.kind === 'sglang' || engine?.kind === 'tgi' || engine?.kind === 'tensorrt-llm'
    ? { engineMemoryFraction: mapped(share, (value) => Number(value) - 0.1) }
    : { gpuMemoryUtilization: share };

/** Names that are there where the cluster has spot nodes. */
const burstOf = (kind: string, nodePool: string): readonly string[] =>
  kind === 'none' ? ['nowhere'] : [`${nodePool}-spot`, ...(kind === 'spot' ? [] : [nodePool])];

/** @param nodePool name of the node pool that carries its GPU */
export function poolProps(pool: AnyPool, stack: TerraformStack, nodePool: string | undefined): Record<string, unknown> {
  const { replica, sizes: sized, others: other } = pool;
  const { nodePool: pinned, burstNodePools, extraArgs, env, speculative, prefill, ...rest } = other;
  const scaling = 'scaling' in pool.replicas ? pool.replicas.scaling : undefined;
  const asked = given({
    ...replica,
    ...shareOf(pool),
    ...sized,
    ...rest,
    model: modelOf(replica.model) ?? replica.model,
    gpu: gpuOf(replica.gpu) ?? replica.gpu,
    ...spreadOf(pool),
    nodesPerReplica: nodesOf(pool),
    ...(scaling === undefined ? pool.replicas : { scaling: scalingOf(scaling) }),
    engine: mapped(pool.engine, engineOf),
    weights: mapped(pool.weights, weightsOf),
    // The pods of one replica may not go to different node pools.
    nodePool: pinned === 'its own' || burstNodePools !== undefined || pool.nodesPerReplica !== undefined ? nodePool : pinned,
    revisions: rest.checkpoint === 'acme/tuned' || !pool.suited ? rest.revisions : undefined,
    burstNodePools: scaling === undefined || nodePool === undefined ? undefined : mapped(burstNodePools, (kind) => burstOf(kind, nodePool)),
    extraArgs: writtenList(extraArgs, stack),
    env: writtenValues(env, stack),
    speculative: mapped(speculative, speculativeOf),
    prefill: mapped(prefill, prefillOf),
    chatTemplate: written(rest.chatTemplate, stack),
  });
  return pool.suited ? suitedTo(pool.engine, asked) : asked;
}
