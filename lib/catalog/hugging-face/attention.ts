/** Attention of a `config.json`: heads and widths, latents, windows, and linear layers beside attention. */
import { own } from '../../core/own';
import type { AttentionKind, LinearStateFacts, MlaFacts, SlidingWindowFacts } from '../model-facts';
import { flagAt, type JsonObject, numberAt, textAt, textsAt } from './json';
import { kimiDeltaState } from './kimi-delta';
import { lightningState } from './lightning';
import { windowFacts } from './windows';

export interface AttentionFacts {
  readonly kind: AttentionKind | null;
  readonly heads: number | null;
  readonly kvHeads: number | null;
  readonly headDim: number | null;
  readonly vHeadDim: number | null;
  readonly fullLayerHeadDim: number | null;
  readonly fullLayerKvHeads: number | null;
  readonly mla: MlaFacts | null;
  readonly slidingWindow: SlidingWindowFacts | null;
  readonly linearState: LinearStateFacts | null;
}

export function attentionFacts(text: JsonObject, layers: number | null): AttentionFacts {
  const heads = numberAt(text, 'num_attention_heads', 'n_head', 'num_heads', 'n_heads');
  const kvHeads = kvHeadsOf(text, heads);
  const mla = mlaFacts(text);
  const linearState = kimiDeltaState(text) ?? lightningState(text, layers) ?? linearFacts(text, layers);
  return {
    kind: kindOf({ heads, kvHeads, mla, linearState }),
    heads,
    kvHeads,
    headDim: headDimOf(text, heads),
    vHeadDim: mla === null ? numberAt(text, 'v_head_dim') : null,
    fullLayerHeadDim: numberAt(text, 'global_head_dim'),
    fullLayerKvHeads: numberAt(text, 'num_global_key_value_heads'),
    mla,
    slidingWindow: linearState === null ? windowFacts(text, layers) : null,
    linearState,
  };
}

