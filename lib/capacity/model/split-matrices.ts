/** Matrices that tensor parallelism splits, with what lies on one rank: the side that is split decides which scales have to be whole. */
import { PUBLISHED_CHECKPOINTS, paddedWidthNamed } from '../../catalog/checkpoints';
import type { ModelFacts, MoeFacts } from '../../catalog/model-facts';
import type { WeightKind } from '../../catalog/weight-detail';
import type { ReplicaSpec } from '../replica-spec';

export interface SplitMatrix {
  /** In words. */
  readonly name: string;
  readonly kind: WeightKind;
  /** Which side is split: inputs, outputs, or the outputs of several matrices that lie in one. */
  readonly side: 'inputs' | 'outputs' | 'merged outputs';
  /** Ranks that share it. */
  readonly ranks: number;
  /** Elements of that side on one rank. */
  readonly perRank: number;
}

/** Matrices of attention by heads, feed-forward blocks and experts. Layers with a state, compressed attention and encoders are left out: how engines split those was not read. */
export function splitMatrices(replica: ReplicaSpec): SplitMatrix[] {
  const { facts } = replica.model;
  return [...attention(facts, replica.tensorParallel), ...blocks(facts, replica), ...experts(facts, replica)].filter(
    ({ perRank }) => perRank > 0,
  );
}

function attention(facts: ModelFacts, tensorParallel: number): SplitMatrix[] {
  if (facts.attentionKind === 'encoder' || facts.attentionKind === 'compressed') return [];
  return facts.mla === null ? byHeads(facts, tensorParallel) : latents(facts, facts.mla, tensorParallel);
}

/** Windowed and full layers may differ in heads and widths. */
function byHeads(facts: ModelFacts, ranks: number): SplitMatrix[] {
  const window = facts.slidingWindow;
  const layers = [
    { kvHeads: facts.fullLayerKvHeads ?? facts.kvHeads, headDim: facts.fullLayerHeadDim ?? facts.headDim, vHeadDim: facts.vHeadDim },
    ...(window === null
      ? []
      : [
          {
            kvHeads: window.kvHeads ?? facts.kvHeads,
            headDim: window.headDim ?? facts.headDim,
            vHeadDim: window.vHeadDim ?? facts.vHeadDim,
          },
        ]),
  ];
  const of = (side: SplitMatrix['side'], name: string, perRank: number): SplitMatrix => ({ name, kind: 'attention', side, ranks, perRank });
  return layers.flatMap(({ kvHeads, headDim, vHeadDim }) => {
    const [heads, width] = [(facts.attentionHeads ?? 0) / ranks, headDim ?? 0];
    return [
      of('inputs', 'output projection of the attention', heads * (vHeadDim ?? width)),
      of('merged outputs', 'queries', heads * width),
      of('merged outputs', 'keys', Math.max(1, (kvHeads ?? 0) / ranks) * width),
    ];
  });
}

/** Up-projections of the latents are split by heads, each a matrix of its own. */
function latents(facts: ModelFacts, mla: NonNullable<ModelFacts['mla']>, ranks: number): SplitMatrix[] {
  const heads = (facts.attentionHeads ?? 0) / ranks;
  const [rotated, plain, values] = [mla.qkRopeHeadDim ?? 0, mla.qkNopeHeadDim ?? 0, mla.vHeadDim ?? 0];
  const of = (side: SplitMatrix['side'], name: string, width: number): SplitMatrix => ({
    name,
    kind: 'attention',
    side,
    ranks,
    perRank: heads * width,
  });
  return [
    of('inputs', 'output projection of the attention', values),
    of('outputs', 'queries', plain + rotated),
    of('outputs', 'up-projection of the latents', plain + values),
  ];
}

function blocks(facts: ModelFacts, replica: ReplicaSpec): SplitMatrix[] {
  const { tensorParallel, expertParallel = false, dataParallel = 1 } = replica;
  const { moe } = facts;
  if (facts.attentionKind === 'encoder') return [];
  if (moe === null) return feedForward(facts, 'feed-forward layers', 'feed-forward', widthOf(replica), tensorParallel);
  const dense = (moe.denseLayers ?? 0) > 0 ? (moe.denseIntermediateSize ?? facts.intermediateSize) : null;
  // Beside whole experts, copies of the attention hold the shared ones whole as well.
  const shared = expertParallel && dataParallel > 1 ? null : sharedWidth(moe);
  return [
    ...feedForward(facts, 'dense layers', 'feed-forward', dense, tensorParallel),
    ...feedForward(facts, 'dense blocks beside the experts', 'feed-forward', moe.extraDenseIntermediateSize, tensorParallel),
    ...feedForward(facts, 'shared experts', 'shared-experts', shared, tensorParallel),
  ];
}

/** As the files have it: publishers pad widths that groups do not divide. */
function widthOf({ model: { id, facts }, checkpoint, quantization }: ReplicaSpec): number | null {
  const format = quantization === 'checkpoint' ? facts.nativeQuantization : quantization;
  const repository = checkpoint ?? PUBLISHED_CHECKPOINTS.find((known) => known.modelId === id && known.format === format)?.repository;
  return (repository === undefined ? undefined : paddedWidthNamed(repository)) ?? facts.intermediateSize;
}

const sharedWidth = (moe: MoeFacts): number | null =>
  (moe.sharedExperts ?? 0) === 0
    ? null
    : (moe.sharedExpertIntermediateSize ?? (moe.sharedExperts ?? 0) * (moe.expertIntermediateSize ?? 0));

/** All ranks share each expert, or hold whole ones. */
function experts(facts: ModelFacts, { tensorParallel, dataParallel = 1, expertParallel = false }: ReplicaSpec): SplitMatrix[] {
  const width = facts.moe?.expertIntermediateSize ?? null;
  return feedForward(facts, 'experts', 'experts', width, expertParallel ? 1 : tensorParallel * dataParallel);
}

/** Gate and up lie in one matrix whose outputs are split, down has the same elements as its inputs. */
function feedForward(facts: ModelFacts, name: string, kind: WeightKind, width: number | null, ranks: number): SplitMatrix[] {
  const perRank = (width ?? 0) / ranks;
  const outputs = facts.weightDetail?.feedForwardMatrices === 2 ? 'outputs' : 'merged outputs';
  return [
    { name, kind, side: 'inputs', ranks, perRank },
    { name, kind, side: outputs, ranks, perRank },
  ];
}
