/**
 * vLLM: flags from typed props, non-root, read-only root. The image's entrypoint is `vllm serve`, so the arguments begin with the model.
 * Flags that are defaults of the V1 engine (prefix caching, chunked prefill) are not repeated.
 */

import { gpusOfPod } from '../../../capacity/gpus-of-replica';
import { hostMemoryOf } from '../../../capacity/host-memory';
import type { KvCacheDtype, RareKvCacheDtype, ReplicaSpec } from '../../../capacity/replica-spec';
import { VLLM } from '../../../catalog/engines/vllm/definition';
import type { PoolReplica } from '../../pool-replica';
import type { Speculative, SpeculativeMethod } from '../../speculative';
import type { EngineAdapter, ServingBase, ServingSpec } from '../adapter';
import { flags, hubEnv, KEEP_ALIVE_SECONDS, templateFlags, tracingEnv, tracingFlags } from '../engine-args';
import { speaksHarmony, vocabularyFolder } from '../hub-download';
import type { ReplicaNode } from '../multi-node';
import { HARMONY_PARSER, vllmDownload, vllmRepositories } from './download';
import { kvDiskFlags, kvDiskFolders } from './kv-disk';
import { SHARED_BLOCK_FLAGS, sharedBlockFlags, sharedBlockFolders } from './kv-shared';
import { vllmLimits } from './limits';
import { LORA_FLAGS, loraFlags, vllmAdapterLimits } from './lora';
import { stageFlags, vllmStages } from './stages';
import { streamEnv, streamFlags } from './streamer';

const HOME = '/home/vllm';
const WEIGHTS = '/models';
const DRAIN_SECONDS = 120;
/** The default of the engine, written out: both sides name the same. */
const MASTER_PORT = 29_501;
const GIB = 1024 ** 3;

const KV_DTYPES: Readonly<Record<KvCacheDtype | RareKvCacheDtype, string>> = {
  auto: 'auto',
  bf16: 'bfloat16',
  fp16: 'float16',
  fp8: 'fp8',
  nvfp4: 'nvfp4',
  fp8_per_token_head: 'fp8_per_token_head',
  int8_per_token_head: 'int8_per_token_head',
};

const SPECULATIVE_METHODS: Readonly<Record<SpeculativeMethod, string>> = {
  'prompt-lookup': 'ngram',
  'draft-model': 'draft_model',
  eagle: 'eagle',
  eagle3: 'eagle3',
  'own-layers': 'mtp',
};

export const vllmAdapter: EngineAdapter = {
  definition: VLLM,
  runAs: { user: 2000, group: 0 },
  weightsFolder: WEIGHTS,
  drainSeconds: DRAIN_SECONDS,
  ownedFlags: [
    '--host',
    '--port',
    '--served-model-name',
    '--tensor-parallel-size',
    '--pipeline-parallel-size',
    '--data-parallel-size',
    '--enable-expert-parallel',
    '--decode-context-parallel-size',
    '--max-model-len',
    '--max-num-seqs',
    '--max-num-batched-tokens',
    '--gpu-memory-utilization',
    '--quantization',
    '--kv-cache-dtype',
    '--attention-backend',
    '--enforce-eager',
    '--disable-hybrid-kv-cache-manager',
    '--cpu-offload-gb',
    '--kv-offloading-size',
    '--kv-offloading-backend',
    '--kv-transfer-config',
    '--speculative-config',
    '--spec-method',
    '--spec-model',
    '--spec-tokens',
    '--chat-template',
    '--shutdown-timeout',
    '--disable-access-log-for-endpoints',
    '--nnodes',
    '--node-rank',
    '--master-addr',
    '--master-port',
    '--headless',
  ],

  flagsOfProps: {
    toolCalling: ['--tool-call-parser', '--enable-auto-tool-choice'],
    reasoning: ['--reasoning-parser'],
    structuredOutput: ['--structured-outputs-config', '--guided-decoding-backend'],
    adapters: LORA_FLAGS,
    scheduling: ['--scheduling-policy'],
    tracing: ['--otlp-traces-endpoint'],
    weights: ['--load-format', '--model-loader-extra-config'],
    kvCacheShared: SHARED_BLOCK_FLAGS,
  },
  ownedEnvironment: {
    VLLM_USE_FLASHINFER_SAMPLER: 'tuning.sampler',
    VLLM_NIXL_SIDE_CHANNEL_HOST: 'prefill',
    VLLM_NIXL_SIDE_CHANNEL_PORT: 'prefill',
    HF_HUB_OFFLINE: 'weights',
    HF_HOME: 'weights',
    HF_TOKEN: 'huggingFaceToken',
    HUGGING_FACE_HUB_TOKEN: 'huggingFaceToken',
  },
  limits: vllmLimits,
  multiNode: { args: nodeFlags, workerHealthPath: null },
  disaggregated: vllmStages,
  adapterLimits: vllmAdapterLimits,

  writableFolders: (replica) => [
    { name: 'tmp', path: '/tmp', sizeGiB: 4, usedByDownload: true },
    { name: 'home', path: HOME, sizeGiB: 10, usedByDownload: true },
    { name: 'uv-cache', path: '/opt/uv/cache', sizeGiB: 2 },
    { name: 'shm', path: '/dev/shm', medium: 'Memory', sizeGiB: sharedMemoryGiB(replica) },
    ...kvDiskFolders(replica),
    ...sharedBlockFolders(replica),
  ],

  args: (spec) => {
    const args = ownArgs(spec);
    return [...args, ...sharedBlockFlags(spec, [...args, ...spec.extraArgs]), ...spec.extraArgs];
  },

  env: (spec) => ({
    HOME,
    HF_HOME: WEIGHTS,
    HF_HUB_OFFLINE: '1',
    VLLM_CACHE_ROOT: `${HOME}/.cache/vllm`,
    VLLM_NO_USAGE_STATS: '1',
    VLLM_ENGINE_READY_TIMEOUT_S: String(spec.startupSeconds),
    VLLM_HTTP_TIMEOUT_KEEP_ALIVE: String(KEEP_ALIVE_SECONDS),
    ...userVariable(spec),
    ...(speaksHarmony(spec, HARMONY_PARSER) ? { TIKTOKEN_ENCODINGS_BASE: vocabularyFolder(WEIGHTS) } : {}),
    ...samplerVariable(spec),
    ...streamEnv(spec),
    ...tracingEnv(spec),
  }),

  pinsRevisions: true,
  repositories: vllmRepositories,
  download: (spec, marker, part) => vllmDownload(spec, WEIGHTS, marker, part),
  downloadEnv: (spec) => hubEnv(HOME, WEIGHTS, spec),
};

