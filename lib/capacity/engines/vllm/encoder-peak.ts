/**
 * What the profiling pass of a vision encoder takes: as many of the largest images as the token budget holds, run before the language model. Their
 * embeddings stay while the language model is profiled; the larger of the two peaks counts (vllm/v1/worker/gpu_model_runner.py `profile_run`).
 */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { ModelFacts } from '../../../catalog/model-facts';
import type { EncoderFacts } from '../../../catalog/weight-detail';
import type { MediaPerPrompt } from '../../replica-spec';
import { DEEP_ENCODER, ENCODER_HIDDEN_COPIES } from './calibration';
import type { EngineCore } from './engine-core';
import { RELEASES } from './releases';

/** Activations are computed in 16 bit. */
const BYTES = 2;

export interface EncoderInput {
  readonly facts: ModelFacts;
  readonly release: EngineVersion;
  readonly core: EngineCore;
  /** @default 1 */
  readonly tensorParallel?: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** @default 0: too short for a video */
  readonly maxContextTokens?: number;
  readonly mediaPerPrompt?: MediaPerPrompt | undefined;
}

export interface EncoderPeak {
  readonly runBytes: number;
  /** Embeddings that wait for the language model. */
  readonly keptBytes: number;
}

const NONE: EncoderPeak = { runBytes: 0, keptBytes: 0 };

export function encoderPeak(input: EncoderInput): EncoderPeak {
  const encoder = input.facts.weightDetail?.encoder;
  if (encoder === undefined || !isProfiled(input)) return NONE;
  const profiled = largestItem(encoder, input);
  if (profiled === null) return NONE;
  const items = itemsOf(profiled, input);
  // Ranks share the feed-forward blocks (`linear_fc1` is column-parallel unless `--mm-encoder-tp-mode data`); patches and hidden states are whole on each.
  const widths = encoder.matrices * Math.ceil(encoder.intermediateSize / (input.tensorParallel ?? 1));
  const perPatch = encoder.patchElements + widths + ENCODER_HIDDEN_COPIES.value * encoder.hiddenSize;
  return {
    runBytes: items * profiled.patches * perPatch * BYTES * ((encoder.deepLayers ?? 0) > 0 ? DEEP_ENCODER.value : 1),
    keptBytes: items * profiled.tokens * (input.facts.hiddenSize ?? 0) * (1 + (encoder.deepLayers ?? 0)) * BYTES,
  };
}

/** Model Runner V2 profiles its encoder since 0.28 only (vllm/v1/worker/gpu/model_runner.py). */
const isProfiled = ({ core, release }: EncoderInput) => core !== 'runner-2' || release.atLeast(RELEASES.countsAllConsumed);

interface ProfiledItem {
  readonly patches: number;
  readonly tokens: number;
  /** Most that one prompt may hold. */
  readonly perPrompt: number;
}

/** Limit of a prompt where nothing is said (`mm_limits`). */
const UNLIMITED = 999;

/** A video as long as the longest request takes, at most as long as the engine profiles it, or an image; null where a prompt may hold neither. */
function largestItem({ patchesPerItem, tokensPerItem, videoParts = 0 }: EncoderFacts, input: EncoderInput): ProfiledItem | null {
  const { images = UNLIMITED, videos = UNLIMITED } = input.mediaPerPrompt ?? {};
  const parts = input.release.atLeast(RELEASES.longVideos) && videos > 0 ? videoPartsIn(input, { tokensPerItem, videoParts }) : 0;
  if (parts > 1 || (images === 0 && parts > 0))
    return { patches: parts * patchesPerItem, tokens: parts * tokensPerItem, perPrompt: videos };
  return images === 0 ? null : { patches: patchesPerItem, tokens: tokensPerItem, perPrompt: images };
}

/** Two frames at least. */
const videoPartsIn = (
  { maxContextTokens = 0 }: EncoderInput,
  { tokensPerItem, videoParts }: { tokensPerItem: number; videoParts: number },
) => (videoParts === 0 ? 0 : Math.max(1, Math.min(videoParts, Math.floor(maxContextTokens / tokensPerItem))));

/** What an encoder may take where it is not known whether the release profiles long videos: from 0.9 on until they were read. */
export function videoDoubtBytes(input: EncoderInput): number {
  const { release } = input;
  if (release.atLeast(RELEASES.longVideos) || !release.atLeast(RELEASES.snapshotOfCard)) return 0;
  return encoderPeak({ ...input, release: RELEASES.longVideos }).runBytes;
}

/** The budget holds one item at least. The first core profiles one item per sequence that fits the batch. */
function itemsOf({ tokens, perPrompt }: ProfiledItem, { maxNumSeqs, maxNumBatchedTokens, maxContextTokens = 0 }: EncoderInput): number {
  const inPrompt = Math.max(1, Math.min(perPrompt, Math.floor(maxContextTokens / tokens)));
  return Math.min(maxNumSeqs * inPrompt, Math.max(1, Math.floor(maxNumBatchedTokens / tokens)));
}
