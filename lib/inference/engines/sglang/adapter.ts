/**
 * SGLang: flags from typed props, non-root, read-only root. Limits of the memory are always written out, so that the engine takes what the plan
 * counted with. Told to stop, it answers what is in flight for as long as the pod lets it and turns its health check down at once.
 */

import { sglangSettings } from '../../../capacity/engines/sglang/settings';
import { gpusOfPod } from '../../../capacity/gpus-of-replica';
import type { KvCacheDtype, ReplicaSpec } from '../../../capacity/replica-spec';
import { SGLANG } from '../../../catalog/engines/sglang/definition';
import type { StructuredOutputBackend } from '../../../catalog/engines/structured-output';
import type { PoolReplica } from '../../pool-replica';
import type { EngineAdapter, ServingSpec } from '../adapter';
import { flags, hubEnv, KEEP_ALIVE_SECONDS, templateFlags, tracingEnv, tracingFlags } from '../engine-args';
import { speaksHarmony, vocabularyFolder } from '../hub-download';
import type { ReplicaNode } from '../multi-node';
import { HARMONY_PARSER, sglangDownload, sglangRepositories } from './download';
import { KV_TIER_FLAGS, KV_TIER_VARIABLES, kvTierFlags, kvTierFolders, kvTierVariables } from './kv-tiers';
import { sglangLimits } from './limits';
import { LORA_FLAGS, loraFlags, sglangAdapterLimits } from './lora';

const HOME = '/home/sglang';
const WEIGHTS = '/models';
/** Any that is not the port of the API; the engine has no default. */
const RENDEZVOUS_PORT = 20_000;

/** What is not among them is refused before it gets here. */
const KV_DTYPES: Readonly<Partial<Record<KvCacheDtype, string>>> = { bf16: 'bf16', fp8: 'fp8_e4m3' };

export const sglangAdapter: EngineAdapter = {
  definition: SGLANG,
  runAs: { user: 1000, group: 1000 },
  weightsFolder: WEIGHTS,
  // It has no limit of its own: the pod ends what takes longer.
  drainSeconds: 120,
  ownedFlags: [
    '--host',
    '--port',
    '--served-model-name',
    '--uvicorn-access-log-exclude-prefixes',
    '--tp-size',
    '--context-length',
    '--max-running-requests',
    '--chunked-prefill-size',
    '--mem-fraction-static',
    '--cuda-graph-max-bs-decode',
    '--swa-full-tokens-ratio',
    '--cuda-graph-backend-decode',
    '--cuda-graph-backend-prefill',
    '--quantization',
    '--kv-cache-dtype',
    '--sampling-backend',
    '--chat-template',
    ...KV_TIER_FLAGS,
    '--nnodes',
    '--node-rank',
    '--dist-init-addr',
  ],
  flagsOfProps: {
    toolCalling: ['--tool-call-parser'],
    reasoning: ['--reasoning-parser'],
    structuredOutput: ['--grammar-backend'],
    adapters: LORA_FLAGS,
    scheduling: ['--enable-priority-scheduling', '--schedule-low-priority-values-first', '--default-priority-value', '--schedule-policy'],
    tracing: ['--enable-trace', '--otlp-traces-endpoint'],
  },
  ownedEnvironment: {
    HF_HUB_OFFLINE: 'weights',
    HF_HOME: 'weights',
    HF_TOKEN: 'huggingFaceToken',
    HUGGING_FACE_HUB_TOKEN: 'huggingFaceToken',
    ...Object.fromEntries(KV_TIER_VARIABLES.map((name) => [name, 'offload.kvCacheDiskGiB'])),
  },
  limits: sglangLimits,
  adapterLimits: sglangAdapterLimits,
  // Workers answer /health once their ranks run (sglang/srt/entrypoints/engine.py).
  multiNode: { args: nodeFlags, workerHealthPath: SGLANG.healthPath },

  writableFolders: (replica) => [
    { name: 'tmp', path: '/tmp', sizeGiB: 4, usedByDownload: true },
    { name: 'home', path: HOME, sizeGiB: 10, usedByDownload: true },
    { name: 'shm', path: '/dev/shm', medium: 'Memory', sizeGiB: sharedMemoryGiB(replica) },
    ...kvTierFolders(replica),
  ],

  command: () => ['python3', '-m', 'sglang.launch_server'],

  args: (spec) => [
    ...servingFlags(spec),
    ...memoryFlags(spec),
    ...kvTierFlags(spec.replica),
    ...precisionFlags(spec),
    ...parserFlags(spec),
    ...loraFlags(spec),
    ...priorityFlags(spec),
    ...(typeof spec.spansTo === 'string' ? ['--enable-trace', ...tracingFlags(spec)] : []),
    ...templateFlags(spec),
    ...spec.extraArgs,
  ],

  env: (spec) => ({
    HOME,
    // PyTorch asks for the name of the user, and the image has none but root.
    USER: 'sglang',
    HF_HOME: WEIGHTS,
    HF_HUB_OFFLINE: '1',
    SGLANG_CACHE_DIR: `${HOME}/.cache/sglang`,
    // With it a health check generates a token and may wait for twenty seconds.
    SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION: 'false',
    SGLANG_TIMEOUT_KEEP_ALIVE: String(KEEP_ALIVE_SECONDS),
    ...kvTierVariables(spec.replica),
    ...tracingEnv(spec),
    // By itself it writes a span for every token.
    ...(typeof spec.spansTo === 'string' ? { SGLANG_TRACE_LEVEL: '1' } : {}),
    ...(speaksHarmony(spec, HARMONY_PARSER) ? { TIKTOKEN_ENCODINGS_BASE: vocabularyFolder(WEIGHTS) } : {}),
  }),

  pinsRevisions: true,
  repositories: sglangRepositories,
  download: (spec, marker, part) => sglangDownload(spec, WEIGHTS, marker, part),
  downloadEnv: (spec) => hubEnv(HOME, WEIGHTS, spec),
};