/** All that the props ask for; what the user adds comes last. */
const ownArgs = (spec: ServingSpec): string[] => [
  spec.checkpoint,
  ...servingFlags(spec),
  ...parallelFlags(spec),
  ...precisionFlags(spec),
  ...tuningFlags(spec),
  ...streamFlags(spec),
  ...stageFlags(spec),
  ...loraFlags(spec),
  ...parserFlags(spec),
  ...structuredOutputFlags(spec),
  ...tracingFlags(spec),
  ...(spec.scheduling === 'priority' ? flags({ '--scheduling-policy': 'priority' }) : []),
  ...templateFlags(spec),
];

/** Processes of one replica exchange through it, and KV blocks in host memory are one file there (vllm/v1/kv_offload/cpu/shared_offload_region.py). */
function sharedMemoryGiB(replica: ReplicaSpec): number {
  return (gpusOfPod(replica) > 1 ? 16 : 2) + Math.ceil(hostMemoryOf(replica).kvCacheGiB);
}

/** PyTorch asks for the name of the user, and an image without that user cannot tell it. */
function userVariable({ replica: { engine, gpu } }: ServingBase): Record<string, string> {
  return engine.runsAsUser(gpu) === 'yes' ? {} : { USER: 'vllm' };
}

function samplerVariable({ replica: { sampler } }: ServingBase): Record<string, string> {
  return sampler === undefined ? {} : { VLLM_USE_FLASHINFER_SAMPLER: sampler === 'flashinfer' ? '1' : '0' };
}

/** With several nodes the engine takes processes as its backend, which need nothing beside; Ray it never chooses by itself (vllm/config/parallel.py). */
function nodeFlags({ role, nodes, leaderAddress, rank }: ReplicaNode): string[] {
  return [
    ...flags({
      '--nnodes': String(nodes),
      '--node-rank': rank,
      '--master-addr': leaderAddress,
      '--master-port': String(MASTER_PORT),
    }),
    ...(role === 'worker' ? ['--headless'] : []),
  ];
}

function servingFlags({ replica, supply, servedName, aliases = [] }: ServingSpec): string[] {
  // The first one is the label of its series.
  return ['--served-model-name', servedName, ...aliases, ...limitFlags({ replica, supply })];
}

function limitFlags({ replica, supply }: Pick<ServingSpec, 'replica' | 'supply'>): string[] {
  return flags({
    '--host': '0.0.0.0',
    '--port': String(VLLM.port),
    ...(replica.tensorParallel > 1 ? { '--tensor-parallel-size': String(replica.tensorParallel) } : {}),
    '--max-model-len': String(replica.maxContextTokens),
    '--max-num-seqs': String(supply.maxNumSeqs),
    '--max-num-batched-tokens': String(supply.maxNumBatchedTokens),
    '--gpu-memory-utilization': exactShare(replica.gpuMemoryUtilization),
    ...fixedCache(replica, supply),
    ...known(replica, '--shutdown-timeout', String(DRAIN_SECONDS)),
    ...known(replica, '--disable-access-log-for-endpoints', '/health,/metrics'),
  });
}

