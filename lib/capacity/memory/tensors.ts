/** The weight matrices of a model as groups, from the dimensions of its configuration: what each holds and how tensor parallelism splits it. */
import type { ModelFacts, MoeFacts } from '../../catalog/model-facts';

/** split: each rank holds 1/TP · kv: split by KV heads, copied when there are fewer heads than ranks · vocabulary: padded, then split · copied: whole on every rank. */
export type ShardRule = 'split' | 'kv' | 'vocabulary' | 'copied';

export interface TensorGroup {
  readonly name: string;
  /** Elements over all layers of the group. */
  readonly elements: number;
  readonly shard: ShardRule;
  /** Routed experts, the only matrices that some schemes quantise. */
  readonly role: 'linear' | 'expert' | 'unquantised';
}

export interface TensorPlan {
  readonly groups: readonly TensorGroup[];
  /** Dimensions that are not known; the groups are incomplete when there are any. */
  readonly missing: readonly string[];
}

/** All matrices of the text model. */
export function tensorPlan(facts: ModelFacts): TensorPlan {
  const missing = missingDimensions(facts);
  if (missing.length > 0) return { groups: [], missing };
  return { groups: [...vocabulary(facts), ...attention(facts), ...feedForward(facts), norms(facts)], missing: [] };
}

function missingDimensions(facts: ModelFacts): readonly string[] {
  const needed = ['layers', 'hiddenSize', 'vocabSize', 'tiedEmbeddings', 'attentionHeads'] as const;
  const attentionDims = facts.mla === null ? (['kvHeads', 'headDim'] as const) : ([] as const);
  const missing: string[] = [...needed, ...attentionDims].filter((name) => facts[name] === null);
  if (facts.moe === null && facts.intermediateSize === null) missing.push('intermediateSize');
  if (facts.moe !== null) missing.push(...missingMoe(facts.moe));
  if (facts.mla !== null) missing.push(...missingMla(facts.mla));
  if (facts.linearState !== null) missing.push('linearState dimensions');
  return missing;
}

function missingMoe(moe: MoeFacts): string[] {
  return (['experts', 'activeExperts', 'expertIntermediateSize'] as const)
    .filter((name) => moe[name] === null)
    .map((name) => `moe.${name}`);
}

function missingMla(mla: NonNullable<ModelFacts['mla']>): string[] {
  const needed = ['kvLoraRank', 'qkRopeHeadDim', 'qkNopeHeadDim', 'vHeadDim'] as const;
  return needed.filter((name) => mla[name] === null).map((name) => `mla.${name}`);
}

const dim = (value: number | null | undefined): number => value ?? 0;

function vocabulary(facts: ModelFacts): TensorGroup[] {
  const elements = dim(facts.vocabSize) * dim(facts.hiddenSize);
  const embedding: TensorGroup = { name: 'embedding', elements, shard: 'vocabulary', role: 'unquantised' };
  return facts.tiedEmbeddings === true ? [embedding] : [embedding, { ...embedding, name: 'output head' }];
}

function attention(facts: ModelFacts): TensorGroup[] {
  return facts.mla === null ? groupedQueryAttention(facts) : latentAttention(facts, facts.mla);
}

function groupedQueryAttention(facts: ModelFacts): TensorGroup[] {
  const perHead = dim(facts.layers) * dim(facts.hiddenSize) * dim(facts.headDim);
  return [
    { name: 'query and output', elements: 2 * perHead * dim(facts.attentionHeads), shard: 'split', role: 'linear' },
    { name: 'key and value', elements: 2 * perHead * dim(facts.kvHeads), shard: 'kv', role: 'linear' },
  ];
}

/** Multi-head latent attention: down-projections are whole on every rank, up-projections are split by heads. */
function latentAttention(facts: ModelFacts, mla: NonNullable<ModelFacts['mla']>): TensorGroup[] {
  const [layers, hidden, heads] = [dim(facts.layers), dim(facts.hiddenSize), dim(facts.attentionHeads)];
  const queryDim = dim(mla.qkNopeHeadDim) + dim(mla.qkRopeHeadDim);
  const queryUp = mla.qLoraRank === null ? hidden : mla.qLoraRank;
  const down = hidden * (dim(mla.kvLoraRank) + dim(mla.qkRopeHeadDim) + dim(mla.qLoraRank));
  const up = heads * (queryUp * queryDim + dim(mla.kvLoraRank) * (dim(mla.qkNopeHeadDim) + dim(mla.vHeadDim)) + dim(mla.vHeadDim) * hidden);
  return [
    { name: 'latent down-projections', elements: layers * down, shard: 'copied', role: 'linear' },
    { name: 'latent up-projections', elements: layers * up, shard: 'split', role: 'linear' },
  ];
}

function feedForward(facts: ModelFacts): TensorGroup[] {
  const gated = 3 * dim(facts.hiddenSize);
  if (facts.moe === null) {
    return [{ name: 'feed-forward', elements: dim(facts.layers) * gated * dim(facts.intermediateSize), shard: 'split', role: 'linear' }];
  }
  return expertGroups(facts, facts.moe, gated);
}

function expertGroups(facts: ModelFacts, moe: MoeFacts, gated: number): TensorGroup[] {
  const dense = moe.denseLayers ?? 0;
  const sparse = moe.moeLayers ?? dim(facts.layers) - dense;
  const denseWidth = dense * dim(moe.denseIntermediateSize ?? facts.intermediateSize) + sparse * dim(moe.extraDenseIntermediateSize);
  return [
    { name: 'dense feed-forward', elements: gated * denseWidth, shard: 'split', role: 'linear' },
    { name: 'shared experts', elements: sparse * gated * sharedWidth(moe), shard: 'split', role: 'linear' },
    {
      name: 'experts',
      elements: sparse * 3 * expertHidden(facts, moe) * dim(moe.experts) * dim(moe.expertIntermediateSize),
      shard: 'split',
      role: 'expert',
    },
    { name: 'expert router', elements: sparse * dim(facts.hiddenSize) * dim(moe.experts), shard: 'copied', role: 'unquantised' },
  ];
}

/** The catalog gives the width of all shared experts together. */
const sharedWidth = (moe: MoeFacts) => moe.sharedExpertIntermediateSize ?? dim(moe.sharedExperts) * dim(moe.expertIntermediateSize);

/** Width of the space the experts work in. */
const expertHidden = (facts: ModelFacts, moe: MoeFacts) => moe.latentSize ?? dim(facts.hiddenSize);

/** Two norms per layer and the final one. */
function norms(facts: ModelFacts): TensorGroup {
  return { name: 'norms', elements: (2 * dim(facts.layers) + 1) * dim(facts.hiddenSize), shard: 'copied', role: 'unquantised' };
}
