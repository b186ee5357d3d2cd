/** The best guess at what an engine will report when it starts, with its band. */

/** GiB on the GPU that has the least room for its share of the cache. */
export interface EstimatedTerms {
  readonly physical: number;
  readonly budget: number;
  /** With the tables that the engine builds while loading and counts with the weights. */
  readonly weights: number;
  readonly activation: number;
  readonly nonTorch: number;
  /** Taken from the budget; 0 where the release allocates graphs beside it. */
  readonly graphs: number;
  readonly kvCache: number;
  /** Nine of ten starts lie in it; below it fewer than above. What it is made of: docs/guides/planning.md. */
  readonly kvCacheRange: readonly [low: number, high: number];
}

/** What a replica holds as a range, with what is missing for a better one. */
export interface ReplicaEstimate {
  readonly perGpuGiB: EstimatedTerms;
  /** Bytes of one token on one GPU. */
  readonly kvBytesPerTokenPerGpu: number;
  /** As the engine's start-up message counts them. */
  readonly kvTokens: number;
  /** Requests of `maxContextTokens` that the cache holds at once; null without a cache. */
  readonly maxConcurrency: number | null;
  /** CUDA context and graphs beside the budget, GiB per GPU. */
  readonly outsideGiB: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly missing: readonly string[];
}
