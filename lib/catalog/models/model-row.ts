/** How a model is written down in the tables: the facts in groups, whatever is not established left out. `expand-row.ts` makes them facts. */
import type {
  AttentionKind,
  KvBytesFacts,
  LinearStateFacts,
  LoadedWeightsFacts,
  MlaFacts,
  MlaIndexerFacts,
  ModelFacts,
  MoeFacts,
  SlidingWindowFacts,
} from '../model-facts';
import type { Evidence } from '../provenance';

export interface ModelRow {
  readonly id: string;
  readonly huggingFaceId: string;
  readonly aliases?: readonly string[];
  readonly family: string;
  /** @default 'llm' */
  readonly kind?: ModelFacts['kind'];
  /** Billions. */
  readonly params: { readonly total?: number; readonly active?: number; readonly computedTotal?: number; readonly computedActive?: number };
  readonly attention: AttentionRow;
  readonly attentionDetail?: string;
  readonly size: { readonly hidden?: number; readonly intermediate?: number; readonly vocab?: number; readonly tiedEmbeddings?: boolean };
  readonly moe?: Partial<MoeFacts>;
  readonly slidingWindow?: Partial<SlidingWindowFacts>;
  readonly mla?: Partial<Omit<MlaFacts, 'indexer'>> & { readonly indexer?: MlaIndexerFacts };
  readonly linearState?: Partial<LinearStateFacts>;
  /** Left out where the plain formula over heads gives it. */
  readonly kvBytes?: Partial<KvBytesFacts> & Pick<KvBytesFacts, 'formula'>;
  /** Tokens. */
  readonly context: { readonly max?: number; readonly native?: number; readonly extended?: number };
  readonly weights: WeightsRow;
  readonly loadedWeights?: LoadedWeightsFacts;
  readonly license?: string;
  /** `row` holds for every figure that has no entry of its own. */
  readonly evidence: { readonly row: Evidence } & Readonly<Record<string, Evidence | 'unverified'>>;
  readonly sources: readonly string[];
  readonly notes?: string;
}

export interface AttentionRow {
  readonly kind?: AttentionKind;
  readonly layers?: number;
  readonly attentionLayers?: number;
  readonly heads?: number;
  readonly kvHeads?: number;
  readonly headDim?: number;
  readonly vHeadDim?: number;
  readonly fullLayerHeadDim?: number;
  readonly fullLayerKvHeads?: number;
}

export interface WeightsRow {
  readonly dtype?: 'bf16' | 'fp16' | 'fp32';
  /** Dtypes in the checkpoint in the words of the source, where they are not `dtype` alone. */
  readonly storedAs?: string;
  readonly quantization?: string;
  readonly quantizationDetail?: string;
  readonly expertQuantization?: string;
  /** Elements that share a scale (`WeightDetailFacts.scaleGroup`). */
  readonly scaleGroup?: number | 'row';
  readonly checkpointGiB?: number;
}
