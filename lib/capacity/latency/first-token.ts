/**
 * Time to the first token of a request that runs at once: the computation of its prompt, the share of it that the others' prompts delay it by, the
 * steps it waits for, and the launch of layers outside of CUDA graphs. Waiting to be received (`receive-interval.ts`) and for room in the KV cache
 * (`estimate-latency.ts`) come on top.
 */
import { engineModelOf } from '../engines/registry';
import type { ReplicaSpec } from '../replica-spec';
import { type FirstTokenFormula, SECONDS_PER_ARRIVAL } from './engine-latency';
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

/** What a prompt that is in captured graphs takes less than the formula says: its layers are not launched one by one. */
export function graphSeconds(spec: ReplicaSpec, load: Load, terms: StepTerms): number {
  return computedTokens(load) > graphTokens(spec) ? 0 : launchSeconds(terms, engineModelOf(spec).latency.firstToken);
}

const launchSeconds = ({ layers, expertLayers }: StepTerms, { secondsPerLayer, secondsPerExpertLayer = 0 }: FirstTokenFormula): number =>
  secondsPerLayer * layers + secondsPerExpertLayer * expertLayers;

/** Graphs are captured up to twice the admitted sequences. */
function graphTokens(spec: ReplicaSpec): number {
  const most = engineModelOf(spec).latency.promptGraphTokens ?? 0;
  return spec.enforceEager === true ? 0 : Math.min(most, 2 * (spec.maxNumSeqs ?? most));
}

/**
 * What a request waits for beside that when all of them arrive together: the server takes one after the other, and the first batch holds the prompts of all
 * that find room in it. Those that do not fall out of step.
 */
export function togetherSeconds(
  spec: ReplicaSpec,
  load: Load,
  { terms, running }: { readonly terms: StepTerms; readonly running: number },
): number {
  const { latency, limits } = engineModelOf(spec);
  const others = Math.max(0, running - 1);
  const inBatch = Math.min(others, limits(spec).maxNumBatchedTokens / computedTokens(load));
  return others * SECONDS_PER_ARRIVAL + inBatch * (1 - latency.firstToken.others) * promptSeconds(terms, latency.firstToken);
}

/** Seconds that the prompt alone is computed, were nothing else to do. */
export const promptSeconds = (terms: StepTerms, formula: FirstTokenFormula): number =>
  formula.compute * terms.compute + formula.expertCompute * terms.expertCompute + formula.communication * terms.communication;

/** @param running requests that run, this one with them */
export function firstTokenSeconds(terms: StepTerms, formula: FirstTokenFormula, running: number, stepSeconds: number): number {
  const others = 1 + formula.others * Math.max(0, running - 1);
  return others * promptSeconds(terms, formula) + formula.steps * stepSeconds + launchSeconds(terms, formula) + formula.seconds;
}