/** Processes of one replica exchange through it. */
const sharedMemoryGiB = (replica: ReplicaSpec): number => (gpusOfPod(replica) > 1 ? 16 : 2);

function nodeFlags({ nodes, leaderAddress, rank }: ReplicaNode): string[] {
  return flags({ '--nnodes': String(nodes), '--node-rank': rank, '--dist-init-addr': `${leaderAddress}:${RENDEZVOUS_PORT}` });
}

function servingFlags({ replica, supply, checkpoint, servedName }: ServingSpec): string[] {
  return [
    ...flags({
      '--model-path': checkpoint,
      '--served-model-name': servedName,
      // By itself it listens to its own pod alone.
      '--host': '0.0.0.0',
      '--port': String(SGLANG.port),
    }),
    '--enable-metrics',
    ...known(replica, '--uvicorn-access-log-exclude-prefixes', SGLANG.healthPath, '/metrics'),
    ...flags({
      ...(replica.tensorParallel > 1 ? { '--tp-size': String(replica.tensorParallel) } : {}),
      '--context-length': String(replica.maxContextTokens),
      '--max-running-requests': String(supply.maxNumSeqs),
    }),
  ];
}

/** The shares and sizes that the plan counted with, whatever a release would take by itself. */
function memoryFlags({ replica, supply }: ServingSpec): string[] {
  const { memFractionStatic, graphBatch } = sglangSettings(replica);
  const eager = { '--cuda-graph-backend-decode': 'disabled', '--cuda-graph-backend-prefill': 'disabled' };
  const captured = known(replica, '--cuda-graph-max-bs-decode', String(graphBatch));
  const graphs = replica.enforceEager === true ? flags(eager) : captured;
  const sizes = flags({
    '--mem-fraction-static': String(memFractionStatic),
    '--chunked-prefill-size': String(supply.maxNumBatchedTokens),
    // As many tokens in the pool of windows as in the other: the plan counts every token in every layer.
    ...(hasWindows(replica) ? { '--swa-full-tokens-ratio': '1.0' } : {}),
    ...(replica.sampler === undefined ? {} : { '--sampling-backend': replica.sampler === 'flashinfer' ? 'flashinfer' : 'pytorch' }),
  });
  return [...sizes, ...graphs];
}

/** What a release does not certainly have is left out where it takes the same by itself; with an unknown flag it would not start. */
const known = ({ engine }: PoolReplica, flag: string, ...values: string[]): string[] =>
  engine.knowsFlag(flag) === 'present' ? [flag, ...values] : [];

/** A compressed cache has pools by rules of its own. */
const hasWindows = ({ model: { facts } }: ReplicaSpec): boolean => facts.slidingWindow !== null && facts.attentionKind !== 'compressed';

/** What is quantized at load is named; a quantized checkpoint says it itself. */
function precisionFlags({ replica, quantizedAtLoad }: ServingSpec): string[] {
  const quantization = quantizedAtLoad === null ? null : replica.engine.loadTimeQuantization(quantizedAtLoad);
  const kvCacheDtype = KV_DTYPES[replica.kvCacheDtype];
  return flags({
    ...(quantization === null ? {} : { '--quantization': quantization }),
    ...(kvCacheDtype === undefined ? {} : { '--kv-cache-dtype': kvCacheDtype }),
  });
}

/** As in the other engine the lower number comes first; by itself the higher one does, and a request without one would come last of all. */
function priorityFlags({ scheduling }: ServingSpec): string[] {
  if (scheduling !== 'priority') return [];
  return ['--enable-priority-scheduling', '--schedule-low-priority-values-first', ...flags({ '--default-priority-value': '0' })];
}

/** By itself it takes xgrammar (sglang/srt/arg_groups/serving_hook.py of 0.5.23), and goes on without where that does not load. */
const GRAMMAR_BACKENDS: Readonly<Partial<Record<StructuredOutputBackend, string>>> = {
  auto: 'xgrammar',
  xgrammar: 'xgrammar',
  guidance: 'llguidance',
  outlines: 'outlines',
};

function parserFlags({ parsers: { toolCall, reasoning }, structuredOutput }: ServingSpec): string[] {
  const grammar = structuredOutput === undefined ? undefined : GRAMMAR_BACKENDS[structuredOutput];
  return flags({
    ...(toolCall === null ? {} : { '--tool-call-parser': toolCall }),
    ...(reasoning === null ? {} : { '--reasoning-parser': reasoning }),
    ...(grammar === undefined ? {} : { '--grammar-backend': grammar }),
  });
}
