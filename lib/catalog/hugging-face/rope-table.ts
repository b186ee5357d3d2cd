/**
 * Entries of the rotary tables. The engine keeps one table per kind of layer, as long as the extended context: linear scaling by 8 makes an
 * eightfold table, which is half a GiB for a head of 256 (vllm/model_executor/layers/rotary_embedding).
 */
import { isObject, type JsonObject, numberAt, objectAt, textAt } from './json';

export function ropeTableEntries(text: JsonObject, maxPositions: number | null, headDim: number | null): number | null {
  if (maxPositions === null || headDim === null) return null;
  const width = rotatedWidth(text, headDim);
  const tables = ropeConfigs(text);
  const full = tables.map((rope) => positionsOf(rope, maxPositions) * width);
  const local = hasLocalTable(text) ? maxPositions * width : 0;
  // Positions of text, height and width come from one table of four times the length (vllm rotary_embedding/mrope.py).
  if (tables.some((rope) => Array.isArray(rope['mrope_section']))) return 4 * maxPositions * width;
  return full.reduce((sum, entries) => sum + entries, 0) + local;
}

function rotatedWidth(text: JsonObject, headDim: number): number {
  const latent = numberAt(text, 'qk_rope_head_dim');
  if (latent !== null) return latent;
  const factor =
    numberAt(text, 'partial_rotary_factor', 'rotary_pct') ??
    numberAt(objectAt(text, 'rope_parameters') ?? {}, 'partial_rotary_factor') ??
    1;
  return headDim * factor;
}

/** One configuration, or one per kind of layer. */
function ropeConfigs(text: JsonObject): readonly JsonObject[] {
  const rope = objectAt(text, 'rope_scaling', 'rope_parameters');
  if (rope === null) return [{}];
  const kinds = Object.values(rope).filter(isObject);
  return kinds.length > 0 ? kinds : [rope];
}

/** Windowed layers with a base of their own have a table of their own. */
const hasLocalTable = (text: JsonObject) =>
  numberAt(text, 'rope_local_base_freq') !== null || (textAt(text, 'model_type') ?? '').startsWith('gemma3');

function positionsOf(rope: JsonObject, maxPositions: number): number {
  const type = textAt(rope, 'rope_type', 'type') ?? 'default';
  const factor = numberAt(rope, 'factor') ?? 1;
  const original = numberAt(rope, 'original_max_position_embeddings');
  if (type === 'linear' || type === 'dynamic') return maxPositions * factor;
  if (type === 'yarn' && original !== null) return original * factor;
  if (type === 'longrope' && original !== null) return maxPositions + original;
  return maxPositions;
}
