/**
 * Sparse latent attention (models with an indexer): how a token is kept, and what the engine reserves while it profiles. Which kernel runs follows from
 * the card and the format of the cache (`_get_backend_priorities` in vllm/platforms/cuda.py, wheels 0.22.1 to 0.33.0).
 */
import type { GpuFacts } from '../../../catalog/gpu-facts';
import type { MlaFacts, ModelFacts } from '../../../catalog/model-facts';
import { PACKED_LATENT_BYTES } from '../../model/kv-layout';
import type { LatentLayout, ReplicaSpec } from '../../replica-spec';
import { RELEASES, releaseOf } from './releases';

export interface SparseCache {
  readonly entry: LatentLayout;
  /** FlashMLA keeps queries, and packed latents unpacked, in the engine's workspace; the kernels of FlashInfer do not. */
  readonly kernel: 'flashmla' | 'flashinfer';
}

/** Null for models without an indexer. */
export function sparseCache(spec: ReplicaSpec): SparseCache | null {
  if (spec.model.facts.mla?.indexer == null) return null;
  const [major, release] = [majorOf(spec.gpu.facts), releaseOf(spec.engine)];
  const isDesktop = major === 12 && release.atLeast(RELEASES.sparseOnDesktop);
  if (spec.latentLayout !== undefined)
    return { entry: spec.latentLayout, kernel: spec.latentLayout === 'plain' || isDesktop ? 'flashinfer' : 'flashmla' };
  // Desktop Blackwell has one kernel, which takes the packed layout for `auto` as well.
  if (isDesktop) return { entry: 'packed', kernel: 'flashinfer' };
  if (major === 10 && release.atLeast(RELEASES.plainSparseLatents) && isEightBit(spec)) return { entry: 'plain', kernel: 'flashinfer' };
  return { entry: spec.kvCacheDtype === 'fp8' ? 'packed' : 'wide', kernel: 'flashmla' };
}

/** GLM with an indexer takes fp8 on data-centre Blackwell unless told otherwise; of the sparse ones it alone has keys of 192 beside the rotary part. */
const isEightBit = ({ kvCacheDtype, model, engine }: ReplicaSpec) =>
  kvCacheDtype === 'fp8' ||
  (kvCacheDtype === 'auto' && model.facts.mla?.qkNopeHeadDim === GLM_KEY && releaseOf(engine).atLeast(RELEASES.glmInEightBit));

const GLM_KEY = 192;
const majorOf = ({ computeCapability }: GpuFacts) => Math.floor(computeCapability ?? 9);

/** Bytes of a token in one layer; undefined where the format of the cache alone decides. */
export function sparseEntryBytes(spec: ReplicaSpec): number | undefined {
  const { mla } = spec.model.facts;
  const cache = sparseCache(spec);
  if (mla === null || cache === null || mla.kvLoraRank === null || mla.qkRopeHeadDim === null) return undefined;
  return cache.entry === 'packed' ? PACKED_LATENT_BYTES : widthOf(mla) * (cache.entry === 'plain' ? 1 : SIXTEEN_BIT);
}

/** Tokens of the longest request × this are gathered for the indexer (`get_max_prefill_buffer_size`). */
const GATHERED_LENGTHS = 40;
/** Scale of an indexer key in the gathered copy. */
const SCALE_BYTES = 4;
/** Packed latents are unpacked for so many longest requests at once (`get_prefill_workspace_size`). */
const UNPACKED_LENGTHS = 5;
const SIXTEEN_BIT = 2;

export interface SparseWorkspaceInput {
  readonly facts: ModelFacts;
  readonly tensorParallel: number;
  readonly maxNumBatchedTokens: number;
  /** @default 0 */
  readonly maxContextTokens?: number;
  /** @default null: no indexer */
  readonly sparse?: SparseCache | null;
}

/**
 * Bytes that the engine's one workspace has to hold: keys gathered for the indexer, or queries and unpacked latents of the kernel. Experts use the same
 * workspace, so the larger counts (vllm/v1/worker/workspace.py).
 */
export function sparseWorkspace(input: SparseWorkspaceInput): number {
  const { facts, sparse, maxContextTokens = 0 } = input;
  if (facts.mla?.indexer == null || sparse == null) return 0;
  const gathered = GATHERED_LENGTHS * maxContextTokens * ((facts.mla.indexer.headDim ?? 0) + SCALE_BYTES);
  return Math.max(gathered, sparse.kernel === 'flashmla' ? flashMlaBytes(input, facts.mla, sparse) : 0);
}

function flashMlaBytes(input: SparseWorkspaceInput, mla: MlaFacts, { entry }: SparseCache): number {
  const heads = Math.ceil((input.facts.attentionHeads ?? 0) / input.tensorParallel);
  const unpackedTokens = entry === 'packed' ? UNPACKED_LENGTHS * (input.maxContextTokens ?? 0) : 0;
  return (input.maxNumBatchedTokens * heads + unpackedTokens) * widthOf(mla) * SIXTEEN_BIT;
}

const widthOf = ({ kvLoraRank, qkRopeHeadDim }: MlaFacts) => (kvLoraRank ?? 0) + (qkRopeHeadDim ?? 0);

/** Logits of the indexer that the pass allocates in turn beside the workspace (`VLLM_SPARSE_INDEXER_MAX_LOGITS_MB`). */
export const INDEXER_LOGITS_BYTES = 512 * 1024 * 1024;

/** Logits of every sequence of the largest whole graph over the longest request, in fp32: the indexer allocates them inside the graph. */
export const indexerGraphBytes = ({ mla }: ModelFacts, sequences: number, maxContextTokens: number): number =>
  mla?.indexer == null ? 0 : sequences * maxContextTokens * 4;
