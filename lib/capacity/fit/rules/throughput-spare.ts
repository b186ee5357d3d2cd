/** AF-CAP-024: enough tokens a second, with so little to spare that queues grow. */
import { OPERATIONAL, violations } from '../../../core/rule';
import { balancesOf, type PoolRule } from '../assessment';
import { BUSY_ABOVE, throughputOf } from '../throughput';
import { isKnown, shortOfTokens, throughputVerdict } from '../throughput-verdict';

export const throughputSpare: PoolRule = {
  id: 'throughput-spare',
  code: 'AF-CAP-024',
  title:
    'The replicas are expected to make the tokens per second that are asked for, with less than 15 % to spare or not at the worse end of the band.',
  why: 'Queues grow steeply when a server is used above 85 %.',
  fix: 'Take one replica more, or measure one where only the band doubts.',
  severity: OPERATIONAL,
  check(assessment) {
    const asking = balancesOf(assessment).filter((balance) => isKnown(throughputOf(balance)));
    if (asking.length === 0) return 'not-applicable';
    return violations(
      asking.flatMap((balance) => {
        const throughput = throughputOf(balance);
        if (!isKnown(throughput) || throughputVerdict(throughput) !== 'tight') return [];
        const isBusy = throughput.demandTokensPerSecond > BUSY_ABOVE * throughput.supplyTokensPerSecond;
        const why = isBusy ? 'queues grow when so little is left' : 'the worse end of the band would not be enough';
        return [shortOfTokens(balance, throughput, why)];
      }),
    );
  },
};
