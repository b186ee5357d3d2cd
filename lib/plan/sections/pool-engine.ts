/** With which limits and options the engine of a pool is started. */
import { z } from 'zod';
import { amount } from './amount';

/** What the engine admits. */
export const limitsSchema = z.object({
  maxContextTokens: amount.describe('`max-model-len` of the engine, tokens'),
  maxNumSeqs: amount.describe('sequences that one replica, or each of its data-parallel copies, runs at the same time'),
  maxNumBatchedTokens: amount.describe('tokens of one step of the engine'),
  gpuMemoryUtilization: amount
    .nullable()
    .describe('share of the GPU memory for everything that the engine allocates, 0 … 1; null for an engine that divides it in another way'),
  engineMemoryFraction: amount.optional().describe('own memory fraction of such an engine, where one was given'),
});

/** What a pod keeps in host memory, and of the KV cache on disk. */
export const hostMemorySchema = z.object({
  pod: z.string().describe('memory that one pod asks for, as a Kubernetes quantity'),
  offloadedGiB: z.number().describe('weights and KV blocks of one pod that are kept in host memory, GiB'),
  kvTokensPerReplica: z.number().describe('tokens that KV offload in host memory holds; they never count for what fits'),
  kvReturnSeconds: z
    .number()
    .optional()
    .describe(
      'until the cache of one session of `maxContextTokens` is back from there over the links of its GPUs, where KV blocks are kept there',
    ),
  kvDisk: z
    .object({
      gib: z.number().describe('disk of the node for KV blocks of one replica, GiB'),
      kvTokensPerReplica: z.number().describe('tokens that it holds; they never count for what fits'),
    })
    .optional()
    .describe('KV blocks on the disk of the node, where some are kept there'),
