/** The rarer choices of a replica, in groups: how it is spread over GPUs, what it keeps in host memory, how the engine runs. */
import { z } from 'zod';
import type { SamplerKernel } from '../capacity/replica-spec';
import { wholeNumber } from '../core/schema';
import { type SharedKvCache, sharedKvCacheSchema } from './shared-kv-cache';

/** How the GPUs of a replica share the work: tensor × pipeline × data is `gpusPerReplica`. All of them sit in one pod. */
export interface Parallelism {
  /**
   * GPUs that share each layer.
   * @default - `gpusPerReplica` divided by `pipeline` × `data`
   */
  readonly tensor?: number;
  /**
   * Pipeline stages. Each stage is `tensor` GPUs with a part of the layers; stages talk once a step, so they bear slow links.
   * @default 1
   */
  readonly pipeline?: number;
  /**
   * Copies of the attention layers that share one set of experts, each with a KV cache and `maxNumSeqs` of its own. For models with experts;
   * of others `replicas` are the copies.
   * @default 1
   */
  readonly data?: number;
  /**
   * Whole experts on each GPU instead of a slice of every one.
   * @default false
   */
  readonly expert?: boolean;
  /**
   * GPUs of a tensor-parallel group that share the tokens of a cache which each would otherwise copy: latents, or KV heads fewer than GPUs.
   * @default 1
   */
  readonly decodeContext?: number;
}

/** What a replica keeps in the memory of its node, which comes on top of `resources.memory`, and on its disk. */
export interface Offload {
  /**
   * Weights that stay in host memory, GiB of each GPU. Every step reads them over the bus: it makes a model fit, and slow.
   * @default 0
   */
  readonly weightsGiBPerGpu?: number;
  /**
   * Host memory for KV blocks that left the GPUs, GiB of each replica (of each copy where `parallelism.data` makes several). A session that comes
   * back finds its context there; a running one never lives in it, so it never counts for what fits.
   * @default 0
   */
  readonly kvCacheGiB?: number;
  /**
   * Disk of the node for KV blocks, behind those in host memory, GiB of each replica: the pod asks for it as ephemeral storage, so it lies where the node
   * keeps that, which is to be NVMe. For contexts that host memory no longer holds; they never count for what fits. Only with `kvCacheGiB`, through which they
   * come back.
   * @default 0
   */
  readonly kvCacheDiskGiB?: number;
  /**
   * Claim for KV blocks that all replicas of the pool share, behind those in host memory, e.g. `{ sizeGiB: 2_000, storageClass: 'efs' }`: a session that comes to
   * another replica, or to one that was started anew, finds its context there. Blocks of another model, commit, format, layout or release are never found: they
   * lie in other folders. Only with `kvCacheGiB`, through which they come back; in place of `kvCacheDiskGiB`; with engines that share such blocks (docs/guides/engines.md). They never count for what fits.
   */
  readonly kvCacheShared?: SharedKvCache;
}

/** How the engine runs the model. */
export interface EngineTuning {
  /**
   * No CUDA graphs: their memory goes to the KV cache, and every step takes longer.
   * @default false
   */
  readonly enforceEager?: boolean;
  /**
   * Kernel that filters and samples the next token.
   * @default - what the release of the engine takes by default
   */
  readonly sampler?: SamplerKernel;
  /**
   * `false`: layers with a window keep the whole context, as if they had none. For models with windows only.
   * @default true
   */
  readonly hybridKvCacheManager?: boolean;
  /**
   * Whose request is served first where some wait: the one that came first, or with `'priority'` voice before chat before background, by the latency classes
   * of the roles. `LiteLLMRouter` tells the engine the class with each request; a request without one waits with the background. An engine that serves by
   * arrival alone refuses it (AF-ENG-027).
   * @default 'arrival'
   */
  readonly scheduling?: 'arrival' | 'priority';
}

export const parallelismSchema = z.strictObject({
  tensor: wholeNumber(1, 128).optional(),
  pipeline: wholeNumber(1, 128).optional(),
  data: wholeNumber(1, 128).optional(),
  expert: z.boolean().optional(),
  decodeContext: wholeNumber(1, 128).optional(),
});

/** No server has more memory. */
const MOST_GIB = 100_000;

export const offloadSchema = z
  .strictObject({
    weightsGiBPerGpu: z.number().nonnegative().max(MOST_GIB).optional(),
    kvCacheGiB: z.number().nonnegative().max(MOST_GIB).optional(),
    kvCacheDiskGiB: z.number().nonnegative().max(MOST_GIB).optional(),
    kvCacheShared: sharedKvCacheSchema.optional(),
  })
  .refine(({ kvCacheGiB = 0, kvCacheDiskGiB = 0 }) => kvCacheDiskGiB === 0 || kvCacheGiB > 0, {
    error: 'expected kvCacheGiB beside it: blocks on the disk come back through host memory',
    path: ['kvCacheDiskGiB'],
  })
  .refine(({ kvCacheGiB = 0, kvCacheShared }) => kvCacheShared === undefined || kvCacheGiB > 0, {
    error: 'expected kvCacheGiB beside it: blocks of the claim come back through host memory',
    path: ['kvCacheShared'],
  })
  .refine(({ kvCacheDiskGiB = 0, kvCacheShared }) => kvCacheShared === undefined || kvCacheDiskGiB === 0, {
    error: 'expected one of kvCacheDiskGiB and kvCacheShared: every block would be written to both',
    path: ['kvCacheShared'],
  });

export const tuningSchema = z.strictObject({
  enforceEager: z.boolean().optional(),
  sampler: z.enum(['native', 'flashinfer']).optional(),
  hybridKvCacheManager: z.boolean().optional(),
  scheduling: z.enum(['arrival', 'priority']).optional(),
});
