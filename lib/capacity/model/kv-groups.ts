/**
 * The engine puts layers of different kinds into groups of one size and pads the last group of each kind. The size is that of the smallest
 * kind, or of the largest when it is less than half as large again (vllm/v1/core/kv_cache_utils.py).
 */
const CLOSE = 1.5;

/** Layers of each kind after padding. One kind alone is not padded. */
export function groupLayers(kinds: readonly number[]): readonly number[] {
  const present = kinds.filter((layers) => layers > 0);
  if (present.length < 2) return kinds;
  const [smallest, largest] = [Math.min(...present), Math.max(...present)];
  const size = largest < CLOSE * smallest ? largest : smallest;
  return kinds.map((layers) => Math.ceil(layers / size) * size);
}
