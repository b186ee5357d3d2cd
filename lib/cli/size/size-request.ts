/** One question to `agent-fleet size`: a model, a GPU and an engine, and what is known of how they are run. */
import { z } from 'zod';

const count = z.number().int().positive();

/** Keys that are not listed are ignored and named in the answer's notes. */
export const sizeRequestSchema = z.object({
  /** Comes back in the answer. */
  id: z.union([z.string(), z.number()]).optional(),
  /** Catalog id or Hugging Face repository. */
  model: z.string().min(1).optional(),
  /** The `config.json` of any Hugging Face model; wins over `model`. */
  modelConfig: z.record(z.string(), z.unknown()).optional(),
  /** Size of the checkpoint's files, GiB. */
  checkpointGiB: z.number().positive().optional(),
  engine: z.string().default('vllm'),
  engineVersion: z.string().nullish(),
  /** Catalog id, or the product name that the driver shows. */
  gpu: z.string().min(1),
  /** Memory of one GPU as the engine or the driver reports it, GiB. */
  memoryGiB: z.number().positive().nullish(),
  quantization: z.string().nullish(),
  kvCacheDtype: z.string().nullish(),
  tensorParallel: count.default(1),
  pipelineParallel: count.default(1),
  dataParallel: count.default(1),
  expertParallel: z.union([z.boolean(), z.number()]).nullish(),
  gpuMemoryUtilization: z.number().gt(0).max(1).nullish(),
  maxModelLen: count.nullish(),
  maxNumSeqs: count.nullish(),
  maxNumBatchedTokens: count.nullish(),
  enforceEager: z.boolean().nullish(),
  /** `nvlink` or `pcie`. */
  interconnect: z.string().nullish(),
  sampler: z.string().nullish(),
  cpuOffloadGiB: z.number().nonnegative().nullish(),
  speculative: z.unknown().optional(),
  sessions: count.nullish(),
  contextTokens: count.nullish(),
  isl: count.nullish(),
  osl: count.nullish(),
  concurrency: count.nullish(),
});

export type SizeRequest = z.infer<typeof sizeRequestSchema>;
export const SIZE_REQUEST_KEYS: readonly string[] = Object.keys(sizeRequestSchema.shape);
