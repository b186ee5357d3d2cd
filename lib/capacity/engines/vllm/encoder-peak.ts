/**
 * What the profiling pass of a vision encoder takes: as many of the largest images as the token budget holds, run before the language model. Their
 * embeddings stay while the language model is profiled; the larger of the two peaks counts (vllm/v1/worker/gpu_model_runner.py `profile_run`).
 */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { ModelFacts } from '../../../catalog/model-facts';
import type { EncoderFacts } from '../../../catalog/weight-detail';
import { DEEP_ENCODER, ENCODER_HIDDEN_COPIES } from './calibration';
import type { EngineCore } from './engine-core';
import { RELEASES } from './releases';

/** Activations are computed in 16 bit. */
const BYTES = 2;

export interface EncoderInput {
  readonly facts: ModelFacts;
  readonly release: EngineVersion;
  readonly core: EngineCore;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
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
  const items = itemsOf(encoder, input);
  const perPatch = encoder.patchElements + encoder.matrices * encoder.intermediateSize + ENCODER_HIDDEN_COPIES.value * encoder.hiddenSize;
  return {
    runBytes: items * encoder.patchesPerItem * perPatch * BYTES * ((encoder.deepLayers ?? 0) > 0 ? DEEP_ENCODER.value : 1),
    keptBytes: items * encoder.tokensPerItem * (input.facts.hiddenSize ?? 0) * (1 + (encoder.deepLayers ?? 0)) * BYTES,
  };
}

/** Model Runner V2 profiles its encoder since 0.28 only (vllm/v1/worker/gpu/model_runner.py). */
const isProfiled = ({ core, release }: EncoderInput) => core !== 'runner-2' || release.atLeast(RELEASES.countsAllConsumed);

/** The budget holds one item at least. The first core profiles one item per sequence that fits the batch. */
function itemsOf({ tokensPerItem }: EncoderFacts, { maxNumSeqs, maxNumBatchedTokens }: EncoderInput): number {
  return Math.min(maxNumSeqs, Math.max(1, Math.floor(maxNumBatchedTokens / tokensPerItem)));
}
