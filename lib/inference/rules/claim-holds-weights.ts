/** AF-PLT-006: a claim must hold the checkpoint. */
import { checkpointGiB, knowsFiles } from '../../capacity/checkpoint-size';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const claimHoldsWeights: Rule<PoolView> = {
  id: 'claim-holds-weights',
  code: 'AF-PLT-006',
  title: 'A claim is smaller than the checkpoint that it must hold.',
  why: 'The download fails when the claim is full, and starts again without end.',
  fix: 'Raise sizeGiB, or leave it out.',
  severity: 'error',
  check({ spec, replica }) {
    const source = spec.weights?.source;
    // The size of a repository that says nothing of its format is not known.
    const { sizeGiB } = source?.kind === 'claim' || source?.kind === 'ephemeral' ? (source.props ?? {}) : {};
    if (sizeGiB === undefined || !knowsFiles(replica)) return 'not-applicable';
    const least = checkpointGiB(replica);
    if (least === null || sizeGiB >= least) return 'compliant';
    return [
      {
        prop: 'weights.sizeGiB',
        value: sizeGiB,
        allowed: `at least ${Math.ceil(least)}, the size of the checkpoint`,
        message: `a claim of ${sizeGiB} GiB does not hold the checkpoint of ${spec.model.id}, which has ${least.toFixed(1)} GiB`,
        repairs: [`Weights.claim({ sizeGiB: ${Math.ceil(least * 1.2) + 1} })`, 'Weights.claim(): the size follows from the model'],
      },
    ];
  },
};
