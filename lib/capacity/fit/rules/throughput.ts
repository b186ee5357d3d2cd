/** AF-CAP-013: the tokens a second that a plan asks for, against what its replicas make. An estimate has a band: only its better end refuses. */
import type { FindingDetail, UnplacedFinding } from '../../../core/finding';
import { formatInteger, formatPercent } from '../../../core/format';
import { mixedRate } from '../../demand/request-rate';
import type { Verdict } from '../../verdict';
import type { Balance } from '../balance';
import type { ThroughputBalance } from '../pool-verdict';
import { BUSY_ABOVE, throughputOf, type UnknownThroughput } from '../throughput';
import type { Assessment, Rule } from './rule';

/** What throughput alone says of a pool: rejected beyond the band, uncertain within its better half, tight within its worse half or above 85 % use. */
export function throughputVerdict(throughput: ThroughputBalance | UnknownThroughput | null): Verdict {
  if (throughput === null) return 'fits';
  if ('missing' in throughput) return 'uncertain';
  const { demandTokensPerSecond: asked, supplyTokensPerSecond: made, range } = throughput;
  if (asked > range[1]) return 'rejected';
  if (asked > made) return 'uncertain';
  return asked > range[0] || asked > BUSY_ABOVE * made ? 'tight' : 'fits';
}

export const tokensPerSecond: Rule = (assessment) =>
  balances(assessment).flatMap((balance) => {
    const throughput = throughputOf(balance);
    const verdict = throughputVerdict(throughput);
    if (throughput === null || verdict === 'fits') return [];
    return ['missing' in throughput ? unknown(balance, throughput) : finding(balance, throughput, verdict)];
  });

const balances = ({ floor, peak }: Assessment) => [floor, ...(peak === null ? [] : [peak])];

const WORDS: Readonly<Record<Verdict, string>> = {
  rejected: 'not even the better end of the band is enough',
  uncertain: 'only the better end of the band would be enough; a measurement decides',
  tight: 'queues grow when so little is left',
  fits: '',
};

const wordsOf = ({ demandTokensPerSecond, supplyTokensPerSecond }: ThroughputBalance, verdict: Verdict) =>
  verdict === 'tight' && demandTokensPerSecond <= BUSY_ABOVE * supplyTokensPerSecond
    ? 'the worse end of the band would not be enough'
    : WORDS[verdict];

function finding(balance: Balance, throughput: ThroughputBalance, verdict: Verdict): UnplacedFinding {
  const { demandTokensPerSecond: asked, supplyTokensPerSecond: made, measured, concurrency } = throughput;
  const { replicas } = balance.input;
  const makers = replicas === 1 ? 'one replica makes' : `${replicas} replicas make`;
  const how = measured ? 'as measured' : `at ${formatInteger(concurrency)} requests in flight each`;
  const why = measured && verdict === 'rejected' ? '' : `: ${wordsOf(throughput, verdict)}`;
  return {
    code: 'AF-CAP-013',
    severity: verdict === 'rejected' ? 'error' : 'warning',
    prop: 'replicas',
    value: replicas,
    allowed: `≤ ${formatInteger(BUSY_ABOVE * made)} tokens/s, ${formatPercent(BUSY_ABOVE)} of what is made`,
    message: `${formatInteger(asked)} tokens/s are asked for; ${makers} about ${formatInteger(made)} ${how}${why}`,
    details: details(balance, throughput),
    repairs: measured ? [] : ['measured: { tokensPerSecond }, your own measurement of one replica'],
  };
}

function details(balance: Balance, { range, demandTokensPerSecond, measured }: ThroughputBalance): FindingDetail[] {
  const rate = mixedRate(balance.input.demands);
  if (rate === null) return [];
  const cached = (rate.cachedInputTokens ?? 0) === 0 ? '' : `, ${formatInteger(rate.cachedInputTokens ?? 0)} of them cached`;
  const requests = `${rate.requestsPerSecond.toFixed(2)} requests/s × ${formatInteger(rate.outputTokens)} tokens of output`;
  return [
    {
      label: 'demand',
      text: `${requests} (${formatInteger(rate.inputTokens)} of input${cached}) = ${formatInteger(demandTokensPerSecond)} tokens/s`,
    },
    ...(measured ? [] : [{ label: 'band', text: `${formatInteger(range[0])}–${formatInteger(range[1])} tokens/s` }]),
  ];
}

function unknown(balance: Balance, { missing }: UnknownThroughput): UnplacedFinding {
  return {
    code: 'AF-CAP-013',
    severity: 'warning',
    prop: 'measured',
    value: missing,
    message: `cannot say how many tokens/s ${balance.input.replica.model.facts.id} makes on ${balance.input.replica.gpu.facts.name}: ${missing.join(', ')} not known`,
    repairs: ['measured: { tokensPerSecond }, your own measurement of one replica'],
  };
}
