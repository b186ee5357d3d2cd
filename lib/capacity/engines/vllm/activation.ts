/** Peak of the engine's profiling pass: the sampler's warm-up or one layer at full batch, whichever is larger. */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { ModelFacts } from '../../../catalog/model-facts';
import { toGiB } from '../../../core/units';
import type { MediaPerPrompt, SamplerKernel } from '../../replica-spec';
import { DEEP_ENCODER, MLP_HIDDEN_COPIES, PENALTY_BYTES, SAMPLER_BYTES, SAMPLER_HIDDEN_COPIES } from './calibration';
import { encoderPeak, videoDoubtBytes } from './encoder-peak';
import { type EngineCore, laterCore } from './engine-core';
import { type ExpertSplit, expertWorkspace, forwardBytes, sharedWorkspace } from './forward-peak';
import { RELEASES } from './releases';
import type { SparseCache } from './sparse-latents';

/** Activations are computed in 16 bit. */
const BYTES = 2;

export interface ActivationInput {
  readonly facts: ModelFacts;
  readonly release: EngineVersion;
  readonly tensorParallel: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** @default 0, which leaves out what latents of earlier chunks take unpacked */
  readonly maxContextTokens?: number;
  /** Tokens of a KV block. @default 16 */
  readonly blockTokens?: number;
  /** The sampler runs on the last pipeline stage only. @default true */
  readonly lastStage?: boolean;
  /** @default the core that the release prefers */
  readonly core?: EngineCore;
  /** Undefined when it is not given which kernel samples the tokens. */
  readonly sampler?: SamplerKernel | undefined;
  readonly mediaPerPrompt?: MediaPerPrompt | undefined;
  /** How sparse latent attention keeps tokens. @default null: no indexer */
  readonly sparse?: SparseCache | null;
  /** How the experts of a layer lie on the ranks. @default split by tensorParallel */
  readonly expertSplit?: ExpertSplit;
}

export interface Activation {
  readonly perGpuGiB: number;
  /** What a plan sets aside: never less than the sampler of the second core takes, which is what a request with top-k or top-p needs on Model Runner V2 as well. */
  readonly plannedGiB: number;
  /** How much more an encoder may take: few were seen, one family at 2.3 times the formula of the others. */
  readonly encoderDoubtGiB: number;
  /** How much less it would be with the other sampler, and with an encoder of several layers read, GiB; 0 where that is known or makes no difference. */
  readonly spareGiB: number;
  readonly source: string;
  readonly missing: readonly string[];
}

/** Share of its peak by which an encoder may lie above the formula. */
const ENCODER_WORST = 1.5;

const UNKNOWN: Activation = {
  perGpuGiB: 0,
  plannedGiB: 0,
  encoderDoubtGiB: 0,
  spareGiB: 0,
  source: 'unknown',
  missing: ['vocabSize', 'hiddenSize'],
};

export function activationPeak(input: ActivationInput): Activation {
  const { vocabSize, hiddenSize } = input.facts;
  if (vocabSize === null || hiddenSize === null) return UNKNOWN;
  const peaks = peaksOf(input);
  const planned = coreOfInput(input) === 'runner-2' ? peaksOf({ ...input, core: 'second' }) : peaks;
  const bySampler = peaks.sampler >= peaks.forward;
  const language = bySampler
    ? `sampler, ${input.maxNumSeqs} sequences × ${vocabSize} vocabulary`
    : `one layer at ${input.maxNumBatchedTokens} tokens`;
  const constants = (bySampler ? kappaOf(input) : MLP_HIDDEN_COPIES).source;
  return {
    perGpuGiB: toGiB(peakOf(peaks) + peaks.kept),
    plannedGiB: toGiB(peakOf(planned)),
    encoderDoubtGiB: toGiB(
      Math.max(0, Math.max(ENCODER_WORST * peaks.encoder, videoDoubtBytes({ ...input, core: coreOfInput(input) })) - peakOf(peaks)),
    ),
    spareGiB: toGiB(peakOf(peaks) - peakOf(leastOf(peaks, input))),
    source: `${peaks.encoder > Math.max(peaks.sampler, peaks.forward) + peaks.embeddings ? 'encoder at its largest images' : language}; fitted on ${constants}`,
    missing: [],
  };
}

