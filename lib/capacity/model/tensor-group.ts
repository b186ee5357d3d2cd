/** Matrices of a model that are alike: how many elements they have, and where they lie. */
import type { WeightKind } from '../../catalog/weight-detail';

/** split: each rank holds 1/TP · kv: split by KV heads, copied when there are fewer heads than ranks · vocabulary: padded, then split · copied: whole on every rank. */
export type ShardRule = 'split' | 'kv' | 'vocabulary' | 'copied';

export interface TensorGroup {
  readonly name: string;
  /** Elements over all layers of the group. */
  readonly elements: number;
  readonly shard: ShardRule;
  /** What a quantiser may have treated alike; null for what no scheme quantises. */
  readonly kind: WeightKind | null;
  /** Where pipeline stages keep it. @default 'layers': each stage its share */
  readonly at?: 'first' | 'last' | 'ends' | 'every';
}
