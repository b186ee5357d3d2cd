/** The weight matrices of a model as groups, from the dimensions of its configuration: what each holds and how tensor parallelism splits it. */
import type { ModelFacts, MoeFacts } from '../../catalog/model-facts';
import { compressedAttentionGroups } from './compressed-attention';
import { linearAttention } from './linear-attention';
import { missingDimensions } from './missing-dimensions';
import type { TensorGroup } from './tensor-group';

export interface TensorPlan {
  readonly groups: readonly TensorGroup[];
  /** Dimensions that are not known; the groups are incomplete when there are any. */
  readonly missing: readonly string[];
}

/** All matrices of the model: vocabulary, attention, feed-forward, experts, towers, and the small ones that every rank holds. */
export function tensorPlan(facts: ModelFacts): TensorPlan {
  const missing = missingDimensions(facts);
  if (missing.length > 0) return { groups: [], missing };
  const groups = [
    ...vocabulary(facts),
    ...attention(facts),
    ...linearAttention(facts),
    ...feedForward(facts),
    ...towers(facts),
    further(facts),
    norms(facts),
  ];
  return { groups: groups.filter((group) => group.elements > 0), missing: [] };
}

const dim = (value: number | null | undefined): number => value ?? 0;

function vocabulary(facts: ModelFacts): TensorGroup[] {
  const elements = dim(facts.vocabSize) * (dim(facts.hiddenSize) + dim(facts.weightDetail?.perLayerEmbeddingSize) * dim(facts.layers));
  const embedding: TensorGroup = { name: 'embedding', elements, shard: 'vocabulary', kind: 'embedding', at: 'first' };
  const head: TensorGroup = {
    name: 'output head',
    elements: dim(facts.vocabSize) * dim(facts.hiddenSize),
    shard: 'vocabulary',
    kind: 'output-head',
    at: 'last',
  };
  // Embedding models answer from the hidden state, encoders from a small classifier: engines do not load a head.
  if (facts.kind === 'embedding' || facts.attentionKind === 'encoder') return [embedding];
  return facts.tiedEmbeddings === true ? [{ ...embedding, at: 'ends' }] : [embedding, head];
}

/** Layers with attention; the others of a hybrid keep a state instead. */
export const attentionLayers = (facts: ModelFacts): number =>
  facts.linearState?.attentionLayers ?? facts.attentionLayers ?? dim(facts.layers);

function attention(facts: ModelFacts): TensorGroup[] {
  const compressed = facts.weightDetail?.compressedAttention;
  if (facts.attentionKind === 'compressed' && compressed !== undefined) return compressedAttentionGroups(facts, compressed);
  return facts.mla === null ? groupedQueryAttention(facts) : latentAttention(facts, facts.mla);
}

/** Windowed and full layers may differ in heads and widths; layers that read the cache of another have no keys and values of their own. */
function groupedQueryAttention(facts: ModelFacts): TensorGroup[] {
  const window = facts.slidingWindow;
  const { layersSharingKv = 0, windowedLayersSharingKv = 0 } = facts.weightDetail ?? {};
  const layers = attentionLayers(facts);
  const all = { kvHeads: dim(facts.kvHeads), headDim: dim(facts.headDim), vHeadDim: facts.vHeadDim ?? dim(facts.headDim), matrices: 2 };
  if (window === null) return headGroups(facts, { ...all, layers, owners: layers - layersSharingKv });
  const headDim = window.headDim ?? all.headDim;
  const sliding = dim(window.slidingLayers) + windowedLayersSharingKv;
  const fullDim = facts.fullLayerHeadDim ?? all.headDim;
  return [
    ...headGroups(facts, {
      layers: sliding,
      owners: dim(window.slidingLayers),
      kvHeads: window.kvHeads ?? all.kvHeads,
      headDim,
      vHeadDim: window.vHeadDim ?? (window.headDim === null ? all.vHeadDim : headDim),
      matrices: 2,
    }),
    ...headGroups(facts, {
      layers: layers - sliding,
      owners: layers - sliding - (layersSharingKv - windowedLayersSharingKv),
      kvHeads: facts.fullLayerKvHeads ?? all.kvHeads,
      headDim: fullDim,
      vHeadDim: facts.vHeadDim ?? fullDim,
      matrices: window.sharedKeyValueProjection === true ? 1 : 2,
    }),
  ];
}

interface AlikeLayers {
  readonly layers: number;
  /** Layers with keys and values. */
  readonly owners: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vHeadDim: number;
  /** Projections of keys and values: one where both are the same. */
  readonly matrices: number;
}

function headGroups(facts: ModelFacts, { layers, owners, kvHeads, headDim, vHeadDim, matrices }: AlikeLayers): TensorGroup[] {
  const hidden = dim(facts.hiddenSize);
  const query = (facts.weightDetail?.gatedQuery === true ? 2 : 1) * headDim;
  const keyAndValue = matrices === 1 ? headDim : headDim + vHeadDim;
  return [
    {
      name: 'query and output',
      elements: layers * hidden * (query + vHeadDim) * dim(facts.attentionHeads),
      shard: 'split',
      kind: 'attention',
    },
    { name: 'key and value', elements: owners * hidden * keyAndValue * kvHeads, shard: 'kv', kind: 'attention' },
  ];
}

