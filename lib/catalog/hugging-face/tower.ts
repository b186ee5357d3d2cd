/** Parameters of the encoders beside a language model, from their own part of `config.json`. Every quantisation scheme leaves them in 16 bit. */
import { type JsonObject, numberAt, textAt } from './json';

/** Null when a tower is there but its size cannot be told; 0 without one. */
export function towerParams(towers: readonly JsonObject[], textHidden: number | null): number | null {
  const sizes = towers.map((tower) => encoderParams(tower, textHidden));
  return sizes.some((size) => size === null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** Blocks, patch embedding, positions and a two-layer projector. */
function encoderParams(tower: JsonObject, textHidden: number | null): number | null {
  const hidden = numberAt(tower, 'hidden_size', 'embed_dim', 'd_model', 'width');
  const layers = numberAt(tower, 'num_hidden_layers', 'depth', 'encoder_layers', 'num_layers', 'layers');
  if (hidden === null || layers === null) return null;
  const width = numberAt(tower, 'intermediate_size', 'encoder_ffn_dim') ?? hidden * (numberAt(tower, 'mlp_ratio') ?? 4);
  const matrices = isGated(tower) ? 3 : 2;
  const blocks = layers * (4 * hidden * hidden + matrices * hidden * width);
  return blocks + embeddingParams(tower, hidden) + projectorParams(tower, hidden, textHidden);
}

const isGated = (tower: JsonObject) => /pixtral|qwen2_5_vl/.test(textAt(tower, 'model_type') ?? '');

function embeddingParams(tower: JsonObject, hidden: number): number {
  const patch = numberAt(tower, 'patch_size') ?? 14;
  const image = numberAt(tower, 'image_size') ?? 0;
  const learned = /siglip|clip/.test(textAt(tower, 'model_type') ?? '') ? (image / patch) ** 2 * hidden : 0;
  return 3 * patch * patch * hidden + learned;
}

/** Merged patches of the vision side to the width of the text side, then once more inside it. */
function projectorParams(tower: JsonObject, hidden: number, textHidden: number | null): number {
  const out = numberAt(tower, 'out_hidden_size', 'projection_dim') ?? textHidden ?? hidden;
  const merge = (numberAt(tower, 'spatial_merge_size', 'merge_kernel_size') ?? 1) ** 2;
  return merge * hidden * (merge > 1 ? merge * hidden : 0) + merge * hidden * out;
}