/**
 * Beside others on a card the cache is given in bytes: the engine would take what a neighbour allocates while it starts for its own, and leave less to
 * its cache (vllm/v1/worker/gpu_worker.py, determine_available_memory).
 */
function fixedCache(replica: PoolReplica, { kvCacheGiB, kvBytesPerToken }: ServingSpec['supply']): Record<string, string> {
  if ((replica.enginesPerCard ?? 1) === 1 || kvBytesPerToken === 0 || kvCacheGiB <= 0) return {};
  return known(replica, '--kv-cache-memory-bytes', String(Math.floor(kvCacheGiB * GIB)));
}

/** Two decimals where they say it all, else every one of them: the engine gets the share that was planned. */
function exactShare(share: number): string {
  const short = share.toFixed(2);
  return Number(short) === share ? short : String(share);
}

/** A convenience that a release does not certainly have is left out; with an unknown flag it would not start. */
function known({ engine }: PoolReplica, flag: string, value: string): Record<string, string> {
  return engine.knowsFlag(flag) === 'present' ? { [flag]: value } : {};
}

function parallelFlags({ replica }: ServingSpec): string[] {
  const { pipelineParallel = 1, dataParallel = 1, decodeContextParallel = 1 } = replica;
  const sizes = {
    '--pipeline-parallel-size': pipelineParallel,
    '--data-parallel-size': dataParallel,
    '--decode-context-parallel-size': decodeContextParallel,
  };
  const given = Object.entries(sizes).filter(([, size]) => size > 1);
  return [
    ...given.flatMap(([flag, size]) => [flag, String(size)]),
    ...(replica.expertParallel === true ? ['--enable-expert-parallel'] : []),
  ];
}

function tuningFlags({ replica, speculative }: ServingSpec): string[] {
  return [
    ...(replica.enforceEager === true ? ['--enforce-eager'] : []),
    ...(replica.hybridKvCacheManager === false ? ['--disable-hybrid-kv-cache-manager'] : []),
    ...flags({
      ...(replica.cpuOffloadGiB ? { '--cpu-offload-gb': String(replica.cpuOffloadGiB) } : {}),
      ...(replica.kvOffloadGiB ? { '--kv-offloading-size': String(replica.kvOffloadGiB) } : {}),
      ...(speculative === undefined ? {} : { '--speculative-config': JSON.stringify(speculativeConfig(speculative)) }),
    }),
    ...kvDiskFlags(replica),
  ];
}

function speculativeConfig({ method, tokens, checkpoint, match }: Speculative) {
  return {
    method: SPECULATIVE_METHODS[method],
    ...(checkpoint === null ? {} : { model: checkpoint }),
    num_speculative_tokens: tokens,
    ...(match === null ? {} : { prompt_lookup_max: match.longest, prompt_lookup_min: match.shortest }),
  };
}

/** What is quantized at load is named; a quantized checkpoint says it itself. */
function precisionFlags({ replica, quantizedAtLoad }: ServingSpec): string[] {
  const quantization = quantizedAtLoad === null ? null : replica.engine.loadTimeQuantization(quantizedAtLoad);
  const kvCacheDtype = replica.rareKvCacheDtype ?? replica.kvCacheDtype;
  return flags({
    ...(quantization === null ? {} : { '--quantization': quantization }),
    ...(kvCacheDtype === 'auto' ? {} : { '--kv-cache-dtype': KV_DTYPES[kvCacheDtype] }),
    ...(replica.kvCacheDtype === 'fp8' && replica.gpu.supportsFp8Kv === 'experimental' ? { '--attention-backend': 'FLASHINFER' } : {}),
  });
}

function parserFlags({ parsers: { toolCall, reasoning } }: ServingSpec): string[] {
  const tools = toolCall === null ? [] : ['--enable-auto-tool-choice', ...flags({ '--tool-call-parser': toolCall })];
  return [...tools, ...(reasoning === null ? [] : flags({ '--reasoning-parser': reasoning }))];
}

/** Releases before 0.19.0 have a flag of its own for it. */
function structuredOutputFlags({ replica: { engine }, structuredOutput }: ServingSpec): string[] {
  if (structuredOutput === undefined) return [];
  const isOld =
    engine.knowsFlag('--structured-outputs-config') !== 'present' && engine.knowsFlag('--guided-decoding-backend') === 'present';
  return isOld
    ? flags({ '--guided-decoding-backend': structuredOutput })
    : flags({ '--structured-outputs-config': JSON.stringify({ backend: structuredOutput }) });
}
