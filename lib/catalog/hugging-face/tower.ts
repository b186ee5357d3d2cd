/** The encoders beside a language model, from their own part of `config.json`: parameters, and what their profiling pass runs. */
import type { EncoderFacts } from '../weight-detail';
import { isObject, type JsonObject, numberAt, textAt } from './json';
import { isGlm, mergeOf, projectorParams } from './projector';

/** Null when a tower is there but its size cannot be told; 0 without one. Every quantisation scheme leaves towers in 16 bit. */
export function towerParams(config: JsonObject, towers: readonly JsonObject[], textHidden: number | null): number | null {
  const sizes = towers.map((tower) => encoderParams(config, tower, textHidden));
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

/** Blocks, what comes before the first, and what joins the last (and every deeper one that is read as well) to the language model. */
function encoderParams(config: JsonObject, tower: JsonObject, textHidden: number | null): number | null {
  const dimensions = dimensionsOf(tower);
  if (dimensions === null) return null;
  const { hidden, layers, width } = dimensions;
  const blocks = layers * (4 * hidden * hidden + (isGated(tower) ? 3 : 2) * hidden * blockWidth(tower, width));
  const joins = (1 + deepLayers(tower)) * projectorParams({ config, tower, hidden, width, textHidden });
  return blocks + (isAudio(tower) ? audioInputs(tower, hidden) : embeddingParams(tower, hidden)) + joins;
}

/** GLM-4.1V tells the width of its last block in the place of all others; theirs is what comes out. */
const blockWidth = (tower: JsonObject, width: number) => (isGlm(tower) ? (numberAt(tower, 'out_hidden_size') ?? width) : width);
const isGated = (tower: JsonObject) => /pixtral|qwen2_5_vl|qwen2_5_omni_vision|glm4v/.test(textAt(tower, 'model_type') ?? '');
const deepLayers = (tower: JsonObject) => (Array.isArray(tower['deepstack_visual_indexes']) ? tower['deepstack_visual_indexes'].length : 0);
const isAudio = (tower: JsonObject) => numberAt(tower, 'num_mel_bins') !== null;

/** Two convolutions over three frames, and a table of positions. */
const audioInputs = (tower: JsonObject, hidden: number) =>
  3 * hidden * ((numberAt(tower, 'num_mel_bins') ?? 0) + hidden) + (numberAt(tower, 'max_source_positions') ?? 0) * hidden;

function embeddingParams(tower: JsonObject, hidden: number): number {
  const image = numberAt(tower, 'image_size') ?? 0;
  const height = numberAt(tower, 'pos_emb_height', 'init_pos_emb_height') ?? 0;
  const grid = height * (numberAt(tower, 'pos_emb_width', 'init_pos_emb_width') ?? height);
  const learned = LEARNED_GRID.test(textAt(tower, 'model_type') ?? '')
    ? Math.floor(image / patchOf(tower)) ** 2
    : (numberAt(tower, 'num_position_embeddings') ?? grid);
  return (patchElements(tower) + learned) * hidden;
}

/** A row of positions for every patch of the largest image. */
const LEARNED_GRID = /siglip|clip|internvl|idefics3|smolvlm|glm4v|llama4/;

const patchOf = (tower: JsonObject) => numberAt(tower, 'patch_size') ?? 14;
/** Videos are read two frames at a time where the configuration merges patches. */
const patchElements = (tower: JsonObject) =>
  3 * patchOf(tower) ** 2 * (numberAt(tower, 'temporal_patch_size') ?? (isDynamic(tower) ? 2 : 1));

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
