/** What throughput alone says of a pool, and the sentence that its rules share. An estimate has a band: only its better end refuses. */
import type { FindingDetail } from '../../core/finding';
import { formatInteger, formatPercent } from '../../core/format';
import type { Violation } from '../../core/rule';
import { mixedRate } from '../demand/request-rate';
import type { ReplicaSpec } from '../replica-spec';
import type { Verdict } from '../verdict';
import type { Balance } from './balance';
import type { ThroughputBalance } from './pool-verdict';
import { BUSY_ABOVE, type UnknownThroughput } from './throughput';

/** Rejected beyond the band, uncertain within its better half, tight within its worse half or above 85 % use. */
export function throughputVerdict(throughput: ThroughputBalance | UnknownThroughput | null): Verdict {
  if (throughput === null) return 'fits';
  if ('missing' in throughput) return 'uncertain';
  const { demandTokensPerSecond: asked, supplyTokensPerSecond: made, range } = throughput;
  if (asked > range[1]) return 'rejected';
  if (asked > made) return 'uncertain';
  return asked > range[0] || asked > BUSY_ABOVE * made ? 'tight' : 'fits';
}

export const isKnown = (throughput: ThroughputBalance | UnknownThroughput | null): throughput is ThroughputBalance =>
  throughput !== null && !('missing' in throughput);

/** What to type where the estimate is not enough. */
export const MEASURE = 'measured: { tokensPerSecond }, your own measurement of one replica';

/** What is asked beside what is made; `why` says what follows, empty where the numbers say it. */
export function shortOfTokens(balance: Balance, throughput: ThroughputBalance, why: string): Violation {
  const { demandTokensPerSecond: asked, supplyTokensPerSecond: made, measured, concurrency } = throughput;
  const { replicas, replica } = balance.input;
  const shown = rateOf(replica);
  const makers = replicas === 1 ? 'one replica makes' : `${replicas} replicas make`;
  const how = measured ? 'as measured' : `at ${formatInteger(concurrency)} requests in flight each`;
  return {
    prop: 'replicas',
    value: replicas,
    allowed: `≤ ${shown(BUSY_ABOVE * made)}, ${formatPercent(BUSY_ABOVE)} of what is made`,
    message: `${shown(asked)} are asked for; ${makers} about ${shown(made)} ${how}${why === '' ? '' : `: ${why}`}`,
    details: details(balance, throughput),
    // What is measured of a pool is measured of the replicas that write.
    repairs: measured || balance.input.replica.promptsOnly === true ? [] : [MEASURE],
  };
}

/** A replica for prompts makes one token of each. */
export const rateOf =
  ({ promptsOnly = false }: ReplicaSpec) =>
  (perSecond: number): string =>
    promptsOnly ? `${perSecond.toFixed(2)} prompts/s` : `${formatInteger(perSecond)} tokens/s`;

function details(balance: Balance, { range, demandTokensPerSecond, measured }: ThroughputBalance): FindingDetail[] {
  const rate = mixedRate(balance.input.demands);
  if (rate === null) return [];
  const shown = rateOf(balance.input.replica);
  const cached = (rate.cachedInputTokens ?? 0) === 0 ? '' : `, ${formatInteger(rate.cachedInputTokens ?? 0)} of them cached`;
  const requests = `${rate.requestsPerSecond.toFixed(2)} requests/s × ${formatInteger(rate.outputTokens)} tokens of output`;
  return [
    {
      label: 'demand',
      text: `${requests} (${formatInteger(rate.inputTokens)} of input${cached}) = ${shown(demandTokensPerSecond)}`,
    },
    ...(measured ? [] : [{ label: 'band', text: `${shown(range[0])} to ${shown(range[1])}` }]),
  ];
}
