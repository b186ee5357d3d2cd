import type { ModelFacts } from '../../catalog/model-facts';
import { fromGiB } from '../../core/units';
import type { KvCacheDtype, RareKvCacheDtype } from '../replica-spec';
import { groupLayers } from './kv-groups';
import { kvFormat } from './number-formats';
import { PLAIN_STATES, type StateSharing, stateGroups } from './state-groups';

/** Tokens of one KV block, the smallest unit that a sequence takes, where the layout of an engine gives no other. */
export const KV_BLOCK_TOKENS = 16;

/**
 * How a model's KV cache is laid out on one GPU: what every token takes, what a window saves, and what a sequence holds whatever its length.
 * KV heads fewer than ranks are copied; a latent (MLA) is whole on every rank; layers are put into groups of equal size, whose padding is lost.
 */
export interface KvLayout {
  /** Bytes of one token on one GPU as the engine counts them, no saving from windows; 0 without a cache. */
  readonly bytesPerToken: number;
  /** What early releases divided the pool by when they reported its tokens: all groups of a hybrid alike. @default bytesPerToken */
  readonly countedBytesPerToken?: number;
  /** Part of it that is lost to padding of mixed layers. @default 0 */
  readonly paddedBytesPerToken?: number;
  /** Part of it that stops growing at the window. */
  readonly windowedBytesPerToken: number;
  readonly windowTokens: number | null;
  /** Bytes of a token in the layers with a window, before they are put into groups. @default 0 */
  readonly windowLayersBytesPerToken?: number;
  /** Tokens of one block as the engine has them; by its kernel, or as large as the state of a linear layer. @default 16 */
  readonly blockTokens?: number;
  /** Bytes of one sequence on one GPU, whatever its length (linear layers). */
  readonly bytesPerSequence: number;
  /** Part of `bytesPerSequence` that is room for the batch being computed: a step does not read it. @default 0 */
  readonly roomBytesPerSequence?: number;
  /** How the bytes of a token are computed, over the whole replica. */
  readonly formula: string;
  readonly missing: readonly string[];
}

const NONE: KvLayout = {
  bytesPerToken: 0,
  windowedBytesPerToken: 0,
  windowTokens: null,
  bytesPerSequence: 0,
  formula: 'no KV cache',
  missing: [],
};

interface LayoutInput {
  readonly facts: ModelFacts;
  readonly dtype: KvCacheDtype | RareKvCacheDtype;
  readonly tensorParallel: number;
  readonly sharing: StateSharing;
  readonly sparseEntryBytes: number | undefined;
}

/**
 * @param sharing how states are kept; of no interest to models without linear layers
 * @param sparseEntryBytes of a token in one layer of sparse latent attention, where the kernel decides it and not the format alone
 */
export function kvLayout(
  facts: ModelFacts,
  dtype: KvCacheDtype | RareKvCacheDtype,
  tensorParallel: number,
  sharing: StateSharing = PLAIN_STATES,
  sparseEntryBytes?: number,
): KvLayout {
  if (facts.attentionKind === 'encoder') return { ...NONE, formula: 'encoder: no KV cache' };
  if (facts.attentionKind === 'compressed') return compressedLayout(facts);
  const input = { facts, dtype, tensorParallel, sharing, sparseEntryBytes };
  return facts.mla === null ? headLayout(input) : latentLayout(input, facts.mla);
}

/**
 * Bytes that a sequence of this length holds on one GPU. Windowed layers hold the window and one batch being computed, and a block more, because a
 * window need not start where a block does (`SlidingWindowSpec.max_memory_usage_bytes`).
 */
export function sequenceBytes(layout: KvLayout, tokens: number, maxNumBatchedTokens: number): number {
  const full = layout.bytesPerToken - layout.windowedBytesPerToken;
  const rounded = (length: number) => Math.ceil(length / blockOf(layout)) * blockOf(layout);
  const windowed =
    layout.windowTokens === null
      ? tokens
      : rounded(Math.min(tokens, layout.windowTokens - 1 + maxNumBatchedTokens)) + (tokens === 0 ? 0 : blockOf(layout));
  return rounded(tokens) * full + rounded(windowed) * layout.windowedBytesPerToken + layout.bytesPerSequence;
}

