/** The first-token formula refitted: linear in all but one figure, so that figure is tried and the others are solved for. */
import type { FirstTokenFormula } from '../lib/capacity/latency/engine-latency';
import type { StepTerms } from '../lib/capacity/latency/step-terms';
import { dot, mean, quantile, robustFit } from './least-squares';

/** What a first token of a row consists of. */
export interface FirstTokenRow {
  readonly terms: StepTerms;
  readonly running: number;
  readonly stepSeconds: number;
  readonly measured: number;
}

/** Share of every other prompt that delays this one. */
const OTHERS = [0, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15] as const;

export function fitFirstToken(rows: readonly FirstTokenRow[]): FirstTokenFormula {
  const fits = OTHERS.map((others) => {
    const features = rows.map((row) => featuresOf(row, others));
    const fit = centred(features, robustFit(features));
    return { others, fit, error: mean(features.map((row) => Math.abs(Math.log(Math.max(1e-3, dot(row, fit)))))) };
  });
  const { others, fit } = fits.reduce((best, next) => (next.error < best.error ? next : best));
  const [compute, expertCompute, communication, steps, secondsPerLayer, seconds] = fit;
  return {
    compute: compute ?? 0,
    expertCompute: expertCompute ?? 0,
    communication: communication ?? 0,
    steps: steps ?? 0,
    secondsPerLayer: secondsPerLayer ?? 0,
    seconds: seconds ?? 0,
    others,
  };
}

/** Least squares of relative errors stay low where the spread is wide: an estimate below cannot miss by more than all of it. The median is put right. */
function centred(features: readonly (readonly number[])[], fit: readonly number[]): number[] {
  const middle = quantile(
    features.map((row) => dot(row, fit)),
    0.5,
  );
  return fit.map((value) => value / middle);
}

function featuresOf({ terms, running, stepSeconds, measured }: FirstTokenRow, others: number): number[] {
  const delayed = 1 + others * Math.max(0, running - 1);
  const parts = [delayed * terms.compute, delayed * terms.expertCompute, delayed * terms.communication, stepSeconds, terms.layers, 1];
  return parts.map((part) => part / measured);
}
