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
  /** Dimensions of a vision encoder that the profiling pass runs; absent: it is not known how much that takes. */
  readonly encoder?: EncoderFacts;
  /** Layers and width of the vision tower under the names `num_hidden_layers` and `hidden_size`; null where the file has another word for it. */
  readonly towerShape?: { readonly layers: number | null; readonly hiddenSize: number | null };
  /**
   * Entries of the rotary tables, positions × rotated width, over every kind of layer that has its own. Engines keep them in the model's
   * dtype, as long as the extended context.
   * @default longest context × head width
   */
  readonly ropeTableEntries?: number;
  /** Kinds of matrices that the checkpoint's quantiser left in 16 bit, by the names of this library's weight formula. */
  readonly unquantized?: readonly WeightKind[];
  /** Elements that share a scale in grouped formats. @default 128 */
  readonly quantizationGroup?: number;
  /**
   * Elements of the published weights that share a scale along the side that ranks split, e.g. 128 for blocks of 128 × 128; `row` where whole rows do.
   * @default - `quantizationGroup`, else what the format always has, else not known
   */
  readonly scaleGroup?: number | 'row';
  /** What the configuration says of its layers that is not understood: nothing is computed with it. */
  readonly unread?: readonly string[];
  /** Format of the KV cache that the checkpoint asks for (`kv_cache_scheme`, `kv_cache_quant_algo`): what `auto` means then. */
  readonly kvCacheFormat?: 'fp8';
  /** Layers that read another layer's KV cache instead of keeping one. */
  readonly layersSharingKv?: number;
  /** Of these, the ones whose attention ends at a window. */
  readonly windowedLayersSharingKv?: number;
  /** Layers whose dense feed-forward block has twice the width. @default 0 */
  readonly doubleWidthLayers?: number;
  /** Elements of matrices that no formula of this library has: learned positions, inputs of every layer. In 16 bit, whole on every rank. @default 0 */
  readonly furtherElements?: number;
  /** Matrices of compressed attention; absent: only the size of the files tells what they take. */
  readonly compressedAttention?: CompressedAttentionFacts;
  /** Width of per-layer input embeddings, which are stored with the vocabulary. */
  readonly perLayerEmbeddingSize?: number;
}

/** Compressed attention (DeepSeek V4): low-rank queries and outputs, a compressor on most layers, an indexer on those that keep every fourth token. */
export interface CompressedAttentionFacts {
  readonly qLoraRank: number;
  readonly oLoraRank: number;
  readonly outputGroups: number;
  /** Layers with one entry for four tokens: an indexer, and a compressor over two windows. */
  readonly indexedLayers: number;
  /** Layers with one entry for more tokens. */
  readonly compressedLayers: number;
  readonly indexer: { readonly heads: number; readonly headDim: number };
  /** Residual streams that every layer mixes (`hc_mult`). */
  readonly streams: number;
}

/** A vision encoder, and the largest image it takes. */
export interface EncoderFacts {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  /** Tensors of intermediate width alive at once: input and output of the activation, three when it is gated. */
  readonly matrices: 2 | 3;
  /** Elements of one patch: width × height × 3, times the frames that are taken together. */
  readonly patchElements: number;
  readonly patchesPerItem: number;
  /** Tokens of the language model that one image becomes. */
  readonly tokensPerItem: number;
  /** Pairs of frames of the longest video that a profiling pass runs, each as large as the largest image. @default 0: images are larger */
  readonly videoParts?: number;
  /** Further layers whose embeddings are kept beside the last one (`deepstack_visual_indexes`). @default 0 */
  readonly deepLayers?: number;
}

/** Groups of matrices that a quantiser treats alike. */
export type WeightKind = 'attention' | 'linear-attention' | 'feed-forward' | 'shared-experts' | 'experts' | 'output-head' | 'embedding';
