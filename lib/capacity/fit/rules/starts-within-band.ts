/** AF-CAP-038: the engine starts as planned, and would not at the lower end of the range. */
import { formatGiB, formatInteger } from '../../../core/format';
import type { Rule } from '../../../core/rule';
import type { Assessment } from '../assessment';
import { budgetLines } from '../explain';
import { startsWith } from '../starts';

/** An assessment with the range of the KV cache of one replica. */
export interface RangedAssessment extends Assessment {
  /** GiB; null where facts are missing. */
  readonly kvRangeGiB: readonly [low: number, high: number] | null;
}

export const startsWithinBand: Rule<RangedAssessment> = {
  id: 'starts-within-band',
  code: 'AF-CAP-038',
  title: 'The engine starts as planned, but not at the lower end of the band of the memory estimate.',
  why: 'The engine stops when the weights leave no KV cache or when one request of maxContextTokens does not fit in it.',
  fix: 'Lower maxContextTokens or leave more of the GPU to the KV cache.',
  severity: 'warning',
  uncertain: true,
  needs: ['memory'],
  check(assessment) {
    const { kvRangeGiB, input, floor } = assessment;
    if (kvRangeGiB === null || !startsWith(floor.supply.kvCacheGiB, assessment)) return 'not-applicable';
    const [low, high] = kvRangeGiB;
    if (startsWith(low, assessment)) return 'compliant';
    const { maxContextTokens, engine, gpu } = input.replica;
    const message =
      `${engine.name} may stop when it starts on ${gpu.name}: a replica holds between ${formatGiB(Math.max(0, low))} and ${formatGiB(high)} of KV cache, ` +
      `and one request of ${formatInteger(maxContextTokens)} tokens needs to fit`;
    const repairs = ['lower maxContextTokens, or compare with the KV cache size that the engine prints when it starts'];
    return [{ prop: 'maxContextTokens', value: maxContextTokens, message, details: budgetLines(input.replica, floor.supply), repairs }];
  },
};
