/** What joins an encoder to the language model, family by family (transformers 5.24.0, `multi_modal_projector`, `merger`, `connector` of the classes). Parameters. */
import { type JsonObject, numberAt, textAt } from './json';

export interface Joint {
  /** The file as a whole, or the part that has both sides. */
  readonly config: JsonObject;
  readonly tower: JsonObject;
  /** Width of the encoder and of its feed-forward blocks. */
  readonly hidden: number;
  readonly width: number;
  /** Width of the language model. */
  readonly textHidden: number | null;
}

/** Merged patches of the vision side to the width of the text side, then once more inside it, where the family is not known to do otherwise. */
export function projectorParams(joint: Joint): number {
  const { config, tower, hidden, width, textHidden } = joint;
  const out = textHidden ?? hidden;
  const merge = mergeOf(tower);
  switch (familyOf(joint)) {
    case 'llava':
      return featureLayers(config) * hidden * out + out * out;
    case 'mistral3':
      return outerMerge(config) * hidden * hidden + hidden * out + out * out;
    case 'linear':
      return hidden * (numberAt(config, 'projection_dim') ?? out);
    case 'shuffled':
      return pixelShuffle(config) * hidden * out + out * out;
    case 'shuffled-linear':
      return pixelShuffle(config) * hidden * out;
    case 'aya':
      return pixelShuffle(config) * hidden * out + (out * out) / 2;
    case 'voxtral':
      return width * out + out * out;
    case 'glm4v':
      return glmMerger(tower, hidden, numberAt(tower, 'out_hidden_size') ?? out, width);
    case 'llama4':
      return llama4Adapter(tower, width, out);
    default: {
      const comesOut = numberAt(tower, 'embed_dim') === null ? numberAt(tower, 'out_hidden_size') : numberAt(tower, 'hidden_size');
      return merge * hidden * (merge > 1 ? merge * hidden : 0) + merge * hidden * (comesOut ?? out);
    }
  }
}

const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^llava/, 'llava'],
  [/^mistral3$/, 'mistral3'],
  [/^(gemma3|gemma4|paligemma|qwen2_audio)$/, 'linear'],
  [/^internvl$/, 'shuffled'],
  [/^(idefics3|smolvlm)$/, 'shuffled-linear'],
  [/^aya_vision$/, 'aya'],
  [/^voxtral$/, 'voxtral'],
  [/^llama4$/, 'llama4'],
];

function familyOf({ config, tower }: Joint): string {
  if (isGlm(tower)) return 'glm4v';
  const type = textAt(config, 'model_type') ?? '';
  return FAMILIES.find(([name]) => name.test(type))?.[1] ?? '';
}

export const isGlm = (tower: JsonObject): boolean => /^glm4v(_moe)?_vision$/.test(textAt(tower, 'model_type') ?? '');

/** Patches of one token. */
export const mergeOf = (tower: JsonObject): number => (numberAt(tower, 'spatial_merge_size', 'merge_kernel_size') ?? 1) ** 2;

/** Layers of the encoder whose outputs lie side by side (Granite Vision reads four). */
const featureLayers = (config: JsonObject): number => {
  const layers = config['vision_feature_layer'];
  return Array.isArray(layers) ? layers.length : 1;
};

const outerMerge = (config: JsonObject): number => (numberAt(config, 'spatial_merge_size') ?? 2) ** 2;

/** Neighbours that become one, told as a factor or as its reciprocal. */
const pixelShuffle = (config: JsonObject): number =>
  (numberAt(config, 'scale_factor', 'downsample_factor') ?? 1 / (numberAt(config, 'downsample_ratio') ?? 0.5)) ** 2;

/** A convolution over merged patches, a projection, and a gated block. */
const glmMerger = (tower: JsonObject, hidden: number, out: number, width: number): number =>
  mergeOf(tower) * hidden * out + out * out + 3 * out * width;

function llama4Adapter(tower: JsonObject, width: number, out: number): number {
  const inside = numberAt(tower, 'projector_input_dim') ?? 4096;
  return (
    width * inside + inside * (numberAt(tower, 'projector_output_dim') ?? inside) + (numberAt(tower, 'vision_output_dim') ?? inside) * out
  );
}
