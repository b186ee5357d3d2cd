/** What one layer of the language model holds at full batch during the profiling pass: the peak of stages without a sampler, and a floor for the others. */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { MlaFacts, ModelFacts } from '../../../catalog/model-facts';
import { KV_BLOCK_TOKENS } from '../../model/kv-layout';
import { MLP_HIDDEN_COPIES, MLP_HIDDEN_COPIES_FIRST_CORE, MLP_INTERMEDIATE_COPIES, MOE_COPIES } from './calibration';
import type { EngineCore } from './engine-core';
import { RELEASES } from './releases';
import { INDEXER_LOGITS_BYTES, type SparseCache, sparseWorkspace } from './sparse-latents';

/** Activations are computed in 16 bit. */
const BYTES = 2;

export interface ForwardInput {
  readonly facts: ModelFacts;
  readonly release: EngineVersion;
  readonly core: EngineCore;
  readonly tensorParallel: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** @default 0, which leaves the latents of earlier chunks out */
  readonly maxContextTokens?: number;
  /** Tokens of a KV block. @default 16 */
  readonly blockTokens?: number;
  /** How sparse latent attention keeps tokens. @default null: no indexer */
  readonly sparse?: SparseCache | null;
  /** How the experts of a layer lie on the ranks. @default split by tensorParallel */
  readonly expertSplit?: ExpertSplit;
}

export interface ExpertSplit {
  /** Parts that each expert is cut into: one where ranks hold whole experts. */
  readonly parts: number;
  /** Ranks whose batches meet in front of the experts (data-parallel attention). */
  readonly batches: number;
}

/** Hidden states and the largest of what stands beside them in turn: feed-forward, experts, or latents of earlier chunks unpacked. */
export function forwardBytes(input: ForwardInput): number {
  const { facts, maxNumBatchedTokens } = input;
  if (facts.hiddenSize === null) return 0;
  const beside = Math.max(denseBytes(input), expertBytes(input), unpackedBytes(input));
  const copies = input.core === 'first' ? MLP_HIDDEN_COPIES_FIRST_CORE : MLP_HIDDEN_COPIES;
  return beside === 0 ? 0 : copies.value * maxNumBatchedTokens * facts.hiddenSize * BYTES + beside;
}

/** Gate, up and product; the dense layers of a model with experts as well. */
function denseBytes({ facts, tensorParallel, maxNumBatchedTokens }: ForwardInput): number {
  const width = facts.moe === null ? facts.intermediateSize : (facts.moe.denseLayers ?? 0) > 0 ? facts.moe.denseIntermediateSize : 0;
  return (MLP_INTERMEDIATE_COPIES.value * maxNumBatchedTokens * (width ?? 0) * BYTES) / tensorParallel;
}

/** Inputs and outputs of the experts that a batch takes, or what sparse attention keeps in the same workspace, with the logits of its indexer. */
function expertBytes(input: ForwardInput): number {
  const logits = input.sparse == null ? 0 : INDEXER_LOGITS_BYTES;
  return sharedWorkspace(input) + logits;
}

/** One workspace for the experts and for sparse attention: the larger of both. */
export const sharedWorkspace = (input: Omit<ForwardInput, 'release' | 'core' | 'maxNumSeqs'>): number =>
  Math.max(MOE_COPIES.value * expertWorkspace(input), sparseWorkspace(input));

/** The same before its fitted factor. */
export function expertWorkspace({
  facts,
  tensorParallel,
  maxNumBatchedTokens,
  expertSplit = { parts: tensorParallel, batches: 1 },
}: Pick<ForwardInput, 'facts' | 'tensorParallel' | 'maxNumBatchedTokens' | 'expertSplit'>): number {
  const { activeExperts, expertIntermediateSize } = facts.moe ?? { activeExperts: 0, expertIntermediateSize: 0 };
  const width = (2 * (expertIntermediateSize ?? 0)) / expertSplit.parts + (facts.hiddenSize ?? 0);
  return maxNumBatchedTokens * expertSplit.batches * (activeExperts ?? 0) * width * BYTES;
}

/** At most so many tokens of earlier chunks are unpacked at once (vllm/model_executor/layers/attention/mla_attention.py of 0.22.1 to 0.33.0). */
const MOST_UNPACKED_TOKENS = 65_536;

/** Keys and values of eight full requests, or of four blocks of every sequence, from their latents: the pass reserves them for each layer in turn. */
function unpackedBytes({ facts, release, sparse, tensorParallel, maxNumSeqs, ...input }: ForwardInput): number {
  const { maxContextTokens = 0, blockTokens = KV_BLOCK_TOKENS } = input;
  // Kernels of sparse attention read the latents as they are.
  if (facts.mla === null || sparse != null || maxContextTokens === 0 || !release.atLeast(RELEASES.onlyV1)) return 0;
  const wanted = Math.max(8 * maxContextTokens, 4 * maxNumSeqs * blockTokens);
  const tokens = Math.max(Math.min(wanted, MOST_UNPACKED_TOKENS), maxNumSeqs * blockTokens);
  return tokens * headsOnRank(facts, tensorParallel) * unpackedWidth(facts.mla) * BYTES;
}

const headsOnRank = ({ attentionHeads }: ModelFacts, tensorParallel: number) => Math.ceil((attentionHeads ?? 0) / tensorParallel);
const unpackedWidth = ({ qkNopeHeadDim, vHeadDim }: MlaFacts) => (qkNopeHeadDim ?? 0) + (vHeadDim ?? 0);
