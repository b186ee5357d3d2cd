/** Text Generation Inference 3: language models, no parsers to choose, and no further release. */
import type { EngineDefinition } from '../engine-definition';
import { NO_METRICS } from '../engine-metrics';
import { FlagTable } from '../flag-table';
import { CLAP } from '../parser-habits';
import { TGI_FLAG_EFFECTS, TGI_FLAGS, TGI_RELEASE, TGI_VARIABLE_EFFECTS } from './flags';
import { TGI_WEIGHT_KERNELS } from './weight-kernels';

const LAUNCHER = {
  source: 'launcher/src/main.rs at huggingface/text-generation-inference@db931fcf (2026-01-08)',
  asOf: '2026-11',
  evidence: 'found',
} as const;
const METRICS = {
  source: 'docs/source/reference/metrics.md and backends/v3/src at the same commit',
  asOf: '2026-11',
  evidence: 'found',
} as const;

const READS = [TGI_RELEASE];
/** Requests that the router of the engine takes at once (`--max-concurrent-requests`). */
const REQUESTS = 128;
/** Tokens of a prefill where the launcher cannot tell the card. */
const PREFILL_TOKENS = 4_096;

export const TGI: EngineDefinition = {
  id: 'tgi',
  name: 'TGI',
  factory: 'Engine.textGenerationInference',
  kinds: ['llm'],
  defaultVersion: TGI_RELEASE,
  parsesToolsByItself: true,
  standing: {
    kind: 'legacy',
    why: 'its makers maintain it no further since 11 December 2025 and point to other engines; 3.3.7 is the last release',
  },
  provenance: {
    version: { source: 'release 3.3.7 of huggingface/text-generation-inference (2025-12-18)', asOf: '2026-11', evidence: 'found' },
    flags: LAUNCHER,
    retired: LAUNCHER,
    metrics: METRICS,
  },
  images: [
    {
      vendor: 'NVIDIA',
      name: 'ghcr.io/huggingface/text-generation-inference',
      since: null,
      userSince: null,
      // Python lies in the home of root, which no other user may read.
      withoutUser: 'does not start',
      examplesFolder: null,
      provenance: { source: 'Dockerfile at the same commit: uv installs Python below /root/.local', asOf: '2026-11', evidence: 'found' },
    },
  ],
  tagOf: (version) => version,
  port: 8080,
  healthPath: '/health',
  metricsPath: '/metrics',
  metrics: {
    ...NO_METRICS,
    requestsRunning: 'tgi_batch_current_size',
    requestsWaiting: 'tgi_queue_size',
    requestsFinished: 'tgi_request_success',
    // It counts tokens by histograms alone; every prefill and every step is counted here.
    progress: 'tgi_batch_inference_success',
    timePerOutputToken: 'tgi_request_mean_time_per_token_duration',
    endToEndLatency: 'tgi_request_duration',
    queueTime: 'tgi_request_queue_duration',
    requestPromptTokens: 'tgi_request_input_length',
    requestGenerationTokens: 'tgi_request_generated_tokens',
  },
  // Every other name is taken for that of an adapter.
  servedName: 'tgi',
  flags: new FlagTable({
    flags: TGI_FLAGS,
    variables: { but: ['--env'] },
    aliases: [
      ['-p', '--port', TGI_RELEASE],
      ['-e', '--env', TGI_RELEASE],
      ['-g', '--graceful-termination-timeout', TGI_RELEASE],
    ],
    choices: [
      ['--dtype', 'float16 bfloat16', TGI_RELEASE],
      ['--kv-cache-dtype', 'fp8_e4m3fn fp8_e5m2', TGI_RELEASE],
      ['--quantize', 'awq compressed-tensors eetq exl2 gptq marlin bitsandbytes bitsandbytes-nf4 bitsandbytes-fp4 fp8', TGI_RELEASE],
      ['--rope-scaling', 'linear dynamic', TGI_RELEASE],
      ['--sharded', 'true false', TGI_RELEASE],
      ['--usage-stats', 'on off no-stack', TGI_RELEASE],
    ],
    retired: [],
    reads: READS,
    parser: CLAP,
    repeatable: ['--cors-allow-origin', '--cuda-graphs'],
  }),
  alwaysOwned: ['--model-id', '--hostname', '--port', '--json-output', '--usage-stats', '--graceful-termination-timeout'],
  propOfFlag: Object.fromEntries(TGI_FLAG_EFFECTS.flatMap(([flag, effect, detail]) => (effect === 'prop' ? [[flag, detail]] : []))),
  flagEffects: TGI_FLAG_EFFECTS,
  variableEffects: TGI_VARIABLE_EFFECTS,
  countedArgs: () => ({}),
  retiredEnvironment: [],
  values: {
    reads: READS,
    toolParsers: [],
    reasoningParsers: [],
    kvCacheDtypes: [['fp8_e4m3fn', TGI_RELEASE]],
    quantizations: [['fp8', TGI_RELEASE]],
  },
  structuredOutput: {
    backends: [['auto', TGI_RELEASE]],
    provenance: { source: 'guidance is on unless --disable-grammar-support (launcher/src/main.rs)', asOf: '2026-11', evidence: 'found' },
  },
  warmUp: {
    runs: 'a prefill of the largest size, and the CUDA graphs; its router listens afterwards',
    provenance: {
      source: 'backends/v3/src/lib.rs (connect_backend) of huggingface/text-generation-inference',
      asOf: '2026-11-30',
      evidence: 'found',
    },
  },
  startup: {
    engineSeconds: 300,
    leastSeconds: 900,
    provenance: { source: 'assumed: one warm-up prefill and the graphs of small batches', asOf: '2026-11', evidence: 'assumed' },
  },
  reservedNames: {},
  quantizesAtLoad: { fp8: 'fp8' },
  weightKernels: TGI_WEIGHT_KERNELS,
  loads: ['fp8', 'awq', 'gptq', 'int8'],
  modelParsers: {},
  admissionDefaults: () => ({ maxNumSeqs: REQUESTS, maxNumBatchedTokens: PREFILL_TOKENS, provenance: LAUNCHER }),
  utilizationDefault: () => ({
    share: 1,
    provenance: { source: 'CUDA_MEMORY_FRACTION is 1.0 (launcher/src/main.rs)', asOf: '2026-11', evidence: 'found' },
  }),
};
