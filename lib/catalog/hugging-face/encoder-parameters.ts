/** Parameters of models that read text in both directions, from their configuration (classes of transformers 5.24.0, with the pooler where there is one). */
import { type JsonObject, numberAt, textAt } from './json';

interface Shape {
  /** Heads times their width: the hidden size, unless the file tells heads of another. */
  readonly heads: number;
  readonly hidden: number;
  readonly layers: number;
  readonly width: number;
}

interface Family {
  /** Between a layer's two widths: two matrices, or three where one of them is a gate. */
  readonly matrices: 2 | 3;
  /** A vector of shifts with every matrix. */
  readonly biases: boolean;
  readonly positions: boolean;
  readonly pooler: boolean;
  /** Table of relative positions. */
  readonly relative: (text: JsonObject, shape: Shape) => number;
}

const none = (): number => 0;
const BERT: Family = { matrices: 2, biases: true, positions: true, pooler: true, relative: none };

/** Families whose sums are held against their classes. */
const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['bert', BERT],
  ['roberta', BERT],
  ['xlm-roberta', BERT],
  ['xlm_roberta', BERT],
  [
    'mpnet',
    {
      ...BERT,
      relative: (text) => (numberAt(text, 'relative_attention_num_buckets') ?? 32) * (numberAt(text, 'num_attention_heads') ?? 0),
    },
  ],
  ['distilbert', { ...BERT, pooler: false }],
  ['nomic_bert', { matrices: 3, biases: false, positions: false, pooler: false, relative: none }],
  ['modernbert', { matrices: 3, biases: false, positions: false, pooler: false, relative: none }],
  ['gte', { ...BERT, matrices: 3, positions: false, pooler: false }],
]);

/** In billions; null for a family that is not known here, and where a dimension is missing. */
export function encoderParamsB(text: JsonObject): number | null {
  const family = FAMILIES.get(textAt(text, 'model_type') ?? '');
  const [hidden, layers] = [numberAt(text, 'hidden_size', 'dim', 'n_embd'), numberAt(text, 'num_hidden_layers', 'n_layers', 'n_layer')];
  const width = numberAt(text, 'intermediate_size', 'hidden_dim', 'n_inner');
  const words = numberAt(text, 'vocab_size');
  if (family === undefined || hidden === null || layers === null || width === null || words === null) return null;
  const headDim = numberAt(text, 'head_dim');
  const heads = headDim === null ? hidden : headDim * (numberAt(text, 'num_attention_heads') ?? 0);
  const shape = { hidden, heads, layers, width };
  const tables = words + (family.positions ? positionsOf(text) : 0) + (numberAt(text, 'type_vocab_size') ?? 0);
  const pooler = family.pooler ? hidden * hidden + hidden : 0;
  return (tables * hidden + 2 * hidden + layers * layerOf(family, shape) + pooler + family.relative(text, shape)) / 1e9;
}

const positionsOf = (text: JsonObject): number => numberAt(text, 'max_position_embeddings') ?? 0;

/** Attention, the feed-forward block, and two norms. */
function layerOf({ matrices, biases }: Family, { hidden, heads, width }: Shape): number {
  const shifts = biases ? 4 * hidden + hidden + (matrices - 1) * width : 0;
  return 4 * hidden * heads + matrices * hidden * width + shifts + 4 * hidden;
}