interface Peaks {
  readonly sampler: number;
  readonly forward: number;
  readonly encoder: number;
  readonly embeddings: number;
  /** Held all the time, and counted since the release that counts all that was consumed. */
  readonly kept: number;
}

/** Encoder and language model run one after the other. */
const peakOf = ({ sampler, forward, encoder, embeddings }: Peaks) => Math.max(encoder, Math.max(sampler, forward) + embeddings);

function peaksOf(input: ActivationInput): Peaks {
  // Embedding models pool hidden states; rerankers built on a language model score by its head.
  const samples = input.facts.attentionKind !== 'encoder' && input.facts.kind !== 'embedding' && input.lastStage !== false;
  const encoder = encoderPeak({ ...input, core: coreOfInput(input) });
  return {
    sampler: samples ? samplerBytes(input) : 0,
    forward: forwardBytes({ ...input, core: coreOfInput(input) }),
    encoder: encoder.runBytes,
    embeddings: encoder.keptBytes,
    kept: samples ? penaltyBytes(input) : 0,
  };
}

/** The other sampler, where it may be that one; an encoder whose layers are read as the others are (Qwen3-VL-8B on H200, 0.19: 2.9 GiB, not 4.1). */
const leastOf = (peaks: Peaks, input: ActivationInput): Peaks => ({
  ...peaks,
  sampler: takesFlashInferUnasked(input) ? samplerBytes({ ...input, sampler: 'flashinfer' }) : peaks.sampler,
  encoder: peaks.encoder / ((input.facts.weightDetail?.encoder?.deepLayers ?? 0) > 0 ? DEEP_ENCODER.value : 1),
});

const coreOfInput = ({ core, facts, release }: ActivationInput): EngineCore =>
  core ?? (release.atLeast(RELEASES.v1Core) ? laterCore(facts, release) : 'first');

/** Releases that used FlashInfer wherever it was installed (images had it, plain installations had not), and those whose own sampler takes little more. */
const takesFlashInferUnasked = (input: ActivationInput) =>
  input.sampler === undefined &&
  input.facts.attentionKind !== 'encoder' &&
  input.lastStage !== false &&
  coreOfInput(input) === 'second' &&
  (!input.release.atLeast(RELEASES.samplerOptIn) || input.release.atLeast(RELEASES.leanSampler));

function kappaOf(input: ActivationInput) {
  const core = coreOfInput(input);
  if (core === 'runner-2') return SAMPLER_BYTES.runner2;
  if (core === 'second' && input.sampler === 'flashinfer') return SAMPLER_BYTES.flashInfer;
  return input.release.atLeast(RELEASES.leanSampler) ? SAMPLER_BYTES.since017 : SAMPLER_BYTES.upTo016;
}

/** Model Runner V2 allocates them before the pass; earlier accounting did not see them. */
function penaltyBytes(input: ActivationInput): number {
  const counted = coreOfInput(input) === 'runner-2' && input.release.atLeast(RELEASES.countsAllConsumed);
  return counted ? PENALTY_BYTES.value * input.maxNumSeqs * (input.facts.vocabSize ?? 0) : 0;
}

/** What the sampler's warm-up holds, each part before its fitted factor, in bytes. */
export interface SamplerParts {
  /** Admitted sequences × vocabulary. */
  readonly logits: number;
  readonly hidden: number;
  readonly experts: number;
}

export function samplerParts(input: ActivationInput): SamplerParts {
  const { facts, maxNumSeqs, maxNumBatchedTokens } = input;
  const hiddenSize = facts.hiddenSize ?? 0;
  return {
    logits: Math.min(maxNumSeqs, maxNumBatchedTokens) * (facts.vocabSize ?? 0),
    hidden: maxNumBatchedTokens * hiddenSize * BYTES,
    experts: expertWorkspace(input),
  };
}

/** The experts' workspace stays alive beside the sampler since 0.17; before that the larger of the two counts. */
function samplerBytes(input: ActivationInput): number {
  const parts = samplerParts(input);
  const [hidden, experts] = [SAMPLER_HIDDEN_COPIES.value * parts.hidden, sharedWorkspace(input)];
  const sampler = kappaOf(input).value * parts.logits + hidden;
  return input.release.atLeast(RELEASES.leanSampler) ? sampler + experts : Math.max(sampler, experts + hidden);
}
