/**
 * Time to the first token of a request that runs at once: the computation of its prompt, the share of it that the others' prompts delay it by, the
 * steps it waits for, and the launch of layers outside of CUDA graphs. Waiting for room in the KV cache comes on top (`estimate-latency.ts`).
 */
import type { ReplicaSpec } from '../replica-spec';
import type { FirstTokenFormula } from './engine-latency';
import { computedTokens, type Load, promptContext, type StepTerms, termsOf, type Unknown } from './step-terms';

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
export const promptSeconds = (terms: StepTerms, formula: FirstTokenFormula): number =>
  formula.compute * terms.compute + formula.expertCompute * terms.expertCompute + formula.communication * terms.communication;

/** @param running requests that run, this one with them */
export function firstTokenSeconds(terms: StepTerms, formula: FirstTokenFormula, running: number, stepSeconds: number): number {
  const others = 1 + formula.others * Math.max(0, running - 1);
  return others * promptSeconds(terms, formula) + formula.steps * stepSeconds + formula.secondsPerLayer * terms.layers + formula.seconds;
}
