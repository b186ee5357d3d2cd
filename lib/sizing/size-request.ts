/** One question to `agent-fleet size`: a model, a GPU and an engine, and what is known of how they are run. */

import { z } from 'zod';
import { MOST, MOST_BATCHED_TOKENS } from '../capacity/limits';
import { defaultEngine } from '../catalog/engines/default-engine';
import { targetMilliseconds } from '../catalog/latency-targets';
import { wholeNumber } from '../core/schema';
import { speculativeSchema } from './drafter-schema';

const count = wholeNumber(1, MOST);
/** A name: patterns read it, so it has a length that they can bear. */
const name = z.string().max(500);

/** A key that is not listed answers with an error: a question that is read in part is answered wrongly. */
export const sizeRequestSchema = z
  .strictObject({
    /** Comes back in the answer. */
    id: z.union([z.string(), z.number()]).optional(),
    /** Catalog id or Hugging Face repository. */
    model: name.min(1).optional(),
    /** The `config.json` of any Hugging Face model; wins over `model`. */
    modelConfig: z.record(z.string(), z.unknown()).optional(),
    /** Size of the checkpoint's files, GiB: of copies whose name may mean several kinds it tells which, and what nobody knows the format of is counted by it. */
    checkpointGiB: z.number().positive().max(100_000).optional(),
    engine: name.default(defaultEngine().id),
    engineVersion: name.nullish(),
    /** Catalog id, or the product name that the driver shows. */
    gpu: name.min(1),
    /** Memory of one GPU as the engine or the driver reports it, GiB. */
    memoryGiB: z.number().positive().max(100_000).nullish(),
    quantization: name.nullish(),
    kvCacheDtype: name.nullish(),
    tensorParallel: count.default(1),
    pipelineParallel: count.default(1),
    dataParallel: count.default(1),
    /** On or off; a number is the ranks that share the experts. */
    expertParallel: z.union([z.boolean(), count]).nullish(),
    /** Ranks that share the tokens of a cache which they would hold in copies. */
    decodeContextParallel: count.nullish(),
    /** Whose defaults hold for `gpuMemoryUtilization` and `kvCacheDtype` where the question does not say them: those of the engine, or those of an `InferencePool`. */
    defaults: z.enum(['engine', 'pool']).default('engine'),
    /** The engine's own share of a GPU, whatever that is a share of (`EngineModel.memoryShare`); a note of the answer says what it was taken for. */
    gpuMemoryUtilization: z.number().gt(0).max(1).nullish(),
    maxModelLen: count.nullish(),
    maxNumSeqs: count.nullish(),
    maxNumBatchedTokens: wholeNumber(1, MOST_BATCHED_TOKENS).nullish(),
    enforceEager: z.boolean().nullish(),
    /** The engine runs inside a program, `LLM(...)`, and not as a server. */
    offline: z.boolean().nullish(),
    /** Whether an earlier start left compiled kernels behind; asked for where it decides. */
    compileCache: z.enum(['cold', 'warm']).nullish(),
    /** `nvlink` or `pcie`. */
    interconnect: name.nullish(),
    /** `flashinfer` or `native`. */
    sampler: name.nullish(),
    /** Weights kept in host memory, GiB per GPU. */
    cpuOffloadGiB: z.number().min(0).max(MOST).nullish(),
    /** Host memory for KV blocks, GiB: never counted for what fits. */
    kvOffloadGiB: z.number().min(0).max(MOST).nullish(),
    /** Tiers for KV blocks by kind, GiB: never counted for what fits. */
    kvOffload: z.strictObject({ cpuGiB: z.number().min(0).max(MOST).nullish(), nvmeGiB: z.number().min(0).max(MOST).nullish() }).nullish(),
    /** LoRA adapters that may be in use at once, and the largest rank of one. */
    lora: z.strictObject({ rank: count, count: count.nullish() }).nullish(),
    /** Further copies of busy experts (`num_redundant_experts`). */
    redundantExperts: wholeNumber(0, MOST).nullish(),
    /** True: towers of a multimodal checkpoint are not loaded. */
    languageModelOnly: z.boolean().nullish(),
    /** Images and videos that one prompt may hold, as `--limit-mm-per-prompt` has them. */
    limitMmPerPrompt: z.strictObject({ image: wholeNumber(0, MOST).nullish(), video: wholeNumber(0, MOST).nullish() }).nullish(),
    speculative: speculativeSchema.nullish(),
    /** False: windows save nothing. */
    hybridKvCacheManager: z.boolean().nullish(),
    /** Where layers keep a state: whether prompts that come back are cached. By default as the release does. */
    prefixCaching: z.boolean().nullish(),
    /** Steps that write tokens between two looks for new requests, where the engine has such a setting; 1 looks before each. */
    schedulerRecvInterval: count.nullish(),
    sessions: count.nullish(),
    contextTokens: count.nullish(),
    isl: count.nullish(),
    /** Tokens of the prompt whose keys and values are in the prefix cache already: read and not computed. They hold their room in the cache all the same. */
    cachedTokens: wholeNumber(0, MOST).nullish(),
    /** Tokens of an answer, or how long half and nineteen of twenty of them are at most. */
    osl: z.union([count, z.strictObject({ p50: count, p95: count })]).nullish(),
    concurrency: count.nullish(),
    /** Time to first token that is asked, milliseconds: with `isl` and `osl` part of the verdict, as of a role with `latencyTargets`. */
    ttftMs: targetMilliseconds.nullish(),
    /** Time per output token after the first that is asked, milliseconds. */
    tpotMs: targetMilliseconds.nullish(),
    /** From the request to the last token of the answer, milliseconds. */
    e2eMs: targetMilliseconds.nullish(),
    /** False: no repairs are searched, which is most of the work for what does not fit. */
    repairs: z.boolean().default(true),
  })
  .refine(({ ttftMs, e2eMs }) => ttftMs == null || e2eMs == null || ttftMs <= e2eMs, {
    error: 'expected at most e2eMs: the first token is part of the whole answer',
    path: ['ttftMs'],
  })
  .refine(({ tpotMs, e2eMs }) => tpotMs == null || e2eMs == null || tpotMs <= e2eMs, {
    error: 'expected at most e2eMs: every token is part of the whole answer',
    path: ['tpotMs'],
  });

export interface SizeRequest extends z.infer<typeof sizeRequestSchema> {}
export const SIZE_REQUEST_KEYS: readonly string[] = Object.keys(sizeRequestSchema.shape);
