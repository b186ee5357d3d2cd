/** AF-CAP-013: the tokens a second that a plan asks for, against what its replicas make. */
import { type Violation, violations } from '../../../core/rule';
import { balancesOf, type PoolRule } from '../assessment';
import type { Balance } from '../balance';
import { throughputOf } from '../throughput';
import { isKnown, shortOfTokens, throughputVerdict } from '../throughput-verdict';

export const throughputEnough: PoolRule = {
  id: 'throughput-enough',
  code: 'AF-CAP-013',
  title:
    'The tokens per second that are asked for exceed what the replicas are expected to make: beyond the band of the estimate (error), or within it (warning).',
  why: 'Requests that arrive faster than they are answered queue without end, however much memory is free.',
  fix: 'Take more replicas or faster GPUs, ask for less, or measure one replica where only the band doubts.',
  severity: ['error', 'warning'],
  repairable: { at: ['error', 'warning'] },
  check(assessment) {
    const asking = balancesOf(assessment).filter((balance) => isKnown(throughputOf(balance)));
    return asking.length === 0 ? 'not-applicable' : violations(asking.flatMap(tooSlow));
  },
};

function tooSlow(balance: Balance): Violation[] {
  const throughput = throughputOf(balance);
  const verdict = throughputVerdict(throughput);
  if (!isKnown(throughput) || (verdict !== 'rejected' && verdict !== 'uncertain')) return [];
  if (verdict === 'uncertain')
    return [
      {
        ...shortOfTokens(balance, throughput, 'only the better end of the band would be enough; a measurement decides'),
        severity: 'warning',
        uncertain: true,
      },
    ];
  const why = throughput.measured ? '' : 'not even the better end of the band is enough';
  return [{ ...shortOfTokens(balance, throughput, why), severity: 'error' }];
}
