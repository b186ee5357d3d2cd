/**
 * Time of one decode step: a linear formula over the parts of `step-terms.ts`, fitted on published measurements. An estimate with its band; a user's
 * own measured number is better.
 */
import type { ReplicaSpec } from '../replica-spec';
import { drafterSeconds, hostSeconds } from './beside-the-step';
import { type Step, type StepTerms, termsOf, type Unknown } from './step-terms';

/** Weight of each part: a factor on its time at peak, or seconds per item. */
export type StepFormula = Readonly<Record<keyof StepTerms, number>>;

/**
 * Robust least squares of relative errors over the rows of test/data/perf.json (aggregated serving, tensor parallel at most 8, no data-parallel
 * attention), at the requests that the KV cache admits. `npm run accuracy` refits it without the model under test and prints the error.
 */
export const DECODE_FORMULA: StepFormula = {
  weights: 1.07,
  kvCache: 1.34,
  compute: 1.0,
  // Tokens of one batch spread over many experts: small matrix products, far from the peak.
  expertCompute: 5.46,
  communication: 2.24,
  layers: 64.3e-6,
  shardedLayers: 4.7e-6,
  expertLayers: 32.0e-6,
  requests: 10.5e-6,
};

/** Seconds of one step. */
export function stepSeconds(spec: ReplicaSpec, step: Step): number | Unknown {
  const terms = termsOf(spec, step);
  return 'missing' in terms ? terms : weigh(terms, DECODE_FORMULA) + hostSeconds(spec) + drafterSeconds(spec);
}

export function weigh(terms: StepTerms, formula: StepFormula): number {
  return STEP_PARTS.reduce((sum, part) => sum + formula[part] * terms[part], 0);
}

export const STEP_PARTS = [
  'weights',
  'kvCache',
  'compute',
  'expertCompute',
  'communication',
  'layers',
  'shardedLayers',
  'expertLayers',
  'requests',
] as const satisfies readonly (keyof StepTerms)[];
