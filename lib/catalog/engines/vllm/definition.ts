/** vLLM: its image, its ports, its flags by release. The image's entrypoint is `vllm serve`, so arguments begin with the model. */
import type { EngineDefinition } from '../engine-definition';
import { FlagTable } from '../flag-table';
import { VLLM_CHOICES } from './choices';
import { vllmCountedArgs } from './counted-args';
import { admissionDefaults, utilizationDefault } from './defaults';
import { VLLM_FLAG_EFFECTS } from './flag-effects';
import { VLLM_FLAG_ALIASES, VLLM_FLAGS } from './flags';
import { VLLM_IMAGES } from './images';
import { VLLM_FIRST_TOKEN_BOUNDS, VLLM_LATENCY_HISTOGRAMS, VLLM_METRICS, VLLM_METRICS_PROVENANCE } from './metrics';
import { VLLM_MODEL_PARSERS } from './model-parsers';
import { VLLM_RETIRED_ENVIRONMENT, VLLM_RETIRED_FLAGS, VLLM_RETIRED_PROVENANCE } from './retired';
import { VLLM_SHARED_KV_TIERS } from './shared-kv-tiers';
import { VLLM_STRUCTURED_OUTPUT, VLLM_STRUCTURED_OUTPUT_PROVENANCE } from './structured-output';
import { VLLM_KV_CACHE_DTYPES, VLLM_QUANTIZATIONS, VLLM_REASONING_PARSERS, VLLM_TOOL_PARSERS } from './values';
import { VLLM_VARIABLE_EFFECTS } from './variable-effects';
import { VLLM_WEIGHT_KERNELS } from './weight-kernels';

/** Releases whose own argument parser was run (November 2026), oldest first. */
export const VLLM_READ_RELEASES = ['0.10.2', '0.19.0', '0.30.0', '0.31.0', '0.32.0', '0.33.0'] as const;

export const VLLM: EngineDefinition = {
  id: 'vllm',
  name: 'vLLM',
  factory: 'Engine.vllm',
  defaultVersion: '0.30.0',
  aliases: 'told',
  provenance: {
    version: { source: 'vLLM 0.30.0, released 2026-09-22; widely deployed', asOf: '2026-11', evidence: 'found' },
    flags: {
      source: 'the argument parser of `vllm serve` in the wheels of these releases, run without a GPU',
      asOf: '2026-11-21',
      evidence: 'measured',
    },
    retired: VLLM_RETIRED_PROVENANCE,
    metrics: VLLM_METRICS_PROVENANCE,
  },
  images: VLLM_IMAGES,
  tagOf: (version) => `v${version}`,
  port: 8000,
  healthPath: '/health',
  metricsPath: '/metrics',
  metrics: VLLM_METRICS,
  firstTokenBounds: VLLM_FIRST_TOKEN_BOUNDS,
  latencyHistograms: VLLM_LATENCY_HISTOGRAMS,
  flags: new FlagTable({
    flags: VLLM_FLAGS,
    aliases: VLLM_FLAG_ALIASES,
    choices: VLLM_CHOICES,
    retired: VLLM_RETIRED_FLAGS,
    reads: VLLM_READ_RELEASES,
    exchangesEnableFrom: '0.33.0',
  }),
  alwaysOwned: ['--model'],
  propOfFlag: Object.fromEntries(VLLM_FLAG_EFFECTS.flatMap(([flag, effect, detail]) => (effect === 'prop' ? [[flag, detail]] : []))),
  flagEffects: VLLM_FLAG_EFFECTS,
  variableEffects: VLLM_VARIABLE_EFFECTS,
  sharedKvTiers: VLLM_SHARED_KV_TIERS,
  countedArgs: vllmCountedArgs,
  retiredEnvironment: VLLM_RETIRED_ENVIRONMENT,
  values: {
    reads: VLLM_READ_RELEASES,
    toolParsers: VLLM_TOOL_PARSERS,
    reasoningParsers: VLLM_REASONING_PARSERS,
    kvCacheDtypes: VLLM_KV_CACHE_DTYPES,
    quantizations: VLLM_QUANTIZATIONS,
  },
  structuredOutput: { backends: VLLM_STRUCTURED_OUTPUT, provenance: VLLM_STRUCTURED_OUTPUT_PROVENANCE },
  warmUp: {
    runs: 'kernels of every kind that the model needs, and the CUDA graphs; its port answers afterwards',
    provenance: {
      source: 'vllm/v1/worker/gpu_worker.py (compile_or_warm_up_model) and vllm/model_executor/warmup/kernel_warmup.py of 0.29.0',
      asOf: '2026-11-30',
      evidence: 'found',
    },
  },
  startup: {
    engineSeconds: 600,
    leastSeconds: 1800,
    provenance: {
      source:
        'assumed: compilation and graph capture within 10 minutes; the documentation of vLLM advises a start-up probe of half an hour',
      asOf: '2026-11',
      evidence: 'assumed',
    },
  },
  reservedNames: { vllm: 'Kubernetes would inject VLLM_PORT, which the engine takes for its own' },
  // Only what is applied at load is named; a quantized checkpoint says it itself.
  // The other formats that 0.30 makes by default (int8_per_channel_weight_only, nvfp4_per_token) have no measured memory.
  quantizesAtLoad: { fp8: 'fp8' },
  weightKernels: VLLM_WEIGHT_KERNELS,
  clients: { litellm: 'hosted_vllm' },
  modelParsers: VLLM_MODEL_PARSERS,
  admissionDefaults,
  utilizationDefault,
};
