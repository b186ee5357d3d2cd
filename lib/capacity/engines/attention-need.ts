/** Cards on which an engine has kernels for the attention of a model. */
export interface AttentionNeed {
  /** The attention in words, e.g. `sparse latent attention`. */
  readonly attention: string;
  /** Compute capability from which on it has them. */
  readonly from: number;
  /** It was read that older cards have none; else it is not known. */
  readonly olderRefused: boolean;
}
