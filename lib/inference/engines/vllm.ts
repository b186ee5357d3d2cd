/**
 * vLLM: flags from typed props, non-root, read-only root. The image's entrypoint is `vllm serve`, so the arguments begin with the model.
 * Flags that are defaults of the V1 engine (prefix caching, chunked prefill) are not repeated.
 */
import type { KvCacheDtype, Quantization } from '../../capacity/types';
import type { EngineAdapter, ServingSpec } from './adapter';

const PORT = 8000;
/** LiteLLM keeps idle connections for 120 s; a server that closes them sooner answers the next request with a reset. */
const KEEP_ALIVE_SECONDS = 130;
const HOME = '/home/vllm';
const WEIGHTS = '/models';
const DRAIN_SECONDS = 120;

const KV_DTYPES: Readonly<Record<KvCacheDtype, string>> = { auto: 'auto', bf16: 'bfloat16', fp16: 'float16', fp8: 'fp8' };

/** Values of `--quantization`; only what is applied at load is named, a quantized checkpoint says it itself. */
const LOAD_TIME_QUANTIZATION: Partial<Record<Quantization, string>> = { fp8: 'fp8' };

export const vllmAdapter: EngineAdapter = {
  port: PORT,
  portName: 'http',
  healthPath: '/health',
  metricsPath: '/metrics',
  runAs: { user: 2000, group: 0 },
  weightsFolder: WEIGHTS,
  drainSeconds: DRAIN_SECONDS,
  ownedFlags: [
    '--host',
    '--port',
    '--served-model-name',
    '--tensor-parallel-size',
    '--max-model-len',
    '--max-num-seqs',
    '--max-num-batched-tokens',
    '--gpu-memory-utilization',
    '--quantization',
    '--kv-cache-dtype',
    '--attention-backend',
    '--tool-call-parser',
    '--reasoning-parser',
    '--enable-auto-tool-choice',
    '--shutdown-timeout',
    '--disable-access-log-for-endpoints',
  ],

  writableFolders: (gpusPerReplica) => [
    { name: 'tmp', path: '/tmp', sizeGiB: 4 },
    { name: 'home', path: HOME, sizeGiB: 10 },
    { name: 'uv-cache', path: '/opt/uv/cache', sizeGiB: 2 },
    { name: 'shm', path: '/dev/shm', medium: 'Memory', sizeGiB: gpusPerReplica > 1 ? 16 : 2 },
  ],

  args: (spec) => [spec.checkpoint, ...servingFlags(spec), ...precisionFlags(spec), ...parserFlags(spec), ...spec.extraArgs],

  env: (spec) => ({
    HOME,
    HF_HOME: WEIGHTS,
    VLLM_CACHE_ROOT: `${HOME}/.cache/vllm`,
    VLLM_NO_USAGE_STATS: '1',
    VLLM_ENGINE_READY_TIMEOUT_S: String(spec.startupSeconds),
    VLLM_HTTP_TIMEOUT_KEEP_ALIVE: String(KEEP_ALIVE_SECONDS),
    ...(spec.huggingFaceToken === undefined ? {} : { HF_TOKEN: spec.huggingFaceToken }),
  }),
};

function servingFlags({ replica, supply, servedName }: ServingSpec): string[] {
  return flags({
    '--served-model-name': servedName,
    '--host': '0.0.0.0',
    '--port': String(PORT),
    ...(replica.gpusPerReplica > 1 ? { '--tensor-parallel-size': String(replica.gpusPerReplica) } : {}),
    '--max-model-len': String(replica.maxContextTokens),
    '--max-num-seqs': String(supply.maxNumSeqs),
    '--max-num-batched-tokens': String(supply.maxNumBatchedTokens),
    '--gpu-memory-utilization': replica.gpuMemoryUtilization.toFixed(2),
    '--shutdown-timeout': String(DRAIN_SECONDS),
    '--disable-access-log-for-endpoints': '/health,/metrics',
  });
}

function precisionFlags({ replica }: ServingSpec): string[] {
  const quantization = replica.model.facts.nativeQuantization === null ? LOAD_TIME_QUANTIZATION[replica.quantization] : undefined;
  return flags({
    ...(quantization === undefined ? {} : { '--quantization': quantization }),
    ...(replica.kvCacheDtype === 'auto' ? {} : { '--kv-cache-dtype': KV_DTYPES[replica.kvCacheDtype] }),
    ...(replica.kvCacheDtype === 'fp8' && replica.gpu.supportsFp8Kv === 'experimental' ? { '--attention-backend': 'FLASHINFER' } : {}),
  });
}

function parserFlags({ replica, toolCalling }: ServingSpec): string[] {
  if (!toolCalling) return [];
  const { vllmToolCall, vllmReasoning } = replica.model.facts.parsers;
  const tools = vllmToolCall === null ? [] : ['--enable-auto-tool-choice', ...flags({ '--tool-call-parser': vllmToolCall })];
  return [...tools, ...(vllmReasoning === null ? [] : flags({ '--reasoning-parser': vllmReasoning }))];
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flat();
}