/** Multi-head latent attention: down-projections are whole on every rank, up-projections are split by heads. */
function latentAttention(facts: ModelFacts, mla: NonNullable<ModelFacts['mla']>): TensorGroup[] {
  const [layers, hidden, heads] = [attentionLayers(facts), dim(facts.hiddenSize), dim(facts.attentionHeads)];
  const queryDim = dim(mla.qkNopeHeadDim) + dim(mla.qkRopeHeadDim);
  const down = hidden * (dim(mla.kvLoraRank) + dim(mla.qkRopeHeadDim) + dim(mla.qLoraRank));
  const keyValueUp = dim(mla.kvLoraRank) * (dim(mla.qkNopeHeadDim) + dim(mla.vHeadDim));
  const up = heads * ((mla.qLoraRank ?? hidden) * queryDim + keyValueUp + dim(mla.vHeadDim) * hidden);
  const indexer = dim(mla.indexer?.heads) * dim(mla.indexer?.headDim) * dim(mla.qLoraRank) + hidden * dim(mla.indexer?.headDim);
  return [
    { name: 'latent down-projections', elements: layers * down, shard: 'copied', kind: 'attention' },
    { name: 'latent up-projections', elements: layers * up, shard: 'split', kind: 'attention' },
    { name: 'indexer', elements: (mla.indexer?.layers ?? layers) * indexer, shard: 'copied', kind: 'attention' },
  ];
}

function feedForward(facts: ModelFacts): TensorGroup[] {
  const perWidth = (facts.weightDetail?.feedForwardMatrices ?? 3) * dim(facts.hiddenSize);
  if (facts.moe !== null) return expertGroups(facts, facts.moe, perWidth);
  const layers = (facts.linearState?.mlpLayers ?? dim(facts.layers)) + (facts.weightDetail?.doubleWidthLayers ?? 0);
  return [{ name: 'feed-forward', elements: layers * perWidth * dim(facts.intermediateSize), shard: 'split', kind: 'feed-forward' }];
}

function expertGroups(facts: ModelFacts, moe: MoeFacts, perWidth: number): TensorGroup[] {
  const matrices = facts.weightDetail?.feedForwardMatrices ?? 3;
  const sparse = moe.moeLayers ?? dim(facts.layers) - dim(moe.denseLayers);
  const dense =
    dim(moe.denseLayers) * dim(moe.denseIntermediateSize ?? facts.intermediateSize) + sparse * dim(moe.extraDenseIntermediateSize);
  const expert = matrices * (moe.latentSize ?? dim(facts.hiddenSize)) * dim(moe.expertIntermediateSize);
  const latent = 2 * dim(moe.latentSize) * dim(facts.hiddenSize);
  return [
    { name: 'dense feed-forward', elements: perWidth * dense, shard: 'split', kind: 'feed-forward' },
    { name: 'shared experts', elements: sparse * (perWidth * sharedWidth(moe) + latent), shard: 'split', kind: 'shared-experts' },
    { name: 'experts', elements: sparse * expert * dim(moe.experts), shard: 'split', kind: 'experts' },
    { name: 'expert router', elements: sparse * dim(facts.hiddenSize) * dim(moe.experts), shard: 'copied', kind: null },
  ];
}

/** The catalog gives the width of all shared experts together. */
const sharedWidth = (moe: MoeFacts) => moe.sharedExpertIntermediateSize ?? dim(moe.sharedExperts) * dim(moe.expertIntermediateSize);

function towers(facts: ModelFacts): TensorGroup[] {
  return [{ name: 'vision or audio tower', elements: dim(facts.weightDetail?.towerParams), shard: 'split', kind: null, at: 'first' }];
}

/** What is of one family alone. */
function further(facts: ModelFacts): TensorGroup {
  return { name: 'further matrices', elements: dim(facts.weightDetail?.furtherElements), shard: 'copied', kind: null };
}

/** Two norms per layer and the final one. */
function norms(facts: ModelFacts): TensorGroup {
  return { name: 'norms', elements: (2 * dim(facts.layers) + 1) * dim(facts.hiddenSize), shard: 'copied', kind: null };
}

/** What the engine builds while it loads and keeps in 16 bit: rotary tables, and the latent's up-projection unpacked for direct products. */
export function tableGroups(facts: ModelFacts): TensorGroup[] {
  const rotated = facts.mla === null ? dim(facts.headDim) : dim(facts.mla.qkRopeHeadDim);
  const entries = facts.weightDetail?.ropeTableEntries ?? dim(facts.maxPositionEmbeddings) * rotated;
  const latent = dim(facts.mla?.kvLoraRank) * (dim(facts.mla?.qkNopeHeadDim) + dim(facts.mla?.vHeadDim));
  const absorbed = attentionLayers(facts) * dim(facts.attentionHeads) * latent;
  return [
    { name: 'rotary tables', elements: entries, shard: 'copied', kind: null, at: 'every' },
    { name: 'absorbed key and value', elements: absorbed, shard: 'split', kind: null },
  ];
}
