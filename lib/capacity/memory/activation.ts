/** Peak of the engine's profiling pass: the sampler's warm-up or one feed-forward layer at full batch, whichever is larger. */
import type { EngineVersion } from '../../catalog/engines/engine-version';
import type { ModelFacts } from '../../catalog/model-facts';
import { toGiB } from '../../core/units';
import type { SamplerKernel } from '../types';
import { MLP_HIDDEN_COPIES, MLP_INTERMEDIATE_COPIES, MOE_COPIES, SAMPLER_BYTES, SAMPLER_HIDDEN_COPIES } from './calibration';
import { RELEASES } from './releases';

/** Activations are computed in 16 bit. */
const BYTES = 2;

export interface ActivationInput {
  readonly facts: ModelFacts;
  readonly release: EngineVersion;
  readonly tensorParallel: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** The sampler runs on the last pipeline stage only. @default true */
  readonly lastStage?: boolean;
  /** Undefined when nobody said which kernel draws the tokens. */
  readonly sampler?: SamplerKernel | undefined;
}

export interface Activation {
  readonly perGpuGiB: number;
  /** How much less it would be with the other sampler, GiB; 0 where the kernel is known or makes no difference. */
  readonly spareGiB: number;
  readonly source: string;
  readonly missing: readonly string[];
}

const UNKNOWN: Activation = { perGpuGiB: 0, spareGiB: 0, source: 'unknown', missing: ['vocabSize', 'hiddenSize'] };

export function activationPeak(input: ActivationInput): Activation {
  const { vocabSize, hiddenSize } = input.facts;
  if (vocabSize === null || hiddenSize === null) return UNKNOWN;
  const sampler = input.facts.attentionKind === 'encoder' || input.lastStage === false ? 0 : samplerBytes(input);
  const mlp = feedForwardBytes(input, hiddenSize);
  const bySampler = sampler >= mlp;
  const winner = bySampler
    ? `sampler, ${input.maxNumSeqs} sequences × ${vocabSize} vocabulary`
    : `feed-forward at ${input.maxNumBatchedTokens} tokens`;
  return {
    perGpuGiB: toGiB(Math.max(sampler, mlp)) + (input.facts.weightDetail?.towerPeakGiB ?? 0),
    spareGiB: takesFlashInferUnasked(input)
      ? toGiB(Math.max(sampler, mlp) - Math.max(samplerBytes({ ...input, sampler: 'flashinfer' }), mlp))
      : 0,
    source: `${winner}; fitted on ${(bySampler ? kappaOf(input) : MLP_HIDDEN_COPIES).source}`,
    missing: [],
  };
}

/** Releases that used FlashInfer wherever it was installed; images had it, plain installations had not. */
const takesFlashInferUnasked = ({ release, sampler, facts, lastStage }: ActivationInput) =>
  sampler === undefined &&
  facts.attentionKind !== 'encoder' &&
  lastStage !== false &&
  release.atLeast(RELEASES.v1Core) &&
  !release.atLeast(RELEASES.samplerOptIn);

function kappaOf({ release, sampler }: ActivationInput) {
  if (!release.atLeast(RELEASES.v1Core)) return SAMPLER_BYTES.firstCore;
  if (sampler === 'flashinfer') return SAMPLER_BYTES.flashInfer;
  return release.atLeast(RELEASES.leanSampler) ? SAMPLER_BYTES.since017 : SAMPLER_BYTES.upTo016;
}

/** What the sampler's warm-up holds, each part before its fitted factor, in bytes. */
export interface SamplerParts {
  /** Admitted sequences × vocabulary. */
  readonly logits: number;
  readonly hidden: number;
  readonly experts: number;
}

export function samplerParts({ facts, tensorParallel, maxNumSeqs, maxNumBatchedTokens }: ActivationInput): SamplerParts {
  const { activeExperts, expertIntermediateSize } = facts.moe ?? { activeExperts: 0, expertIntermediateSize: 0 };
  const hiddenSize = facts.hiddenSize ?? 0;
  const expertWidth = (2 * (expertIntermediateSize ?? 0)) / tensorParallel + hiddenSize;
  return {
    logits: Math.min(maxNumSeqs, maxNumBatchedTokens) * (facts.vocabSize ?? 0),
    hidden: maxNumBatchedTokens * hiddenSize * BYTES,
    experts: maxNumBatchedTokens * (activeExperts ?? 0) * expertWidth * BYTES,
  };
}

/** The experts' workspace stays alive beside the sampler since 0.17; before that the larger of the two counts. */
function samplerBytes(input: ActivationInput): number {
  const parts = samplerParts(input);
  const [hidden, experts] = [SAMPLER_HIDDEN_COPIES.value * parts.hidden, MOE_COPIES.value * parts.experts];
  const sampler = kappaOf(input).value * parts.logits + hidden;
  return input.release.atLeast(RELEASES.leanSampler) ? sampler + experts : Math.max(sampler, experts + hidden);
}

/** Dense models only: the experts of the others are inside the sampler's term. */
export function feedForwardBytes({ facts, tensorParallel, maxNumBatchedTokens }: ActivationInput, hiddenSize: number): number {
  if (facts.moe !== null || facts.intermediateSize === null) return 0;
  const width = (MLP_INTERMEDIATE_COPIES.value * facts.intermediateSize) / tensorParallel + MLP_HIDDEN_COPIES.value * hiddenSize;
  return maxNumBatchedTokens * width * BYTES;
}
