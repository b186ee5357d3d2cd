import type { UnplacedFinding } from '../core/finding';
import type { WeightsSource } from './weights';

/** What the rules of a weights claim read of a pool. */
export interface ClaimedWeights {
  readonly source: WeightsSource | undefined;
  readonly model: string;
  /** Size by which a claim without one is made, GiB; null where nobody knows it. */
  readonly plannedGiB: number | null;
  /** Size that a claim must have, GiB; null where nobody knows it. */
  readonly leastGiB: number | null;
}

/** A claim must hold the checkpoint. */
export function claimFindings({ source, model, plannedGiB, leastGiB }: ClaimedWeights): UnplacedFinding[] {
  if (source?.kind !== 'claim') return [];
  const { sizeGiB } = source.props;
  const base = { code: 'AF-SPEC-001', severity: 'error' as const, prop: 'weights.sizeGiB', value: sizeGiB };
  if (sizeGiB === undefined) {
    const message = `the checkpoint of ${model} has no known size, so the claim for its weights cannot be sized`;
    return plannedGiB === null ? [{ ...base, allowed: 'a size in GiB', message, repairs: ['Weights.claim({ sizeGiB: … })'] }] : [];
  }
  if (leastGiB === null || sizeGiB >= leastGiB) return [];
  return [
    {
      ...base,
      allowed: `at least ${Math.ceil(leastGiB)}, the size of the checkpoint`,
      message: `a claim of ${sizeGiB} GiB does not hold the checkpoint of ${model}, which has ${leastGiB.toFixed(1)} GiB`,
      repairs: [`Weights.claim({ sizeGiB: ${Math.ceil(leastGiB * 1.2) + 1} })`, 'Weights.claim(): the size follows from the model'],
    },
  ];
}