/** Tokens of the smallest unit that a sequence of this layout takes. */
export const blockOf = ({ blockTokens }: KvLayout): number => blockTokens ?? KV_BLOCK_TOKENS;

/** Tokens that an amount of memory holds, in whole blocks. */
export function tokensIn(gib: number, layout: KvLayout): number {
  if (layout.bytesPerToken === 0 || gib <= 0) return 0;
  return Math.floor(fromGiB(gib) / (layout.bytesPerToken * blockOf(layout))) * blockOf(layout);
}

function headLayout(input: LayoutInput): KvLayout {
  const { facts, dtype, tensorParallel } = input;
  const layers = cachingLayers(facts);
  const { kvHeads, headDim } = facts;
  if (layers === null || kvHeads === null || headDim === null) return unknown({ layers, kvHeads, headDim });
  const format = kvFormat(dtype, facts);
  const perLayer = (heads: number, key: number, value: number) => headsOnRank(heads, tensorParallel) * (key + value) * format.bytes;
  const window = facts.slidingWindow;
  if (window !== null && window.slidingLayers !== null && window.windowTokens !== null) {
    const widths = {
      heads: window.kvHeads ?? kvHeads,
      key: window.headDim ?? headDim,
      value: window.vHeadDim ?? window.headDim ?? facts.vHeadDim ?? headDim,
    };
    const full = { heads: facts.fullLayerKvHeads ?? kvHeads, dim: facts.fullLayerHeadDim ?? headDim };
    return windowedLayout({
      windowed: { layers: window.slidingLayers, bytes: perLayer(widths.heads, widths.key, widths.value) },
      full: {
        layers: window.fullLayers ?? layers - window.slidingLayers,
        bytes: perLayer(full.heads, full.dim, facts.vHeadDim ?? full.dim),
      },
      windowTokens: window.windowTokens,
      formula: `${window.slidingLayers} layers with a window of ${window.windowTokens} and ${window.fullLayers} without, ${kvHeads} KV heads × ${headDim} × 2 × ${format.name}`,
    });
  }
  const bytes = perLayer(kvHeads, headDim, facts.vHeadDim ?? headDim);
  return withState(input, layers * bytes, `${layers} layers × ${headText(kvHeads, tensorParallel)} × ${headDim} × 2 × ${format.name}`);
}

/** Layers that own a cache. */
function cachingLayers(facts: ModelFacts): number | null {
  const layers = facts.linearState?.attentionLayers ?? facts.attentionLayers ?? facts.layers;
  return layers === null ? null : layers - (facts.weightDetail?.layersSharingKv ?? 0);
}

const headsOnRank = (heads: number, tensorParallel: number) => Math.max(1, Math.ceil(heads / tensorParallel));

function headText(heads: number, tensorParallel: number): string {
  const onRank = headsOnRank(heads, tensorParallel);
  return onRank * tensorParallel > heads ? `${heads} KV heads (${onRank} on each of ${tensorParallel} GPUs)` : `${heads} KV heads`;
}

interface LayerKind {
  readonly layers: number;
  readonly bytes: number;
}

interface WindowedInput {
  readonly windowed: LayerKind;
  readonly full: LayerKind;
  readonly windowTokens: number;
  readonly formula: string;
}

/** Two kinds of layers share one pool in groups of equal size. */
function windowedLayout({ windowed, full, windowTokens, formula }: WindowedInput): KvLayout {
  const padding = groupLayers([windowed.layers, full.layers]);
  const windowedBytes = windowed.bytes * (padding[0] ?? windowed.layers);
  const lost = (padding[0] ?? 0) + (padding[1] ?? 0) - windowed.layers - full.layers;
  return {
    ...NONE,
    bytesPerToken: windowedBytes + full.bytes * (padding[1] ?? full.layers),
    paddedBytesPerToken: windowedBytes - windowed.bytes * windowed.layers + full.bytes * ((padding[1] ?? full.layers) - full.layers),
    // Pages of all groups are as large as the largest: the other kind has more tokens in one.
    countedBytesPerToken: Math.max(windowed.bytes, full.bytes) * (lost + windowed.layers + full.layers),
    windowedBytesPerToken: windowedBytes,
    windowLayersBytesPerToken: windowed.bytes * windowed.layers,
    windowTokens,
    formula: lost === 0 ? formula : `${formula}, ${lost} padded`,
  };
}

