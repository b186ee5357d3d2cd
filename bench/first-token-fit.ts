/** The first-token formula refitted: linear in all but one figure, so that figure is tried and the others are solved for. */
import type { FirstTokenFormula } from '../lib/capacity/latency/engine-latency';
import type { StepTerms } from '../lib/capacity/latency/step-terms';
import { dot, mean, quantile, robustFit } from './least-squares';

/** What a first token of a row consists of. */
export interface FirstTokenRow {
  readonly terms: StepTerms;
  readonly running: number;
  readonly stepSeconds: number;
  /** Until the scheduler looks for the request: follows from its setting, and is not fitted. */
  readonly receiveSeconds: number;
  readonly measured: number;
}

/** Share of every other prompt that delays this one. */
const OTHERS = [0, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15] as const;

/** @param expertLayers layers with experts have a figure of their own */
export function fitFirstToken(rows: readonly FirstTokenRow[], expertLayers: boolean): FirstTokenFormula {
  const fixed = rows.map(({ receiveSeconds, measured }) => receiveSeconds / measured);
  const fits = OTHERS.map((others) => {
    const features = rows.map((row) => featuresOf(row, others, expertLayers));
    const targets = fixed.map((share) => 1 - share);
    const fit = centred(features, targets, robustFit(features, targets));
    const ratios = features.map((row, index) => dot(row, fit) + (fixed[index] ?? 0));
    return { others, fit, error: mean(ratios.map((ratio) => Math.abs(Math.log(Math.max(1e-3, ratio))))) };
  });
  const { others, fit } = fits.reduce((best, next) => (next.error < best.error ? next : best));
  const [compute, expertCompute, communication, steps, secondsPerLayer, seconds, secondsPerExpertLayer] = fit;
  return {
    compute: compute ?? 0,
    expertCompute: expertCompute ?? 0,
    communication: communication ?? 0,
    steps: steps ?? 0,
    secondsPerLayer: secondsPerLayer ?? 0,
    ...(secondsPerExpertLayer === undefined ? {} : { secondsPerExpertLayer }),
    seconds: seconds ?? 0,
    others,
  };
}

/** What the wait until the scheduler looks comes out as when it is fitted like the rest; 1 is what its setting says. */
export function fittedWait(rows: readonly FirstTokenRow[], { others, secondsPerExpertLayer }: FirstTokenFormula): number {
  const features = rows.map((row) => [...featuresOf(row, others, secondsPerExpertLayer !== undefined), row.receiveSeconds / row.measured]);
  return robustFit(features).at(-1) ?? 0;
}

/** Least squares of relative errors stay low where the spread is wide: an estimate below cannot miss by more than all of it. The median is put right. */
function centred(features: readonly (readonly number[])[], targets: readonly number[], fit: readonly number[]): number[] {
  // A row that waited for less than its setting says is over-estimated whatever the rest is.
  const shares = features.map((row, index) => dot(row, fit) / Math.max(1e-9, targets[index] ?? 0));
  const middle = quantile(shares, 0.5);
  return fit.map((value) => value / middle);
}

function featuresOf({ terms, running, stepSeconds, measured }: FirstTokenRow, others: number, expertLayers: boolean): number[] {
  const delayed = 1 + others * Math.max(0, running - 1);
  const parts = [delayed * terms.compute, delayed * terms.expertCompute, delayed * terms.communication, stepSeconds, terms.layers, 1];
  return [...parts, ...(expertLayers ? [terms.expertLayers] : [])].map((part) => part / measured);
}
