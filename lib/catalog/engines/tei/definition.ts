/** Text Embeddings Inference: encoders on one GPU, an image for each compute capability, no cache and no tokens. */
import type { EngineDefinition } from '../engine-definition';
import { FlagTable } from '../flag-table';
import { CLAP } from '../parser-habits';
import { TEI_FLAG_EFFECTS, TEI_VARIABLE_EFFECTS } from './flag-effects';
import { TEI_FLAGS, TEI_READ_RELEASES, TEI_RETIRED_FLAGS } from './flags';
import { TEI_IMAGES } from './images';
import { TEI_METRICS, TEI_METRICS_PROVENANCE } from './metrics';

/** Tokens of one batch that the engine takes by default. */
export const TEI_BATCH_TOKENS = 16_384;
/** Requests that it accepts at once; more are answered 429. */
const REQUESTS = 512;

const OPTIONS = {
  source: 'router/src/main.rs at tags v1.8.3 (2025-10-30) and v1.9.0 to v1.9.3 (2026-03-23)',
  asOf: '2026-11',
  evidence: 'found',
} as const;

export const TEI: EngineDefinition = {
  id: 'tei',
  name: 'Text Embeddings Inference',
  factory: 'Engine.textEmbeddingsInference',
  kinds: ['embedding', 'reranker'],
  defaultVersion: '1.9.3',
  // 1.9.2 changed what --auto-truncate takes.
  releaseStep: 'patch',
  // The name in a request is read and not looked at (router/src/http/types.rs).
  aliases: 'any',
  provenance: {
    version: { source: 'newest tag of huggingface/text-embeddings-inference, v1.9.3 (2026-03-23)', asOf: '2026-11', evidence: 'found' },
    flags: OPTIONS,
    retired: OPTIONS,
    metrics: TEI_METRICS_PROVENANCE,
  },
  images: TEI_IMAGES,
  tagOf: (version) => version,
  // The image asks for 80, which is for root alone in many clusters.
  port: 8080,
  healthPath: '/health',
  metricsPath: '/metrics',
  metrics: TEI_METRICS,
  flags: new FlagTable({
    flags: TEI_FLAGS,
    variables: { but: [] },
    aliases: [['-p', '--port', '1.8.3']],
    choices: [
      ['--dtype', 'float16 float32', '1.8.3'],
      ['--pooling', 'cls mean splade last-token', '1.8.3'],
    ],
    retired: TEI_RETIRED_FLAGS,
    reads: TEI_READ_RELEASES,
    parser: CLAP,
    repeatable: ['--cors-allow-origin'],
    exclusive: [['--default-prompt', '--default-prompt-name']],
  }),
  alwaysOwned: ['--model-id', '--hostname', '--port', '--json-output'],
  propOfFlag: Object.fromEntries(TEI_FLAG_EFFECTS.flatMap(([flag, effect, detail]) => (effect === 'prop' ? [[flag, detail]] : []))),
  flagEffects: TEI_FLAG_EFFECTS,
  variableEffects: TEI_VARIABLE_EFFECTS,
  countedArgs: () => ({}),
  retiredEnvironment: [],
  values: { reads: TEI_READ_RELEASES, toolParsers: [], reasoningParsers: [], kvCacheDtypes: [], quantizations: [] },
  warmUp: {
    runs: 'a batch of the largest size',
    provenance: {
      source: 'router/src/lib.rs of huggingface/text-embeddings-inference (backend.warmup, before the server listens)',
      asOf: '2026-11-30',
      evidence: 'found',
    },
  },
  startup: {
    engineSeconds: 60,
    leastSeconds: 300,
    provenance: {
      source: 'assumed: no compilation and no graphs (README: fast boot times); not published by card',
      asOf: '2026-11',
      evidence: 'assumed',
    },
  },
  reservedNames: {},
  quantizesAtLoad: {},
  modelParsers: {},
  // The client for OpenAI-compatible servers embeds; documents are ranked at /rerank, which is not below /v1.
  clients: { litellm: { reranker: { name: 'huggingface', atRoot: true } } },
  admissionDefaults: () => ({ maxNumSeqs: REQUESTS, maxNumBatchedTokens: TEI_BATCH_TOKENS, provenance: OPTIONS }),
  utilizationDefault: () => ({
    share: 1,
    provenance: { source: 'the engine has no share: it takes what weights and a batch need', asOf: '2026-11', evidence: 'found' },
  }),
};