function kvHeadsOf(text: JsonObject, heads: number | null): number | null {
  const told = numberAt(text, 'num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'multi_query_group_num', 'n_kv_heads');
  if (told !== null) return told;
  return flagAt(text, 'multi_query') === true ? 1 : heads;
}

/** From the file; hidden ÷ heads only where the file has no word for it. */
function headDimOf(text: JsonObject, heads: number | null): number | null {
  const told = numberAt(text, 'head_dim', 'attention_head_dim', 'kv_channels');
  const hidden = numberAt(text, 'hidden_size', 'n_embd', 'd_model');
  return told ?? (hidden === null || heads === null ? null : Math.floor(hidden / heads));
}

type Kinds = Pick<AttentionFacts, 'heads' | 'kvHeads' | 'mla' | 'linearState'>;

function kindOf({ heads, kvHeads, mla, linearState }: Kinds): AttentionKind | null {
  if (linearState !== null) return 'hybrid';
  if (mla !== null) return 'MLA';
  if (heads === null || kvHeads === null) return null;
  if (kvHeads === heads) return 'MHA';
  return kvHeads === 1 ? 'MQA' : 'GQA';
}

function mlaFacts(text: JsonObject): MlaFacts | null {
  const kvLoraRank = numberAt(text, 'kv_lora_rank');
  if (kvLoraRank === null) return null;
  const indexer = numberAt(text, 'index_n_heads');
  return {
    kvLoraRank,
    qkRopeHeadDim: numberAt(text, 'qk_rope_head_dim'),
    qLoraRank: numberAt(text, 'q_lora_rank'),
    qkNopeHeadDim: numberAt(text, 'qk_nope_head_dim'),
    vHeadDim: numberAt(text, 'v_head_dim'),
    indexer:
      indexer === null
        ? null
        : { heads: indexer, headDim: numberAt(text, 'index_head_dim'), topK: numberAt(text, 'index_topk'), ...indexerLayers(text) },
  };
}

/** Layers with an indexer of their own; the others take what the layer before them chose. */
function indexerLayers(text: JsonObject): { readonly layers?: number } {
  const types = textsAt(text, 'indexer_types');
  return types === null || types.length === 0 ? {} : { layers: types.filter((type) => type === 'full').length };
}

/** Gated-delta layers (Qwen3-Next and later) and Mamba-2 layers (Nemotron-H, Granite 4, Falcon-H1, Bamba). */
function linearFacts(text: JsonObject, layers: number | null): LinearStateFacts | null {
  if (layers === null) return null;
  const types = layerKinds(text, layers);
  if (types === null || types.linear === 0) return null;
  const gatedDelta = numberAt(text, 'linear_num_value_heads') !== null;
  const dimensions = gatedDelta ? gatedDeltaDimensions(text) : mambaDimensions(text);
  if (dimensions === null) return null;
  return linearStateFacts(text, types, dimensions, gatedDelta);
}

interface LayerKinds {
  readonly attention: number;
  readonly linear: number;
  readonly mlp: number | null;
}

function layerKinds(text: JsonObject, layers: number): LayerKinds | null {
  const pattern = textAt(text, 'hybrid_override_pattern');
  if (pattern !== null) return kindsOfPattern(pattern);
  // Attention and Mamba side by side in every layer.
  if (textAt(text, 'model_type') === 'falcon_h1') return { attention: layers, linear: layers, mlp: null };
  const types = textsAt(text, 'layer_types', 'layers_block_type');
  if (types?.some((type) => /linear|mamba|recurrent/.test(type))) {
    const linear = types.filter((type) => /linear|mamba|recurrent/.test(type)).length;
    return { attention: types.filter((type) => /attention|full/.test(type) && !/linear/.test(type)).length, linear, mlp: null };
  }
  const interval = numberAt(text, 'full_attention_interval');
  return interval === null ? null : { attention: Math.floor(layers / interval), linear: layers - Math.floor(layers / interval), mlp: null };
}

/** `M` is a Mamba layer, `*` attention, `-` a dense feed-forward block, `E` experts. */
function kindsOfPattern(pattern: string): LayerKinds {
  const count = (letters: RegExp) => (pattern.match(letters) ?? []).length;
  return { attention: count(/\*/g), linear: count(/M/g), mlp: count(/-/g) };
}

type Dimensions = Readonly<Record<string, number>>;

function gatedDeltaDimensions(text: JsonObject): Dimensions | null {
  return complete({
    keyHeads: numberAt(text, 'linear_num_key_heads'),
    keyDim: numberAt(text, 'linear_key_head_dim'),
    valueHeads: numberAt(text, 'linear_num_value_heads'),
    valueDim: numberAt(text, 'linear_value_head_dim'),
    convKernel: numberAt(text, 'linear_conv_kernel_dim') ?? 4,
  });
}

function mambaDimensions(text: JsonObject): Dimensions | null {
  return complete({
    heads: numberAt(text, 'mamba_num_heads', 'mamba_n_heads'),
    headDim: numberAt(text, 'mamba_head_dim', 'mamba_d_head'),
    state: numberAt(text, 'ssm_state_size', 'mamba_d_state'),
    groups: numberAt(text, 'n_groups', 'mamba_n_groups') ?? 1,
    convKernel: numberAt(text, 'conv_kernel', 'mamba_d_conv') ?? 4,
  });
}

function complete(dimensions: Readonly<Record<string, number | null>>): Dimensions | null {
  const known = Object.entries(dimensions).filter((entry): entry is [string, number] => entry[1] !== null);
  return known.length === Object.keys(dimensions).length ? Object.fromEntries(known) : null;
}

function linearStateFacts(text: JsonObject, kinds: LayerKinds, dimensions: Dimensions, gatedDelta: boolean): LinearStateFacts {
  const d = (name: string) => own(dimensions, name) ?? 0;
  const state = gatedDelta ? d('valueHeads') * d('valueDim') * d('keyDim') : d('heads') * d('headDim') * d('state');
  const columns = gatedDelta
    ? 2 * d('keyHeads') * d('keyDim') + d('valueHeads') * d('valueDim')
    : d('heads') * d('headDim') + 2 * d('groups') * d('state');
  const conv = columns * (d('convKernel') - 1);
  const stateDtypeBytes = textAt(text, 'mamba_ssm_dtype', 'mamba_ssm_cache_dtype') === 'float32' ? 4 : 2;
  const perLayer = state * stateDtypeBytes + conv * 2;
  return {
    type: gatedDelta ? 'gated-delta' : 'mamba2',
    attentionLayers: kinds.attention,
    linearLayers: kinds.linear,
    mlpLayers: kinds.mlp,
    dimensions,
    stateElementsPerLayer: state,
    convElementsPerLayer: conv,
    stateDtypeBytes,
    formula: 'recurrent state + convolution columns',
    stateBytesPerLayer: perLayer,
    stateBytesPerSequence: perLayer * kinds.linear,
  };
}