/** Attention layers of a hybrid, and the states of its linear layers in the same pool. */
function withState({ facts, tensorParallel, sharing }: LayoutInput, bytesPerToken: number, formula: string): KvLayout {
  const state = facts.linearState;
  if (state === null) return { ...NONE, bytesPerToken, formula };
  const { stateBytesPerSequence, attentionLayers, linearLayers } = state;
  const groups = stateGroups({ state, bytesPerLayer: bytesPerToken / Math.max(1, attentionLayers ?? 0), tensorParallel, sharing });
  if (groups === null) return unknown({ stateBytesPerSequence, attentionLayers, linearLayers });
  return { ...NONE, ...groups, formula: `${formula}; ${linearLayers} linear layers hold a state per sequence` };
}

function latentLayout(input: LayoutInput, mla: NonNullable<ModelFacts['mla']>): KvLayout {
  const { facts, dtype, sparseEntryBytes } = input;
  const { kvLoraRank, qkRopeHeadDim } = mla;
  const layers = cachingLayers(facts);
  if (layers === null || kvLoraRank === null || qkRopeHeadDim === null) return unknown({ layers, kvLoraRank, qkRopeHeadDim });
  const format = kvFormat(dtype, facts);
  const indexer = mla.indexer?.headDim == null ? 0 : mla.indexer.headDim + INDEXER_SCALE_BYTES;
  const usual = indexer > 0 && dtype === 'fp8' ? PACKED_LATENT_BYTES : (kvLoraRank + qkRopeHeadDim) * format.bytes;
  const latent = sparseEntryBytes ?? usual;
  const extra =
    indexer === 0 ? '' : ` + ${indexer} B indexer${mla.indexer?.layers === undefined ? '' : ` on ${mla.indexer.layers} layers`}`;
  // The state of a hybrid with latents is split over the ranks; the latent is not.
  return withState(
    input,
    layers * latent + (mla.indexer?.layers ?? layers) * indexer,
    `${layers} layers × (${kvLoraRank} latent + ${qkRopeHeadDim} rope)${entryText(latent, kvLoraRank + qkRopeHeadDim, format.name)}${extra}, on every GPU`,
  );
}

/** Keys of the sparse indexer are stored in fp8 with one 4-byte scale (DeepSeek sparse attention). */
const INDEXER_SCALE_BYTES = 4;
/** The `fp8_ds_mla` entry, which engines share: 512 fp8 latents, 4 scales of 4 bytes, 64 rotary values in 16 bit. */
export const PACKED_LATENT_BYTES = 656;

function entryText(bytes: number, width: number, format: string): string {
  if (bytes === PACKED_LATENT_BYTES) return ` packed into ${bytes} B`;
  return ` × ${bytes === width ? 'fp8' : format}`;
}

/** Several tokens share an entry: only the catalog knows what the engine allocates. */
function compressedLayout(facts: ModelFacts): KvLayout {
  const bytesPerToken = facts.kvBytes?.engineFp8LayoutPerToken ?? facts.kvBytes?.allLayersPerToken ?? null;
  if (bytesPerToken === null) return unknown({ 'kvBytes.allLayersPerToken': null });
  const bytesPerSequence = facts.kvBytes?.slidingCapPerSequence ?? 0;
  return { ...NONE, bytesPerToken, bytesPerSequence, formula: `compressed entries, ${facts.kvBytes?.formula ?? ''}, on every GPU` };
}

function unknown(dimensions: Readonly<Record<string, number | null>>): KvLayout {
  return { ...NONE, formula: 'unknown', missing: Object.entries(dimensions).flatMap(([name, value]) => (value === null ? [name] : [])) };
}
