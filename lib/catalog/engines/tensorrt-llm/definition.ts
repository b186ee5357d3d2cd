/** TensorRT-LLM with its PyTorch backend: `trtllm-serve`. The names of its metrics were not read, so none is used. */
import type { EngineDefinition } from '../engine-definition';
import { NO_METRICS } from '../engine-metrics';
import { FlagTable } from '../flag-table';
import { CLICK } from '../parser-habits';
import { LMCACHE } from '../shared-kv-tiers';
import { TRTLLM_ALIASES, TRTLLM_FLAG_EFFECTS, TRTLLM_FLAGS, TRTLLM_RELEASE, TRTLLM_VARIABLE_EFFECTS } from './flags';
import { TENSORRT_LLM_WEIGHT_KERNELS } from './weight-kernels';

const OPTIONS = {
  source:
    'tensorrt_llm/commands/serve.py, NVIDIA/TensorRT-LLM@00209af1 (before #11037 of 27 January 2026 was merged); the file of the tag 1.2.1 could not be had',
  asOf: '2026-11-30',
  evidence: 'found',
} as const;

const READS = [TRTLLM_RELEASE];
/** `--max_batch_size` and `--max_num_tokens` by default. */
const REQUESTS = 2_048;
const BATCH_TOKENS = 8_192;

const QWEN3 = { toolCall: 'qwen3', reasoning: 'qwen3', source: OPTIONS.source } as const;
const QWEN3_INSTRUCT = { toolCall: 'qwen3', source: OPTIONS.source } as const;

export const TENSORRT_LLM: EngineDefinition = {
  id: 'tensorrt-llm',
  name: 'TensorRT-LLM',
  factory: 'Engine.tensorRtLlm',
  kinds: ['llm'],
  defaultVersion: TRTLLM_RELEASE,
  strengths: ['fixed-prompts'],
  provenance: {
    version: { source: 'newest general release, 1.2.1 (April 2026); 1.3 is a release candidate', asOf: '2026-11', evidence: 'found' },
    flags: OPTIONS,
    retired: OPTIONS,
    metrics: {
      source: 'names of the 1.2 line were not read; those of 1.3 differ and need a configuration file',
      asOf: '2026-11',
      evidence: 'assumed',
    },
  },
  images: [
    {
      vendor: 'NVIDIA',
      name: 'nvcr.io/nvidia/tensorrt-llm/release',
      since: null,
      userSince: null,
      withoutUser: 'unknown',
      examplesFolder: null,
      provenance: { source: 'documentation of TensorRT-LLM 1.2', asOf: '2026-11', evidence: 'found' },
    },
  ],
  tagOf: (version) => version,
  port: 8000,
  healthPath: '/health',
  metricsPath: null,
  metrics: NO_METRICS,
  // It answers to any name and says that of the folder.
  servedName: null,
  aliases: 'any',
  flags: new FlagTable({
    flags: TRTLLM_FLAGS,
    aliases: TRTLLM_ALIASES,
    choices: [['--backend', 'pytorch tensorrt trt _autodeploy', TRTLLM_RELEASE]],
    retired: [],
    reads: READS,
    parser: CLICK,
  }),
  alwaysOwned: ['--host', '--port', '--backend', '--enable-chunked-prefill'],
  propOfFlag: Object.fromEntries(TRTLLM_FLAG_EFFECTS.flatMap(([flag, effect, detail]) => (effect === 'prop' ? [[flag, detail]] : []))),
  flagEffects: TRTLLM_FLAG_EFFECTS,
  variableEffects: TRTLLM_VARIABLE_EFFECTS,
  sharedKvTiers: { flags: [], variables: [['LMCACHE_', LMCACHE]] },
  countedArgs: () => ({}),
  retiredEnvironment: [],
  values: {
    reads: READS,
    toolParsers: [['qwen3', TRTLLM_RELEASE]],
    reasoningParsers: [
      ['deepseek-r1', TRTLLM_RELEASE],
      ['qwen3', TRTLLM_RELEASE],
    ],
    kvCacheDtypes: [],
    quantizations: [],
  },
  warmUp: {
    runs: 'torch.compile, the autotuner and the CUDA graphs; it listens afterwards',
    provenance: {
      source:
        'tensorrt_llm/_torch/pyexecutor/model_engine.py (warmup) and tensorrt_llm/commands/serve.py (launch_server) of NVIDIA/TensorRT-LLM',
      asOf: '2026-11-30',
      evidence: 'found',
    },
  },
  startup: {
    engineSeconds: 900,
    leastSeconds: 1800,
    provenance: { source: 'assumed: kernels are tuned and graphs captured at the first start', asOf: '2026-11', evidence: 'assumed' },
  },
  reservedNames: {},
  quantizesAtLoad: {},
  weightKernels: TENSORRT_LLM_WEIGHT_KERNELS,
  loads: ['fp8', 'awq', 'nvfp4', 'mxfp4'],
  modelParsers: {
    'qwen3-8b': QWEN3,
    'qwen3-14b': QWEN3,
    'qwen3-32b': QWEN3,
    'qwen3-30b-a3b-instruct-2507': QWEN3_INSTRUCT,
    'qwen3-235b-a22b-instruct-2507': QWEN3_INSTRUCT,
  },
  admissionDefaults: () => ({ maxNumSeqs: REQUESTS, maxNumBatchedTokens: BATCH_TOKENS, provenance: OPTIONS }),
  utilizationDefault: () => ({
    share: 0.9,
    provenance: { source: '--kv_cache_free_gpu_memory_fraction, of what weights and buffers leave', asOf: '2026-11', evidence: 'found' },
  }),
};
