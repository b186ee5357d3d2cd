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
  offloadedGiB: amount.describe('weights and KV blocks of one pod that are kept in host memory, GiB'),
  kvTokensPerReplica: amount.describe('tokens that KV offload in host memory holds; they never count for what fits'),
  kvReturnSeconds: amount
    .optional()
    .describe(
      'until the cache of one session of `maxContextTokens` is back from there over the links of its GPUs, where KV blocks are kept there',
    ),
  kvDisk: z
    .object({
      gib: amount.describe('disk of the node for KV blocks of one replica, GiB'),
      kvTokensPerReplica: amount.describe('tokens that it holds; they never count for what fits'),
    })
    .optional()
    .describe('KV blocks on the disk of the node, where some are kept there'),
  kvShared: z
    .object({
      gib: amount.describe('claim of all replicas of the pool, GiB; blocks take nine tenths of it'),
      storageClass: z.string().describe('class of the claim'),
      kvTokens: amount.describe('tokens that it holds, once for all replicas; they never count for what fits'),
    })
    .optional()
    .describe('KV blocks on a claim that all replicas share, where some are kept there'),
});

/** Options of the engine beyond its limits. */
export const engineOptionsSchema = z.object({
  enforceEager: z.boolean().describe('no CUDA graphs'),
  sampler: z.string().nullable().describe('kernel that draws tokens; null when the engine chooses'),
  hybridKvCacheManager: z.boolean().describe('windowed layers keep only their window'),
  speculative: z
    .object({
      method: z.string().describe('what drafts'),
      tokens: amount.describe('tokens drafted before the model checks them'),
      checkpoint: z.string().nullable().describe('what is loaded beside the model; null when nothing is'),
    })
    .nullable()
    .describe('speculative decoding; null when there is none'),
  parsers: z
    .object({
      toolCall: z.string().nullable().describe('parser of tool calls by the name that the engine has for it; null for none'),
      reasoning: z.string().nullable().describe('parser of reasoning, likewise'),
    })
    .optional()
    .describe('what reads the answers of the model; absent in plans of older releases'),
  structuredOutput: z.string().nullable().optional().describe('what holds answers to a shape; null where the pool does not say'),
  scheduling: z.enum(['arrival', 'priority']).optional().describe('whose request is served first; absent where the pool does not say'),
  spansTo: z.string().optional().describe('where the engine sends spans; absent where it sends none'),
  untraced: z.string().optional().describe('why the engine sends no spans; absent where it can'),
  adapters: z
    .array(
      z.object({
        name: z.string().describe('model name that clients ask for'),
        source: z.string().describe('repository or path that is loaded'),
        rank: amount.describe('rank of the adapter'),
      }),
    )
    .optional()
    .describe('LoRA adapters that every replica serves beside the model; absent where there are none'),
});
