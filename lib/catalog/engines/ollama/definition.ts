/** Ollama: GGUF files on one card for development. It has variables instead of flags, and no metrics. */
import { GGUF_SCHEMES } from '../../gguf';
import type { EngineDefinition } from '../engine-definition';
import { NO_METRICS } from '../engine-metrics';
import { FlagTable } from '../flag-table';
import { OLLAMA_VARIABLE_EFFECTS } from './environment';

const RELEASE = { source: 'ollama/ollama, tag v0.32.15 (2026-08-19)', asOf: '2026-11', evidence: 'found' } as const;
const VARIABLES = { source: 'ollama/ollama@fb307609 envconfig/config.go (2026-08-21)', asOf: '2026-11', evidence: 'found' } as const;

const READS = ['0.32.15'];
/** OLLAMA_NUM_PARALLEL. */
const PARALLEL = 1;
/** Tokens of a compute batch (`num_batch`): more, up to 2,048, where the contexts of all slots are long and the card has room for it (server/sched.go at v0.32.15). */
const BATCH_TOKENS = 512;

export const OLLAMA: EngineDefinition = {
  id: 'ollama',
  name: 'Ollama',
  factory: 'Engine.ollama',
  kinds: ['llm'],
  defaultVersion: '0.32.15',
  parsesToolsByItself: true,
  standing: {
    kind: 'development',
    why: 'it has no authentication, reports no queue, and moves layers to the CPU where memory runs out',
  },
  provenance: {
    version: RELEASE,
    flags: { source: 'the server takes no flags: `ollama serve` in cmd/cmd.go', asOf: '2026-11', evidence: 'found' },
    retired: VARIABLES,
    metrics: { source: 'server/routes.go at v0.32.15 registers no path for metrics', asOf: '2026-11', evidence: 'found' },
  },
  images: [
    {
      vendor: 'NVIDIA',
      name: 'docker.io/ollama/ollama',
      since: null,
      userSince: null,
      // Root is the only user; the server writes to its home and to the folder of the models alone.
      withoutUser: 'unknown',
      examplesFolder: null,
      provenance: { source: 'ollama/ollama@fb307609 Dockerfile', asOf: '2026-11', evidence: 'found' },
    },
  ],
  tagOf: (version) => version,
  port: 11434,
  healthPath: '/api/version',
  metricsPath: null,
  metrics: NO_METRICS,
  flags: new FlagTable({ flags: [], aliases: [], choices: [], retired: [], reads: READS }),
  alwaysOwned: [],
  propOfFlag: {},
  flagEffects: [],
  variableEffects: OLLAMA_VARIABLE_EFFECTS,
  countedArgs: () => ({}),
  retiredEnvironment: [],
  values: { reads: READS, toolParsers: [], reasoningParsers: [], kvCacheDtypes: [], quantizations: [] },
  structuredOutput: {
    backends: [['auto', '0.32.15']],
    provenance: { source: 'ollama.com/blog/structured-outputs (0.5.0 and newer)', asOf: '2024-12', evidence: 'found' },
  },
  warmUp: {
    runs: 'nothing: the server answers while no model is loaded. The pool has it load the model, and the start-up probe waits until it has',
    provenance: {
      source: 'server/routes.go at v0.32.15: `/api/version` answers from the start, models are loaded by requests',
      asOf: '2026-11',
      evidence: 'found',
    },
  },
  startup: {
    engineSeconds: 120,
    leastSeconds: 600,
    provenance: {
      source: 'assumed: the server answers at once and loads the file before the first answer',
      asOf: '2026-11',
      evidence: 'assumed',
    },
  },
  reservedNames: {},
  quantizesAtLoad: {},
  loads: GGUF_SCHEMES,
  // The template of the model itself says how tools are called.
  modelParsers: {},
  clients: { litellm: { llm: { name: 'ollama_chat', atRoot: true } } },
  admissionDefaults: () => ({ maxNumSeqs: PARALLEL, maxNumBatchedTokens: BATCH_TOKENS, provenance: VARIABLES }),
  utilizationDefault: () => ({
    share: 1,
    provenance: { source: 'the engine has no share: it takes what the layers and the contexts need', asOf: '2026-11', evidence: 'found' },
  }),
};
