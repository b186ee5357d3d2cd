/** Text Generation Inference 3: flags from typed props, non-root, read-only root; it drains for as long as it is told. */
import { gpusOfPod } from '../../../capacity/gpus-of-replica';
import { TGI } from '../../../catalog/engines/tgi/definition';
import type { EngineAdapter, ServingBase, ServingSpec } from '../adapter';
import { flags, grpcTracingEnv, grpcTracingFlags, hubEnv } from '../engine-args';
import { hubDownload, isRepository, pinned } from '../hub-download';
import { tgiLimits } from './limits';

const HOME = '/home/tgi';
const WEIGHTS = '/models';
const DRAIN_SECONDS = 90;
/** Python of the image, with the client of the hub; that of the system has none. */
const PYTHON = '/usr/src/.venv/bin/python3';

export const tgiAdapter: EngineAdapter = {
  definition: TGI,
  runAs: { user: 1000, group: 1000 },
  weightsFolder: WEIGHTS,
  drainSeconds: DRAIN_SECONDS,
  ownedFlags: [
    '--num-shard',
    '--max-total-tokens',
    '--max-input-tokens',
    '--max-batch-prefill-tokens',
    '--cuda-memory-fraction',
    '--kv-cache-dtype',
    '--quantize',
  ],
  flagsOfProps: { structuredOutput: ['--disable-grammar-support'], tracing: ['--otlp-endpoint', '--otlp-service-name'] },
  spansOver: 'grpc',
  ownedEnvironment: {
    MODEL_ID: 'model',
    NUM_SHARD: 'gpusPerReplica',
    MAX_TOTAL_TOKENS: 'maxContextTokens',
    MAX_INPUT_TOKENS: 'maxContextTokens',
    MAX_BATCH_PREFILL_TOKENS: 'maxNumBatchedTokens',
    CUDA_MEMORY_FRACTION: 'engineMemoryFraction',
    KV_CACHE_DTYPE: 'kvCacheDtype',
    QUANTIZE: 'quantization',
    DISABLE_GRAMMAR_SUPPORT: 'structuredOutput',
    OTLP_ENDPOINT: 'tracing',
    OTLP_SERVICE_NAME: 'tracing',
    HF_HUB_OFFLINE: 'weights',
    HF_HOME: 'weights',
    HUGGINGFACE_HUB_CACHE: 'weights',
    HF_TOKEN: 'huggingFaceToken',
  },
  limits: tgiLimits,
  writableFolders: (replica) => [
    { name: 'tmp', path: '/tmp', sizeGiB: 4, usedByDownload: true },
    { name: 'home', path: HOME, sizeGiB: 10, usedByDownload: true },
    { name: 'shm', path: '/dev/shm', medium: 'Memory', sizeGiB: gpusOfPod(replica) > 1 ? 16 : 2 },
  ],
  args: (spec) => [...servingFlags(spec), ...precisionFlags(spec), ...grpcTracingFlags(spec), ...spec.extraArgs],
  env: (spec) => ({
    HOME,
    USER: 'tgi',
    HF_HOME: WEIGHTS,
    HUGGINGFACE_HUB_CACHE: `${WEIGHTS}/hub`,
    HF_HUB_OFFLINE: '1',
    ...grpcTracingEnv(spec),
  }),
  pinsRevisions: true,
  repositories: ({ checkpoint }) => [checkpoint].filter(isRepository),
  download,
  downloadEnv: (spec) => hubEnv(HOME, WEIGHTS, spec),
};

function download(spec: ServingBase, marker: string): string[] {
  const repositories = pinned([spec.checkpoint].filter(isRepository), spec);
  const [, ...program] = hubDownload({ folder: WEIGHTS, marker: `${WEIGHTS}/${marker}`, repositories, vocabulary: false });
  return [PYTHON, ...program];
}

function servingFlags({ replica, supply, checkpoint }: ServingSpec): string[] {
  return [
    ...flags({
      '--model-id': checkpoint,
      '--hostname': '0.0.0.0',
      '--port': String(TGI.port),
      '--num-shard': String(replica.tensorParallel),
      '--max-total-tokens': String(replica.maxContextTokens),
      // One token of the context is left for an answer.
      '--max-input-tokens': String(replica.maxContextTokens - 1),
      '--max-batch-prefill-tokens': String(supply.maxNumBatchedTokens),
      '--cuda-memory-fraction': String(replica.engineMemoryFraction ?? 1),
      '--graceful-termination-timeout': String(DRAIN_SECONDS),
      '--usage-stats': 'off',
    }),
    '--json-output',
  ];
}

/** What is quantized at load is named; a quantized checkpoint says it itself. */
function precisionFlags({ replica, quantizedAtLoad }: ServingSpec): string[] {
  const quantization = quantizedAtLoad === null ? null : replica.engine.loadTimeQuantization(quantizedAtLoad);
  return flags({
    ...(quantization === null ? {} : { '--quantize': quantization }),
    ...(replica.kvCacheDtype === 'fp8' ? { '--kv-cache-dtype': 'fp8_e4m3fn' } : {}),
  });
}
