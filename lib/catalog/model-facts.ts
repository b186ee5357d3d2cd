import type { Provenance } from './provenance';
import type { WeightDetailFacts } from './weight-detail';

/**
 * How the model stores keys and values. `hybrid`: linear-state layers beside attention layers (GQA, or MLA when `mla` is given).
 * `encoder`: no cache between tokens. `compressed`: several tokens share an entry; the bytes are in `kvBytes`, no formula over heads holds.
 */
export type AttentionKind = 'MHA' | 'MQA' | 'GQA' | 'MLA' | 'hybrid' | 'encoder' | 'compressed';

/** What is known of a model: dimensions, sizes, parsers, each with its source. `null` where it is not known. */
export interface ModelFacts {
  /** Catalog id, e.g. `llama-3.1-8b-instruct`. */
  readonly id: string;
  /** Hugging Face repository. */
  readonly huggingFaceId: string;
  /** Other names of the very same checkpoint, e.g. of a repository that was renamed; never those of another release. */
  readonly aliases: readonly string[];
  readonly family: string;
  readonly kind: 'llm' | 'embedding' | 'reranker';
  readonly paramsTotalB: number | null;
  readonly paramsActiveB: number | null;
  /**
   * Parameters recomputed from the dimensions, billions: text tower with embedding and LM head, without norms, vision and
   * multi-token prediction. The active count includes embedding and LM head, so it can exceed the vendor's.
   */
  readonly paramsComputedTotalB: number | null;
  readonly paramsComputedActiveB: number | null;
  readonly layers: number | null;
  /** Layers that have attention, and so a KV cache, where not all have; null where `layers` says it. */
  readonly attentionLayers: number | null;
  readonly attentionKind: AttentionKind | null;
  /** What the kind leaves out, e.g. `GQA + chunked local attention`; null when the kind says it all. */
  readonly attentionDetail: string | null;
  readonly attentionHeads: number | null;
  readonly kvHeads: number | null;
  /** From the configuration, never hidden size ÷ heads: many models differ. */
  readonly headDim: number | null;
  /** Width of a value head where it differs from the key head. */
  readonly vHeadDim: number | null;
  /** Head width and KV heads of the full-attention layers where they differ from the windowed ones. */
  readonly fullLayerHeadDim: number | null;
  readonly fullLayerKvHeads: number | null;
  readonly hiddenSize: number | null;
  readonly intermediateSize: number | null;
  readonly moe: MoeFacts | null;
  readonly slidingWindow: SlidingWindowFacts | null;
  readonly mla: MlaFacts | null;
  readonly linearState: LinearStateFacts | null;
  readonly kvBytes: KvBytesFacts | null;
  readonly vocabSize: number | null;
  readonly tiedEmbeddings: boolean | null;
  /** Longest context the configuration allows, tokens. */
  readonly maxPositionEmbeddings: number | null;
  /** Context without rope extension, tokens. */
  readonly nativeContextTokens: number | null;
  /** Context with the rope extension that the vendor documents, tokens. */
  readonly extendedContextTokens: number | null;
  /** Dtype of activations and, by default, of the KV cache (`torch_dtype`). */
  readonly nativeDtype: 'bf16' | 'fp16' | 'fp32' | null;
  /** Dtypes inside the checkpoint in the words of the source, e.g. `mxfp4 experts + bf16`; null when they are `nativeDtype` throughout. */
  readonly storedDtype: string | null;
  /** Quantization of the published checkpoint, e.g. `fp8`, `mxfp4`; null when it is stored in its native dtype. */
  readonly nativeQuantization: string | null;
  /** The same in the words of the source, e.g. `fp8 e4m3 block 128x128`. */
  readonly quantizationDetail: string | null;
  /**
   * Format of the routed experts where it is not that of the other weights. The others are then stored in `nativeQuantization`,
   * or in `nativeDtype` when both formats are the same.
   */
  readonly expertQuantization: string | null;
  /** Size of the published checkpoint. */
  readonly checkpointGiB: number | null;
  /** What the engine reported as loaded on one H100, where it was measured. */
  readonly loadedWeights: LoadedWeightsFacts | null;
  /** What the dimensions leave out of the weights. */
  readonly weightDetail?: WeightDetailFacts;
  readonly license: string | null;
  /** Parsers of the model's answers by engine id, e.g. `{ [engine.id]: { toolCall: 'hermes', reasoning: null, source: 'model card' } }`. */
  readonly parsers: Readonly<Record<string, ParserFacts>>;
  /** Every source of the row; `provenance.source` is their list in one line. */
  readonly sources: readonly string[];
  readonly provenance: Provenance;
  readonly fieldProvenance: Readonly<Record<string, Provenance>>;
  readonly notes: string | null;
}

