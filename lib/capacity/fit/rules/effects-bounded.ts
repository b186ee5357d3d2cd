/** AF-CAP-039: an input is not known, and it is not known by how much it changes the KV cache. */
import type { Rule } from '../../../core/rule';
import type { Assessment } from '../assessment';

/** An assessment with what is not known although every fact of the replica is. */
export interface DoubtedAssessment extends Assessment {
  readonly doubts: readonly string[];
}

export const effectsBounded: Rule<DoubtedAssessment> = {
  id: 'effects-bounded',
  code: 'AF-CAP-039',
  title: 'An input that changes the KV cache is not known, nor by how much it does, so the pool may or may not fit.',
  why: 'What is not counted can only take memory away: a plan that does not fit is certain, and a plan that seems to fit is not.',
  fix: 'Give the input, or compare with the KV cache size that the engine prints when it starts.',
  severity: 'warning',
  uncertain: true,
  check({ doubts, input: { replica } }) {
    if (doubts.length === 0) return 'compliant';
    const message = `cannot say whether ${replica.model.facts.id} fits on ${replica.gpu.facts.name}: ${doubts.join('; ')}`;
    return [{ value: doubts, message, repairs: ['compare with the KV cache size that the engine prints when it starts'] }];
  },
};
