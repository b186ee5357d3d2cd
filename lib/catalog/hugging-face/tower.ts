/** The encoders beside a language model, from their own part of `config.json`: parameters, and what their profiling pass runs. */
import type { EncoderFacts } from '../weight-detail';
import { isObject, type JsonObject, numberAt, textAt } from './json';

/** Null when a tower is there but its size cannot be told; 0 without one. Every quantisation scheme leaves towers in 16 bit. */
export function towerParams(towers: readonly JsonObject[], textHidden: number | null): number | null {
  const sizes = towers.map((tower) => encoderParams(tower, textHidden));
  return sizes.some((size) => size === null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

interface Dimensions {
  readonly hidden: number;
  readonly layers: number;
  readonly width: number;
}

/** Qwen2-VL calls the width of its blocks `embed_dim`, and `hidden_size` what comes out. */
function dimensionsOf(tower: JsonObject): Dimensions | null {
  const hidden = numberAt(tower, 'embed_dim', 'hidden_size', 'd_model', 'width');
  const layers = numberAt(tower, 'num_hidden_layers', 'depth', 'encoder_layers', 'num_layers', 'layers');
  if (hidden === null || layers === null) return null;
  return { hidden, layers, width: numberAt(tower, 'intermediate_size', 'encoder_ffn_dim') ?? hidden * (numberAt(tower, 'mlp_ratio') ?? 4) };
}

/** Blocks, patch embedding, positions, and a two-layer projector for the last layer and for every deeper one that is read as well. */
function encoderParams(tower: JsonObject, textHidden: number | null): number | null {
  const dimensions = dimensionsOf(tower);
  if (dimensions === null) return null;
  const { hidden, layers, width } = dimensions;
  const blocks = layers * (4 * hidden * hidden + (isGated(tower) ? 3 : 2) * hidden * width);
  return blocks + embeddingParams(tower, hidden) + (1 + deepLayers(tower)) * projectorParams(tower, hidden, textHidden);
}

const isGated = (tower: JsonObject) => /pixtral|qwen2_5_vl/.test(textAt(tower, 'model_type') ?? '');
const deepLayers = (tower: JsonObject) => (Array.isArray(tower['deepstack_visual_indexes']) ? tower['deepstack_visual_indexes'].length : 0);

function embeddingParams(tower: JsonObject, hidden: number): number {
  const image = numberAt(tower, 'image_size') ?? 0;
  const learned = /siglip|clip/.test(textAt(tower, 'model_type') ?? '')
    ? (image / patchOf(tower)) ** 2
    : (numberAt(tower, 'num_position_embeddings') ?? 0);
  return (patchElements(tower) + learned) * hidden;
}

const patchOf = (tower: JsonObject) => numberAt(tower, 'patch_size') ?? 14;
/** Videos are read two frames at a time where the configuration merges patches. */
const patchElements = (tower: JsonObject) =>
  3 * patchOf(tower) ** 2 * (numberAt(tower, 'temporal_patch_size') ?? (isDynamic(tower) ? 2 : 1));

/** Merged patches of the vision side to the width of the text side, then once more inside it. */
function projectorParams(tower: JsonObject, hidden: number, textHidden: number | null): number {
  const out = numberAt(tower, 'out_hidden_size', 'projection_dim') ?? textHidden ?? hidden;
  const merge = mergeOf(tower);
  return merge * hidden * (merge > 1 ? merge * hidden : 0) + merge * hidden * out;
}

/** Patches of one token. */
const mergeOf = (tower: JsonObject) => (numberAt(tower, 'spatial_merge_size', 'merge_kernel_size') ?? 1) ** 2;

/** Images of any size, cut into patches that are merged afterwards. */
const isDynamic = (tower: JsonObject) => numberAt(tower, 'image_size') === null && numberAt(tower, 'spatial_merge_size') !== null;

/** Tokens of the largest image where the image processor is not told otherwise (`max_pixels` of Qwen2-VL: 16,384 × 28²; `longest_edge` of Qwen3-VL). */
const LARGEST_DYNAMIC_IMAGE = 16_384;

/** Undefined when there is no such encoder, several, or one whose image size the file does not tell. */
export function encoderFacts(config: JsonObject, towers: readonly JsonObject[]): EncoderFacts | undefined {
  const [tower, second] = towers;
  const dimensions = tower === undefined || second !== undefined ? null : dimensionsOf(tower);
  const item = tower === undefined ? null : itemOf(config, tower);
  if (tower === undefined || dimensions === null || item === null) return undefined;
  return {
    hiddenSize: dimensions.hidden,
    intermediateSize: dimensions.width,
    matrices: isGated(tower) ? 3 : 2,
    patchElements: patchElements(tower),
    deepLayers: deepLayers(tower),
    ...(PROFILES_VIDEOS.test(textAt(tower, 'model_type') ?? '') ? { videoParts: LONGEST_VIDEO } : {}),
    ...item,
  };
}

/** Fourteen frames, two of them together (vLLM `_MAX_FRAMES_PER_VIDEO` of qwen2_vl.py); later families size videos by their pixels, below an image. */
const PROFILES_VIDEOS = /^qwen2(_5)?_vl$/;
const LONGEST_VIDEO = 7;

/** The first tower, as the file names its dimensions. */
export function towerShape([tower]: readonly JsonObject[]):
  | { readonly layers: number | null; readonly hiddenSize: number | null }
  | undefined {
  if (tower === undefined) return undefined;
  return { layers: numberAt(tower, 'num_hidden_layers'), hiddenSize: numberAt(tower, 'hidden_size') };
}

function itemOf(config: JsonObject, tower: JsonObject): Pick<EncoderFacts, 'patchesPerItem' | 'tokensPerItem'> | null {
  if (isDynamic(tower)) return { patchesPerItem: LARGEST_DYNAMIC_IMAGE * mergeOf(tower), tokensPerItem: LARGEST_DYNAMIC_IMAGE };
  const image = numberAt(tower, 'image_size');
  if (image === null) return null;
  const patches = Math.floor(image / patchOf(tower)) ** 2;
  const merged = patches / (isObject(config) ? (numberAt(config, 'spatial_merge_size') ?? 1) ** 2 : 1);
  return { patchesPerItem: patches, tokensPerItem: numberAt(config, 'mm_tokens_per_image') ?? Math.max(1, Math.floor(merged)) };
}
