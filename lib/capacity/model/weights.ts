/** Weights on one rank: every matrix in its own format, divided by its own shard rule, on its own stage. */
import type { ModelFacts } from '../../catalog/model-facts';
import { toGiB } from '../../core/units';
import type { Quantization } from '../replica-spec';
import type { TermEvidence } from '../replica-supply';
import { type ExpertRounding, TRITON } from './expert-rounding';
import { type WeightFormat, weightFormat } from './number-formats';
import { type Stage, shareOf, WHOLE } from './stages';
import type { TensorGroup } from './tensor-group';
import { tableGroups, tensorPlan } from './tensors';

/** Engines pad the vocabulary to a multiple of this before they split it (vLLM `VocabParallelEmbedding`). */
const VOCABULARY_PADDING = 64;

export interface WeightsInput {
  readonly facts: ModelFacts;
  readonly quantization: Quantization;
  readonly tensorParallel: number;
  /** Ranks that share the experts: all of tensor and data parallelism. */
  readonly expertRanks: number;
  /** Each of them holds whole experts (expert parallelism) and not a slice of each. @default false */
  readonly wholeExperts?: boolean;
  /** Copies of busy experts beside the experts themselves. @default 0 */
  readonly redundantExperts?: number;
  /** To what the kernels of MXFP4 experts round their sizes. @default those of Hopper */
  readonly rounding?: ExpertRounding;
  readonly stage: Stage;
}

export interface Weights {
  /** Null when neither dimensions nor checkpoint size are known. */
  readonly perGpuGiB: number | null;
  /** What the engine builds beside them while it loads, and counts with them: rotary tables, unpacked latents. */
  readonly tablesGiB: number;
  readonly evidence: TermEvidence;
  readonly source: string;
  readonly missing: readonly string[];
}

/** Weights without pipeline stages or shared experts. */
export const weightsPerGpu = (facts: ModelFacts, quantization: Quantization, tensorParallel: number): Weights =>
  weightsOnRank({ facts, quantization, tensorParallel, expertRanks: tensorParallel, stage: WHOLE });

export function weightsOnRank(input: WeightsInput): Weights {
  const { facts, quantization } = input;
  const format = weightFormat(quantization, facts);
  if (format === null)
    return fromCheckpoint(input, [`bytes per weight of ${quantization === 'checkpoint' ? facts.nativeQuantization : quantization}`]);
  if (facts.attentionKind === 'encoder') return fromParameters(input, format);
  const { groups, missing } = tensorPlan(facts);
  if (missing.length > 0) return fromCheckpoint(input, missing);
  const bytesOf = (parts: readonly TensorGroup[]) => parts.reduce((sum, group) => sum + bytesOnRank(group, input, format), 0);
  const stages = input.stage.count === 1 ? '' : `, stage ${input.stage.index + 1} of ${input.stage.count}`;
  const source = `sum over ${groups.length} kinds of matrices, linear layers in ${format.name}, split by TP ${input.tensorParallel}${stages}`;
  return { perGpuGiB: toGiB(bytesOf(groups)), tablesGiB: toGiB(bytesOf(tableGroups(facts))), evidence: 'exact', source, missing: [] };
}

const bytesOnRank = (group: TensorGroup, input: WeightsInput, format: WeightFormat) =>
  elementsOnRank(group, input, format) * shareOf(group, input.stage) * format.bytesOf(group.kind);

function elementsOnRank(group: TensorGroup, input: WeightsInput, format: WeightFormat): number {
  const { facts, tensorParallel } = input;
  if (group.kind === 'experts') return (group.elements * expertPadding(input, format)) / expertRanks(input);
  switch (group.shard) {
    case 'split':
      return group.elements / tensorParallel;
    case 'kv':
      return (group.elements * Math.max(1, Math.ceil((facts.kvHeads ?? 1) / tensorParallel))) / (facts.kvHeads ?? 1);
    case 'vocabulary':
      return (group.elements * padded(facts.vocabSize ?? 1, VOCABULARY_PADDING * tensorParallel)) / tensorParallel;
    case 'copied':
      return group.elements;
  }
}

/** Whole experts do not always divide: the fullest rank counts. */
function expertRanks({ facts, expertRanks: ranks, wholeExperts, redundantExperts = 0 }: WeightsInput): number {
  const experts = facts.moe?.experts ?? ranks;
  return wholeExperts === true || redundantExperts > 0 ? experts / Math.ceil((experts + redundantExperts) / ranks) : ranks;
}

function expertPadding({ facts, expertRanks: ranks, wholeExperts, rounding = TRITON }: WeightsInput, format: WeightFormat): number {
  const width = (facts.moe?.expertIntermediateSize ?? 0) / (wholeExperts === true ? 1 : ranks);
  if (format.expertScheme !== 'mxfp4' || width === 0) return 1;
  return padded(facts.hiddenSize ?? 1, rounding.hidden) * padded(width, rounding.width);
}

/** Size after rounding up ÷ size before. */
const padded = (size: number, multiple: number) => (Math.ceil(size / multiple) * multiple) / size;

/** Encoders differ in their feed-forward layer; their published parameter count is small and rounded to three digits. */
function fromParameters(input: WeightsInput, format: WeightFormat): Weights {
  if (input.facts.paramsTotalB === null) return fromCheckpoint(input, ['paramsTotalB']);
  const bytes = (input.facts.paramsTotalB * 1e9 * format.bytesOf('feed-forward')) / input.tensorParallel;
  return { perGpuGiB: toGiB(bytes), tablesGiB: 0, evidence: 'exact', source: `published parameters × ${format.name}`, missing: [] };
}

/** Size of the checkpoint ÷ ranks, with the share that is copied on every rank. */
function fromCheckpoint({ facts, quantization, tensorParallel, stage }: WeightsInput, missing: readonly string[]): Weights {
  const stored = quantization === 'checkpoint' || quantization === facts.nativeQuantization;
  if (!stored || facts.checkpointGiB === null) return { perGpuGiB: null, tablesGiB: 0, evidence: 'assumed', source: 'unknown', missing };
  const ranks = tensorParallel * stage.count;
  const source = 'size of the published checkpoint ÷ ranks × 1.003 (norms and routers are copied)';
  return { perGpuGiB: (facts.checkpointGiB / ranks) * (ranks > 1 ? 1.003 : 1), tablesGiB: 0, evidence: 'assumed', source, missing: [] };
}
