/**
 * Time of one decode step: a linear law over the parts of `step-terms.ts`, fitted on published measurements. An estimate with its band; a user's
 * own measured number is better.
 */
import type { ReplicaSpec } from '../types';
import { type Load, type StepTerms, stepTerms, type Unknown } from './step-terms';

/** Weight of each part: a factor on its time at peak, or seconds per item. */
export type StepLaw = Readonly<Record<keyof StepTerms, number>>;

/**
 * Robust least squares of relative errors over the rows of test/data/perf.json (aggregated serving, tensor parallel at most 8, no data-parallel
 * attention). `npm run truth` refits it without the model under test and prints the error.
 */
export const DECODE_LAW: StepLaw = {
  weights: 1.09,
  kvCache: 0.95,
  compute: 1.04,
  // Tokens of one batch spread over many experts: small matrix products, far from the peak.
  expertCompute: 4.31,
  communication: 2.4,
  layers: 59.7e-6,
  shardedLayers: 6.3e-6,
  expertLayers: 35.0e-6,
  requests: 14.6e-6,
};

/** Mean relative error with the model under test left out. */
export const DECODE_BAND = 0.17;

export interface DecodeStep {
  readonly seconds: number;
  readonly band: number;
}

/** Time between two tokens of a request at this load. */
export function decodeStep(spec: ReplicaSpec, load: Load): DecodeStep | Unknown {
  const terms = stepTerms(spec, load);
  return 'missing' in terms ? terms : { seconds: weigh(terms, DECODE_LAW), band: DECODE_BAND };
}

export function weigh(terms: StepTerms, law: StepLaw): number {
  return STEP_PARTS.reduce((sum, part) => sum + law[part] * terms[part], 0);
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
