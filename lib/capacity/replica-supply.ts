/** What one replica can hold, term by term, each with its evidence and its source. */

/** How sure a term is: exact arithmetic on the model's dimensions, measured, fitted on measurements, or assumed. */
export type TermEvidence = 'exact' | 'measured' | 'fitted' | 'assumed';

/** Names of the terms of the memory budget. */
export type TermId = 'physical' | 'budget' | 'weights' | 'activation' | 'nonTorch' | 'graphs' | 'kvCache';

/** One line of the memory budget of one GPU. */
export interface MemoryTerm {
  readonly id: TermId;
  readonly perGpuGiB: number;
  readonly evidence: TermEvidence;
  /** Formula and public source. */
  readonly source: string;
}

/** What one replica can hold. */
export interface ReplicaSupply {
  readonly terms: readonly MemoryTerm[];
  /** KV pool over all GPUs of the replica. Negative when the weights alone do not fit. */
  readonly kvCacheGiB: number;
  /** Bytes of one token over all GPUs of the replica; 0 for models without a KV cache. */
  readonly kvBytesPerToken: number;
  /** How `kvBytesPerToken` is computed, e.g. `80 layers × 8 KV heads × 128 × 2 × bf16`. */
  readonly kvFormula: string;
  readonly kvTokens: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** Tokens that KV offload in host memory holds beside the pool. They never count for admission. */
  readonly offloadedKvTokens?: number;
  /** Tokens that the tier on local disks holds. They never count for admission either. */
  readonly nvmeKvTokens?: number;
  /** Tokens that the store of all replicas holds, once for them all. They never count for admission either. */
  readonly sharedKvTokens?: number;
  /** What one GPU allocates beside the budget: CUDA context, and CUDA graphs in old releases. It can still exhaust the card. */
  readonly outsideBudgetGiB?: number;
  /** Facts that are missing; the verdict is `uncertain` when one of them could decide. */
  readonly missing: readonly string[];
}