/** What one engine calls the parsers of a model: names of one engine mean nothing to another. Null where there is none, or it is not known. */
export interface ParserFacts {
  readonly toolCall: string | null;
  readonly reasoning: string | null;
  /** File of the engine's example folder with the chat template that the tool-call parser needs; absent where the model's own will do. */
  readonly chatTemplate?: string | null;
  /** What the published image of the engine lacks for these parsers: a plug-in, a package; absent where it lacks nothing. */
  readonly lacks?: string | null;
  readonly source: string | null;
}

/** Experts of a mixture-of-experts model. */
export interface MoeFacts {
  readonly experts: number | null;
  readonly activeExperts: number | null;
  readonly sharedExperts: number | null;
  readonly expertIntermediateSize: number | null;
  /** All shared experts of a layer together. */
  readonly sharedExpertIntermediateSize: number | null;
  /** Layers with experts. */
  readonly moeLayers: number | null;
  /** Layers without experts: the leading ones, or every other one where `interleave` says so. */
  readonly denseLayers: number | null;
  readonly denseIntermediateSize: number | null;
  /** Every n-th layer has experts; null when all after the dense ones have. */
  readonly interleave: number | null;
  /** Width of the latent space the experts work in, where it is not the hidden size. */
  readonly latentSize: number | null;
  /** Width of a dense feed-forward block beside the experts of every layer. */
  readonly extraDenseIntermediateSize: number | null;
}

/** Layers whose cache ends at a window. Only layers that own a cache are counted (some models share it among layers). */
export interface SlidingWindowFacts {
  readonly windowTokens: number | null;
  readonly slidingLayers: number | null;
  readonly fullLayers: number | null;
  readonly pattern: string | null;
  /** KV heads, key width and value width of the windowed layers; null when they are those of the model. */
  readonly kvHeads: number | null;
  readonly headDim: number | null;
  readonly vHeadDim: number | null;
  /** Keys and values of the full layers are one projection; engines store both all the same. */
  readonly sharedKeyValueProjection: boolean | null;
}

/** Dimensions of multi-head latent attention. */
export interface MlaFacts {
  readonly kvLoraRank: number | null;
  readonly qkRopeHeadDim: number | null;
  readonly qLoraRank: number | null;
  readonly qkNopeHeadDim: number | null;
  readonly vHeadDim: number | null;
  /** Sparse-attention indexer, which has a cache of its own; null when there is none. */
  readonly indexer: MlaIndexerFacts | null;
}

/** Keys that a sparse-attention indexer keeps beside the latents. */
export interface MlaIndexerFacts {
  readonly heads: number | null;
  readonly headDim: number | null;
  readonly topK: number | null;
  /** Layers that have one; the others use what an earlier layer chose. @default all */
  readonly layers?: number;
}

/** State that a sequence holds whatever its length. Speculative decoding and prefix caching hold more of it. */
export interface LinearStateFacts {
  readonly type: string | null;
  readonly attentionLayers: number | null;
  readonly linearLayers: number | null;
  /** Layers with a feed-forward block; null where the source does not tell. */
  readonly mlpLayers: number | null;
  /** Heads and widths as the source names them: `heads`, `headDim`, `state`, `groups`, `keyHeads`, `keyDim`, `valueHeads`, `valueDim`, `convKernel`. */
  readonly dimensions: Readonly<Record<string, number>>;
  readonly stateElementsPerLayer: number | null;
  /** Convolution columns; stored in the model's dtype. */
  readonly convElementsPerLayer: number | null;
  readonly stateDtypeBytes: number | null;
  readonly formula: string | null;
  readonly stateBytesPerLayer: number | null;
  /** All linear layers, all tensor-parallel ranks together. */
  readonly stateBytesPerSequence: number | null;
}

/** KV cache at two bytes an element, all ranks together and without replication. A sequence of n tokens holds full × n + min(n ÷ window, 1) × cap. */
export interface KvBytesFacts {
  /** All attention layers, no saving from windows. */
  readonly allLayersPerToken: number | null;
  /** Growth per token once past every window. */
  readonly fullLayersPerToken: number | null;
  /** Ceiling of the windowed layers, per sequence. */
  readonly slidingCapPerSequence: number | null;
  /** What vLLM allocates with its own fp8 layout (sparse MLA, compressed attention); null where fp8 simply halves the bytes. */
  readonly engineFp8LayoutPerToken: number | null;
  readonly formula: string;
}

/** What we know of one model: the dimensions of its `config.json` plus checkpoint facts. Null means not established. */
export interface LoadedWeightsFacts {
  readonly quantization: string;
  readonly gib: number;
  readonly provenance: Provenance;
}
