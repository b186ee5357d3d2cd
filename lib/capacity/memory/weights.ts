/** Weights on one rank: every matrix in its own format, divided by its own shard rule. */
import type { ModelFacts } from '../../catalog/model-facts';
import { toGiB } from '../../core/units';
import type { Quantization, TermEvidence } from '../types';
import { type WeightFormat, weightFormat } from './number-formats';
import { type TensorGroup, tableGroups, tensorPlan } from './tensors';

/** Engines pad the vocabulary to a multiple of this before they split it (vLLM `VocabParallelEmbedding`). */
const VOCABULARY_PADDING = 64;

export interface Weights {
  /** Null when neither dimensions nor checkpoint size are known. */
  readonly perGpuGiB: number | null;
  /** What the engine builds beside them while it loads, and counts with them: rotary tables, unpacked latents. */
  readonly tablesGiB: number;
  readonly evidence: TermEvidence;
  readonly source: string;
  readonly missing: readonly string[];
}

export function weightsPerGpu(facts: ModelFacts, quantization: Quantization, tensorParallel: number): Weights {
  const format = weightFormat(quantization, facts);
  if (format === null) return fromCheckpoint(facts, quantization, tensorParallel, [`bytes per weight of ${facts.nativeQuantization}`]);
  if (facts.attentionKind === 'encoder') return fromParameters(facts, format, tensorParallel);
  const { groups, missing } = tensorPlan(facts);
  if (missing.length > 0) return fromCheckpoint(facts, quantization, tensorParallel, missing);
  const bytesOf = (parts: readonly TensorGroup[]) =>
    parts.reduce((sum, group) => sum + elementsOnRank(group, facts, tensorParallel) * format.bytesOf(group.kind), 0);
  const source = `sum over ${groups.length} kinds of matrices, linear layers in ${format.name}, split by TP ${tensorParallel}`;
  return { perGpuGiB: toGiB(bytesOf(groups)), tablesGiB: toGiB(bytesOf(tableGroups(facts))), evidence: 'exact', source, missing: [] };
}

function elementsOnRank(group: TensorGroup, facts: ModelFacts, tensorParallel: number): number {
  switch (group.shard) {
    case 'split':
      return group.elements / tensorParallel;
    case 'kv':
      return (group.elements * Math.max(1, Math.ceil((facts.kvHeads ?? 1) / tensorParallel))) / (facts.kvHeads ?? 1);
    case 'vocabulary':
      return (group.elements * vocabularyPadding(facts.vocabSize ?? 1, tensorParallel)) / tensorParallel;
    case 'copied':
      return group.elements;
  }
}

/** Padded ÷ real vocabulary. */
function vocabularyPadding(vocabSize: number, tensorParallel: number): number {
  const multiple = VOCABULARY_PADDING * tensorParallel;
  return (Math.ceil(vocabSize / multiple) * multiple) / vocabSize;
}

/** Encoders differ in their feed-forward layer; their published parameter count is small and rounded to three digits. */
function fromParameters(facts: ModelFacts, format: WeightFormat, tensorParallel: number): Weights {
  if (facts.paramsTotalB === null) return fromCheckpoint(facts, 'checkpoint', tensorParallel, ['paramsTotalB']);
  const bytes = facts.paramsTotalB * 1e9 * format.bytesOf('feed-forward');
  return {
    perGpuGiB: toGiB(bytes) / tensorParallel,
    tablesGiB: 0,
    evidence: 'exact',
    source: `published parameters × ${format.name}`,
    missing: [],
  };
}

/** Size of the checkpoint ÷ TP, with the share that is copied on every rank. */
function fromCheckpoint(facts: ModelFacts, quantization: Quantization, tensorParallel: number, missing: readonly string[]): Weights {
  const stored = quantization === 'checkpoint' || quantization === facts.nativeQuantization;
  if (!stored || facts.checkpointGiB === null) return { perGpuGiB: null, tablesGiB: 0, evidence: 'assumed', source: 'unknown', missing };
  const source = 'size of the published checkpoint ÷ TP × 1.003 (norms and routers are copied)';
  return {
    perGpuGiB: (facts.checkpointGiB / tensorParallel) * (tensorParallel > 1 ? 1.003 : 1),
    tablesGiB: 0,
    evidence: 'assumed',
    source,
    missing: [],
  };
}
