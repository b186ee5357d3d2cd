/** What a replica is when somebody hands it to a function of this room: one schema for all of them. */
import { z } from 'zod';
import { ENGINE_EXAMPLE } from '../catalog/engines/default-engine';
import { Engine } from '../catalog/engines/engine';
import { GGUF_SCHEMES } from '../catalog/gguf';
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import { freeText } from '../core/notion';
import { branded, wholeNumber } from '../core/schema';
import { MOST, MOST_BATCHED_TOKENS } from './limits';
import type { KvCacheDtype, Quantization, RareKvCacheDtype, ReplicaSpec, SamplerKernel } from './replica-spec';

export const QUANTIZATIONS = [
  'checkpoint',
  'fp8',
  'awq',
  'gptq',
  'nvfp4',
  'mxfp4',
  'int8',
  ...GGUF_SCHEMES,
] as const satisfies readonly Quantization[];
const KV_CACHE_DTYPES = ['auto', 'bf16', 'fp16', 'fp8'] as const satisfies readonly KvCacheDtype[];
const RARE_DTYPES = ['nvfp4', 'fp8_per_token_head', 'int8_per_token_head'] as const satisfies readonly RareKvCacheDtype[];
const SAMPLERS = ['native', 'flashinfer'] as const satisfies readonly SamplerKernel[];

/** More than one node, rack or model has of anything. */
const MOST_PARTS = 100_000;

/** A whole number that some fleet could have. */
export const count = (least = 0) => wholeNumber(least, MOST);
/** 0 or more of anything. */
export const amount = z.number().min(0).max(MOST);
/** More than 0 of anything: it is divided by. */
export const positive = z.number().gt(0).max(MOST);
/** Shown, and never read by a program. */
export const shownName = freeText('names of fleets, roles, pools and releases are only shown', { empty: true });
/** A function that the caller brings. */
export const callable = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', { error: 'expected a function' });

export const gpuArgument = branded<Gpu>(Gpu.isGpu, 'a Gpu, e.g. Gpu.H100_SXM');
export const modelArgument = branded<Model>(Model.isModel, 'a Model, e.g. Model.LLAMA_3_1_8B_INSTRUCT');

/** An engine of the catalog, or a release that `engineToSize` gives. */
export const engineArgument = z.union([
  branded<Engine>(Engine.isEngine, `an Engine, e.g. ${ENGINE_EXAMPLE}`),
  z.looseObject({
    id: shownName,
    name: shownName,
    version: shownName,
    admissionDefaults: callable,
    utilizationDefault: z.looseObject({ share: z.number().gt(0).max(1) }),
  }),
]);

const drafterArgument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('model'), model: modelArgument }),
  z.strictObject({ kind: z.literal('head'), model: modelArgument, ownVocabulary: wholeNumber(1, MOST).optional() }),
  z.strictObject({ kind: z.literal('own-layers'), layers: wholeNumber(1, MOST_PARTS) }),
  z.strictObject({ kind: z.literal('sized'), weightsGiB: amount, kvBytesPerToken: amount }),
]);

const shape = {
  model: modelArgument,
  gpu: gpuArgument,
  engine: engineArgument,
  tensorParallel: wholeNumber(1, MOST_PARTS),
  quantization: z.enum(QUANTIZATIONS),
  checkpoint: shownName.optional(),
  kvCacheDtype: z.enum(KV_CACHE_DTYPES),
  rareKvCacheDtype: z.enum(RARE_DTYPES).optional(),
  gpuMemoryUtilization: z.number().gt(0).max(1),
  engineMemoryFraction: z.number().gt(0).max(1).optional(),
  maxContextTokens: count(1),
  maxNumSeqs: count(1).optional(),
  maxNumBatchedTokens: wholeNumber(1, MOST_BATCHED_TOKENS).optional(),
  offline: z.boolean().optional(),
  allowExperimentalFp8Kv: z.boolean().optional(),
  enforceEager: z.boolean().optional(),
  compileCache: z.enum(['cold', 'warm']).optional(),
  pipelineParallel: wholeNumber(1, MOST_PARTS).optional(),
  dataParallel: wholeNumber(1, MOST_PARTS).optional(),
  expertParallel: z.boolean().optional(),
  cpuOffloadGiB: amount.optional(),
  enginesPerCard: wholeNumber(1, MOST_PARTS).optional(),
  nvlinkBridge: z.boolean().optional(),
  gpusPerNode: wholeNumber(1, MOST_PARTS).optional(),
  tensorParallelAcrossNodes: z.boolean().optional(),
  nodes: wholeNumber(1, MOST_PARTS).optional(),
  networkGbps: z.number().positive().max(1_000_000).optional(),
  sampler: z.enum(SAMPLERS).optional(),
  latentLayout: z.enum(['packed', 'plain', 'wide']).optional(),
  schedulerRecvInterval: count(1).optional(),
  drafter: drafterArgument.optional(),
  decodeContextParallel: wholeNumber(1, MOST_PARTS).optional(),
  kvOffloadGiB: amount.optional(),
  kvOffload: z.strictObject({ cpuGiB: amount.optional(), nvmeGiB: amount.optional(), sharedGiB: amount.optional() }).optional(),
  adapters: z.strictObject({ rank: wholeNumber(1, MOST_PARTS), count: wholeNumber(1, MOST_PARTS).optional() }).optional(),
  redundantExperts: wholeNumber(0, MOST_PARTS).optional(),
  mediaPerPrompt: z
    .strictObject({ images: wholeNumber(0, MOST_PARTS).optional(), videos: wholeNumber(0, MOST_PARTS).optional() })
    .optional(),
  languageModelOnly: z.boolean().optional(),
  hybridKvCacheManager: z.boolean().optional(),
  windowPoolShare: z.number().positive().max(1).optional(),
  prefixCaching: z.boolean().optional(),
  speculativeTokens: wholeNumber(0, MOST_PARTS).optional(),
  prefill: z
    .strictObject({
      replica: z.lazy((): z.ZodType => replicaArgument),
      perReplica: z.number().positive().max(MOST_PARTS),
      gbitPerSecond: z.number().positive().max(1_000_000).nullable(),
    })
    .optional(),
  promptsOnly: z.boolean().optional(),
} satisfies Readonly<Record<keyof ReplicaSpec, z.ZodType>>;

/** Every prop of `ReplicaSpec`; a misspelt one would change nothing without a word. */
export const replicaArgument = z.strictObject(shape);
