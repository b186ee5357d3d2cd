/** Weights on one rank: every matrix in its own format, divided by its own shard rule. */
import type { ModelFacts } from '../../catalog/model-facts';
import { toGiB } from '../../core/units';
import type { Quantization, TermEvidence } from '../types';
import { linearFormat, nativeBytes, type WeightFormat } from './number-formats';
import { type TensorGroup, tensorPlan } from './tensors';

/** Engines pad the vocabulary to a multiple of this before they split it (vLLM `VocabParallelEmbedding`). */
const VOCABULARY_PADDING = 64;

export interface Weights {
  /** Null when neither dimensions nor checkpoint size are known. */
  readonly perGpuGiB: number | null;
  readonly evidence: TermEvidence;
  readonly source: string;
  readonly missing: readonly string[];
}

export function weightsPerGpu(facts: ModelFacts, quantization: Quantization, tensorParallel: number): Weights {
  const format = linearFormat(quantization, facts);
  if (format === null) return fromCheckpoint(facts, quantization, tensorParallel, [`bytes per weight of ${facts.nativeQuantization}`]);
  if (facts.attentionKind === 'encoder') return fromParameters(facts, format, tensorParallel);
  const { groups, missing } = tensorPlan(facts);
  if (missing.length > 0) return fromCheckpoint(facts, quantization, tensorParallel, missing);
  const bytes = groups.reduce((sum, group) => sum + bytesOnRank(group, facts, format, tensorParallel), 0);
  const source = `sum over ${groups.length} kinds of matrices, linear layers in ${format.name}, split by TP ${tensorParallel}`;
  return { perGpuGiB: toGiB(bytes), evidence: 'exact', source, missing: [] };
}

function bytesOnRank(group: TensorGroup, facts: ModelFacts, format: WeightFormat, tensorParallel: number): number {
  return elementsOnRank(group, facts, tensorParallel) * bytesPerElement(group, facts, format);
}

function bytesPerElement(group: TensorGroup, facts: ModelFacts, format: WeightFormat): number {
  const native = nativeBytes(facts.nativeDtype === 'fp32' ? 'fp16' : (facts.nativeDtype ?? 'bf16'));
  if (group.role === 'unquantised') return native;
  // MXFP4 checkpoints quantise the routed experts alone.
  if (format.name === 'mxfp4' && group.role === 'linear') return native;
  return Math.min(format.bytesPerElement, 2);
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
  if (facts.paramsTotalB === null) return { perGpuGiB: null, evidence: 'assumed', source: 'unknown', missing: ['paramsTotalB'] };
  const bytes = facts.paramsTotalB * 1e9 * Math.min(format.bytesPerElement, 2);
  return { perGpuGiB: toGiB(bytes) / tensorParallel, evidence: 'exact', source: `published parameters × ${format.name}`, missing: [] };
}

/** Size of the checkpoint ÷ TP, with the share that is copied on every rank. */
function fromCheckpoint(facts: ModelFacts, quantization: Quantization, tensorParallel: number, missing: readonly string[]): Weights {
  const stored = quantization === 'checkpoint' || quantization === facts.nativeQuantization;
  if (!stored || facts.checkpointGiB === null) return { perGpuGiB: null, evidence: 'assumed', source: 'unknown', missing };
  const source = 'size of the published checkpoint ÷ TP × 1.003 (norms and routers are copied)';
  return { perGpuGiB: (facts.checkpointGiB / tensorParallel) * (tensorParallel > 1 ? 1.003 : 1), evidence: 'assumed', source, missing: [] };
}
