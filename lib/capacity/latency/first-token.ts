/**
 * Time to the first token of a request that runs at once: the computation of its prompt, the share of it that the others' prompts delay it by, the
 * steps it waits for, and the launch of layers outside of CUDA graphs. Waiting for room in the KV cache comes on top (`estimate-latency.ts`).
 */
import type { ReplicaSpec } from '../replica-spec';
import type { LatencyEngine } from './latency-bands';
import { computedTokens, type Load, promptContext, type StepTerms, termsOf, type Unknown } from './step-terms';

/** Factors on the time at peak, or as the name says. */
export interface FirstTokenLaw {
  readonly compute: number;
  readonly expertCompute: number;
  readonly communication: number;
  readonly steps: number;
  readonly secondsPerLayer: number;
  readonly seconds: number;
  /** Of the prompt of every other request that runs: prompts of one batch are computed together or one after the other. */
  readonly others: number;
}

const VLLM: FirstTokenLaw = {
  compute: 1.43,
  expertCompute: 6.82,
  communication: 2.75,
  steps: 1.68,
  secondsPerLayer: 561e-6,
  seconds: 0.006,
  others: 0.07,
};

/**
 * Fitted on the rows of test/data/perf.json in which every request finds room; closed loops with as many clients as requests. SGLang and TensorRT-LLM
 * were run for throughput: they look for new requests only every so many steps, which is why theirs come later.
 */
export const FIRST_TOKEN_LAWS: Readonly<Record<LatencyEngine, FirstTokenLaw>> = {
  vllm: VLLM,
  sglang: {
    compute: 1.38,
    expertCompute: 0,
    communication: 8.03,
    steps: 0,
    secondsPerLayer: 3325e-6,
    seconds: 0,
    others: 0.15,
  },
  'tensorrt-llm': {
    compute: 1.7,
    expertCompute: 4.34,
    communication: 2.61,
    steps: 6.22,
    secondsPerLayer: 0,
    seconds: 0.0661,
    others: 0.05,
  },
  other: VLLM,
};

/** What the prompt of one request asks of the replica. */
export function promptTerms(spec: ReplicaSpec, load: Load): StepTerms | Unknown {
  return termsOf(spec, {
    requests: 1,
    contextTokens: load.inputTokens,
    promptTokens: computedTokens(load),
    promptContextTokens: promptContext(load),
  });
}

/** Seconds that the prompt alone is computed, were nothing else to do. */
export const promptSeconds = (terms: StepTerms, law: FirstTokenLaw): number =>
  law.compute * terms.compute + law.expertCompute * terms.expertCompute + law.communication * terms.communication;

/** @param running requests that run, this one with them */
export function firstTokenSeconds(terms: StepTerms, law: FirstTokenLaw, running: number, stepSeconds: number): number {
  const others = 1 + law.others * Math.max(0, running - 1);
  return others * promptSeconds(terms, law) + law.steps * stepSeconds + law.secondsPerLayer * terms.layers + law.seconds;
}
