/** Windowed layers of a `config.json`: listed by type or by letter, every n-th one full, or all of them. */
import type { SlidingWindowFacts } from '../model-facts';
import { flagAt, type JsonObject, numberAt, textAt, textsAt } from './json';

/** Layers that own a cache alone are counted. Null without a window. */
export function windowFacts(text: JsonObject, layers: number | null): SlidingWindowFacts | null {
  const windowTokens = numberAt(text, 'sliding_window', 'attention_chunk_size', 'sliding_window_size');
  if (windowTokens === null || windowTokens <= 0 || flagAt(text, 'use_sliding_window') === false || layers === null) return null;
  const owners = windowedLayers(text, layers).slice(0, layers - (numberAt(text, 'num_kv_shared_layers') ?? 0));
  const slidingLayers = owners.filter(Boolean).length;
  if (slidingLayers === 0) return null;
  return {
    ...widths(text),
    windowTokens,
    slidingLayers,
    fullLayers: owners.length - slidingLayers,
    pattern: textAt(text, 'sliding_window_pattern'),
    sharedKeyValueProjection: flagAt(text, 'attention_k_eq_v') === true ? true : null,
  };
}

/** Of the layers that read the cache of an earlier one, those with a window. */
export function windowedSharingLayers(text: JsonObject, layers: number | null): number {
  const sharing = numberAt(text, 'num_kv_shared_layers') ?? 0;
  return layers === null || sharing === 0
    ? 0
    : windowedLayers(text, layers)
        .slice(layers - sharing)
        .filter(Boolean).length;
}

/** Heads and widths of the windowed layers where the file tells them apart (MiMo-V2). */
const widths = (text: JsonObject): Pick<SlidingWindowFacts, 'kvHeads' | 'headDim' | 'vHeadDim'> => ({
  kvHeads: numberAt(text, 'swa_num_key_value_heads'),
  headDim: numberAt(text, 'swa_head_dim'),
  vHeadDim: numberAt(text, 'swa_v_head_dim'),
});

/** Layer by layer: does it end at a window? */
function windowedLayers(text: JsonObject, layers: number): readonly boolean[] {
  const all = Array.from({ length: layers }, (_, layer) => isWindowed(text, layer));
  return LAST_IS_FULL.test(textAt(text, 'model_type') ?? '') && layers > 0 ? [...all.slice(0, -1), false] : all;
}

/** Whatever its list says. */
const LAST_IS_FULL = /^gemma4(_text)?$/;

function isWindowed(text: JsonObject, layer: number): boolean {
  const types = textsAt(text, 'layer_types', 'attn_layer_types');
  if (types !== null) return /sliding|chunked|local/.test(types[layer] ?? '');
  const first = numberAt(text, 'max_window_layers');
  if (first !== null) return layer >= first;
  const letters = textAt(text, 'sliding_window_pattern', '_sliding_window_pattern');
  if (letters !== null && letters !== '') return letters[layer % letters.length] === 'L';
  const pattern = numberAt(text, 'sliding_window_pattern', '_sliding_window_pattern', 'no_rope_layer_interval');
  return pattern === null || (layer + 1) % pattern !== 0;
}
