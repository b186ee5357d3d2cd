/** SGLang: its image, its ports, its flags by release. The image starts a shell, so the adapter names the server. */
import type { EngineDefinition } from '../engine-definition';
import { FlagTable } from '../flag-table';
import { ARGPARSE } from '../parser-habits';
import { SGLANG_CHOICES } from './choices';
import { sglangCountedArgs } from './counted-args';
import { admissionDefaults, utilizationDefault } from './defaults';
import { SGLANG_FLAG_EFFECTS } from './flag-effects';
import { SGLANG_FLAG_ALIASES, SGLANG_FLAGS } from './flags';
import { SGLANG_IMAGES, sglangTag } from './images';
import { SGLANG_FIRST_TOKEN_BOUNDS, SGLANG_LATENCY_HISTOGRAMS, SGLANG_METRICS, SGLANG_METRICS_PROVENANCE } from './metrics';
import { SGLANG_MODEL_PARSERS } from './model-parsers';
import { SGLANG_RETIRED_FLAGS, SGLANG_RETIRED_PROVENANCE } from './retired';
import { SGLANG_SHARED_KV_TIERS } from './shared-kv-tiers';
import {
  SGLANG_GRAMMAR_BACKENDS,
  SGLANG_KV_CACHE_DTYPES,
  SGLANG_QUANTIZATIONS,
  SGLANG_REASONING_PARSERS,
  SGLANG_TOOL_PARSERS,
} from './values';
import { SGLANG_VARIABLE_EFFECTS } from './variable-effects';
import { SGLANG_WEIGHT_KERNELS } from './weight-kernels';

/** Releases whose own argument parser was run (November 2026), oldest first. */
export const SGLANG_READ_RELEASES = ['0.5.20', '0.5.22', '0.5.23'] as const;

export const SGLANG: EngineDefinition = {
  id: 'sglang',
  name: 'SGLang',
  factory: 'Engine.sglang',
  kinds: ['llm'],
  defaultVersion: '0.5.23',
  releaseStep: 'patch',
  strengths: ['shared-prefixes'],
  // It reads adapters from names with a colon and nothing else from names (sglang/srt/entrypoints/openai/serving_base.py of 0.5.23).
  aliases: 'any',
  adapterNames: 'of-model',
  provenance: {
    version: { source: 'the newest wheel on PyPI, sglang 0.5.23', asOf: '2026-11', evidence: 'found' },
    flags: {
      source: 'the argument parser of `sglang.launch_server` in the wheels of these releases, run without a GPU (scripts/engine-flags)',
      asOf: '2026-11-28',
      evidence: 'measured',
    },
    retired: SGLANG_RETIRED_PROVENANCE,
    metrics: SGLANG_METRICS_PROVENANCE,
  },
  images: SGLANG_IMAGES,
  tagOf: sglangTag,
  port: 30000,
  // The adapter switches its generation off: the answer is then a look at the state of the server.
  healthPath: '/health',
  metricsPath: '/metrics',
  metrics: SGLANG_METRICS,
  firstTokenBounds: SGLANG_FIRST_TOKEN_BOUNDS,
  latencyHistograms: SGLANG_LATENCY_HISTOGRAMS,
  flags: new FlagTable({
    flags: SGLANG_FLAGS,
    aliases: SGLANG_FLAG_ALIASES,
    choices: SGLANG_CHOICES,
    retired: SGLANG_RETIRED_FLAGS,
    reads: SGLANG_READ_RELEASES,
    parser: ARGPARSE,
  }),
  alwaysOwned: ['--model-path', '--enable-metrics'],
  propOfFlag: Object.fromEntries(SGLANG_FLAG_EFFECTS.flatMap(([flag, effect, detail]) => (effect === 'prop' ? [[flag, detail]] : []))),
  flagEffects: SGLANG_FLAG_EFFECTS,
  variableEffects: SGLANG_VARIABLE_EFFECTS,
  sharedKvTiers: SGLANG_SHARED_KV_TIERS,
  // What else would have to be counted is refused.
  countedArgs: sglangCountedArgs,
  retiredEnvironment: [],
  values: {
    reads: SGLANG_READ_RELEASES,
    toolParsers: SGLANG_TOOL_PARSERS,
    reasoningParsers: SGLANG_REASONING_PARSERS,
    kvCacheDtypes: SGLANG_KV_CACHE_DTYPES,
    quantizations: SGLANG_QUANTIZATIONS,
  },
  structuredOutput: {
    backends: SGLANG_GRAMMAR_BACKENDS,
    provenance: { source: 'choices of --grammar-backend in the wheels of these releases', asOf: '2026-11', evidence: 'measured' },
  },
  warmUp: {
    runs: 'the CUDA graphs, and a request to itself; until that is answered `/health` is 503',
    provenance: {
      source: 'sglang/srt/entrypoints/http_server.py (_wait_and_warmup, health) of 0.5.23',
      asOf: '2026-11',
      evidence: 'found',
    },
  },
  startup: {
    engineSeconds: 600,
    leastSeconds: 1800,
    provenance: {
      source: 'assumed: kernels, graph capture and the first request within 10 minutes, as for the other engine; not published by card',
      asOf: '2026-11',
      evidence: 'assumed',
    },
  },
  reservedNames: {},
  quantizesAtLoad: { fp8: 'fp8' },
  weightKernels: SGLANG_WEIGHT_KERNELS,
  modelParsers: SGLANG_MODEL_PARSERS,
  admissionDefaults,
  utilizationDefault,
};
