/** Size of the files that hold a model, from its format: what is published counts first. */
import { GGUF, isGguf } from '../../catalog/gguf';
import type { ModelFacts } from '../../catalog/model-facts';
import { toGiB } from '../../core/units';
import type { Quantization } from '../replica-spec';
import { weightFormat } from './number-formats';
import { WHOLE } from './stages';
import { weightsOnRank } from './weights';

/** Files hold experts as they are: what kernels add to their widths is added while they are loaded. */
const AS_STORED = { width: 1, hidden: 1 } as const;

/**
 * Size of the files of a model in a format, GiB; `checkpoint` is the one in which it is published. Null where neither the size nor the format is known.
 *
 * Computed sizes leave out what engines do not load, such as layers for multi-token prediction: quantized checkpoints of the catalog whose size was
 * read have up to 5 % more.
 */
export function filesGiB(facts: ModelFacts, format: Quantization): number | null {
  const stored = format === 'checkpoint';
  if (stored && facts.checkpointGiB !== null) return facts.checkpointGiB;
  if (stored && facts.nativeQuantization === null && facts.expertQuantization === null)
    return ofParameters(facts, facts.nativeDtype === 'fp32' ? 4 : 2);
  return ofMatrices(facts, format) ?? ofParameters(facts, bytesPerWeight(facts, format));
}

function ofMatrices(facts: ModelFacts, quantization: Quantization): number | null {
  const one = { tensorParallel: 1, expertRanks: 1, rounding: AS_STORED, stage: WHOLE } as const;
  return weightsOnRank({ facts: { ...facts, checkpointGiB: null }, quantization, ...one }).perGpuGiB;
}

/** Of the matrices that most parameters are in. */
function bytesPerWeight(facts: ModelFacts, format: Quantization): number | null {
  const scheme = format === 'checkpoint' ? facts.nativeQuantization : format;
  if (scheme !== null && isGguf(scheme)) return GGUF[scheme].bits / 8;
  return weightFormat(format, facts)?.bytesOf(facts.moe === null ? 'feed-forward' : 'experts') ?? null;
}

const ofParameters = ({ paramsTotalB }: ModelFacts, bytes: number | null): number | null =>
  paramsTotalB === null || bytes === null ? null : toGiB(paramsTotalB * 1e9 * bytes);
