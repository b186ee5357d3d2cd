/** What we know of one model: the dimensions of its `config.json` plus checkpoint facts. Null means not established. */
import type { Provenance } from './provenance';

export type AttentionKind = 'MHA' | 'MQA' | 'GQA' | 'MLA' | 'hybrid' | 'encoder';

export interface ModelFacts {
  /** Catalog id, e.g. `llama-3.1-8b-instruct`. */
  readonly id: string;
  /** Hugging Face repository. */
  readonly huggingFaceId: string;
  readonly family: string;
  readonly kind: 'llm' | 'embedding' | 'reranker';
  readonly paramsTotalB: number | null;
  readonly paramsActiveB: number | null;
  readonly layers: number | null;
  readonly attentionKind: AttentionKind | null;
  readonly attentionHeads: number | null;
  readonly kvHeads: number | null;
  readonly headDim: number | null;
  readonly hiddenSize: number | null;
  readonly intermediateSize: number | null;
  readonly moe: MoeFacts | null;
  readonly slidingWindow: SlidingWindowFacts | null;
  readonly mla: MlaFacts | null;
  readonly linearState: LinearStateFacts | null;
  readonly vocabSize: number | null;
  readonly tiedEmbeddings: boolean | null;
  /** Longest context the configuration allows, tokens. */
  readonly maxPositionEmbeddings: number | null;
  /** Context without rope extension, tokens. */
  readonly nativeContextTokens: number | null;
  readonly nativeDtype: 'bf16' | 'fp16' | 'fp32' | null;
  /** Quantization of the published checkpoint, e.g. `fp8`, `mxfp4`; null when it is stored in its native dtype. */
  readonly nativeQuantization: string | null;
  /** Size of the published checkpoint. */
  readonly checkpointGiB: number | null;
  readonly license: string | null;
  readonly parsers: ParserFacts;
  readonly provenance: Provenance;
  readonly fieldProvenance: Readonly<Record<string, Provenance>>;
  readonly notes: string | null;
}

/** Names of the tool-call and reasoning parsers, per engine: they are not portable. */
export interface ParserFacts {
  readonly vllmToolCall: string | null;
  readonly vllmReasoning: string | null;
}

export interface MoeFacts {
  readonly experts: number | null;
  readonly activeExperts: number | null;
  readonly sharedExperts: number | null;
  readonly expertIntermediateSize: number | null;
  readonly sharedExpertIntermediateSize: number | null;
  /** Leading layers that are dense. */
  readonly denseLayers: number | null;
}

export interface SlidingWindowFacts {
  readonly windowTokens: number | null;
  readonly slidingLayers: number | null;
  readonly fullLayers: number | null;
}

export interface MlaFacts {
  readonly kvLoraRank: number | null;
  readonly qkRopeHeadDim: number | null;
  readonly qLoraRank: number | null;
  readonly qkNopeHeadDim: number | null;
  readonly vHeadDim: number | null;
}

export interface LinearStateFacts {
  readonly attentionLayers: number | null;
  readonly linearLayers: number | null;
  readonly stateBytesPerSequence: number | null;
}
