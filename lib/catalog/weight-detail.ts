/** What the dimensions of a model leave out of its weights. Every field is optional: absent means the usual case, null means unknown. */
export interface WeightDetailFacts {
  /**
   * Matrices of a dense feed-forward block: gated blocks have three, plain ones two.
   * @default 3
   */
  readonly feedForwardMatrices?: 2 | 3;
  /** The query projection carries a gate of its own width (`attn_output_gate`). */
  readonly gatedQuery?: boolean;
  /** Parameters of the vision or audio encoder with its projector; every scheme keeps them in 16 bit. Null: there is one of unknown size. */
  readonly towerParams?: number | null;
  /** Peak of the tower in the engine's profiling pass, GiB, where a start-up log shows it. */
  readonly towerPeakGiB?: number;
  /**
   * Entries of the rotary tables, positions × rotated width, over every kind of layer that has its own. Engines keep them in the model's
   * dtype, as long as the extended context.
   * @default longest context × head width
   */
  readonly ropeTableEntries?: number;
  /** Kinds of matrices that the checkpoint's quantiser left in 16 bit, by the names of this library's weight law. */
  readonly unquantized?: readonly WeightKind[];
  /** Elements that share a scale in grouped formats. @default 128 */
  readonly quantizationGroup?: number;
  /** Layers that read another layer's KV cache instead of keeping one. */
  readonly layersSharingKv?: number;
  /** Width of per-layer input embeddings, which are stored with the vocabulary. */
  readonly perLayerEmbeddingSize?: number;
}

/** Groups of matrices that a quantiser treats alike. */
export type WeightKind = 'attention' | 'linear-attention' | 'feed-forward' | 'shared-experts' | 'experts' | 'output-head' | 'embedding';
