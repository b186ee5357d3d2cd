/** AF-CAP-007: every rank gets the same number of heads. */
import type { ModelFacts } from '../../../catalog/model-facts';
import type { PoolRule } from '../assessment';

/** Sizes that a message proposes. */
const USUAL_SIZES = [1, 2, 4, 8, 16] as const;

export const tensorParallelDivides: PoolRule = {
  id: 'tensor-parallel-divides',
  code: 'AF-CAP-007',
  title: 'The tensor parallel size does not divide the heads of the model.',
  why: 'Every GPU of a tensor-parallel group holds the same number of attention heads; the engine refuses any other split.',
  fix: 'Take a number of GPUs that divides the attention heads and divides, or is divided by, the KV heads.',
  severity: 'error',
  bottleneck: 'tensor parallel size',
  repairable: { at: ['error'] },
  check({ input: { replica } }) {
    const size = replica.tensorParallel;
    const { facts } = replica.model;
    if (size === 1) return 'not-applicable';
    if (divides(facts, size)) return 'compliant';
    const valid = USUAL_SIZES.filter((candidate) => divides(facts, candidate));
    const heads = `${facts.attentionHeads} attention heads${facts.mla === null ? ` and ${facts.kvHeads} KV heads` : ''}`;
    const message = `tensor parallel ${size} does not divide ${heads} of ${facts.id}`;
    return [{ prop: 'tensorParallel', value: size, allowed: valid.join(', '), message, repairs: [] }];
  },
};

/** Attention heads split evenly; KV heads split evenly or are copied evenly. */
export function divides(facts: ModelFacts, size: number): boolean {
  const { attentionHeads, kvHeads } = facts;
  if (attentionHeads !== null && attentionHeads % size !== 0) return false;
  if (facts.mla !== null || kvHeads === null) return true;
  return kvHeads % size === 0 || size % kvHeads === 0;
}
