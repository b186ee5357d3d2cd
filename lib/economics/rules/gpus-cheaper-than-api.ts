/** AF-COST-004: hours of GPUs are paid whether they are used or not, tokens of an API only when they are asked for. */
import { formatPercent, formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';

/** GPUs and an API at the same traffic. */
export interface PricedTraffic {
  readonly fleetUsdPerHour: number;
  readonly apiUsdPerHour: number;
  /** API ÷ fleet. */
  readonly ratio: number;
  readonly breakEvenTokensPerHour: number;
  /** Part of what the replicas can make that the traffic uses; null where that is not given. */
  readonly use: number | null;
  readonly usdPerMTokens: number;
}

export const gpusCheaperThanApi: Rule<PricedTraffic> = {
  id: 'gpus-cheaper-than-api',
  code: 'AF-COST-004',
  title: 'At the declared traffic an API of the same class of models would cost less than the GPUs.',
  why: 'GPUs are paid by the hour, however few tokens they make.',
  fix: 'Send the role to an API, take fewer or smaller GPUs, or let more roles use them.',
  severity: 'warning',
  raisedBy: 'checkAgainstApi() of cdktf-agent-fleet/economics',
  check({ fleetUsdPerHour, apiUsdPerHour, ratio, breakEvenTokensPerHour, use, usdPerMTokens }) {
    if (ratio >= 1) return 'compliant';
    const at = use === null ? '' : `, at ${formatPercent(use)} use`;
    const perHour = `${formatUsd(apiUsdPerHour)} an hour against ${formatUsd(fleetUsdPerHour)}${at}`;
    return [
      {
        prop: 'tokensPerHour',
        value: Number(ratio.toFixed(3)),
        allowed: `≥ ${(breakEvenTokensPerHour / 1e6).toFixed(1)} M tokens an hour`,
        message: `an API at ${formatUsd(usdPerMTokens)} for a million tokens would cost ${perHour}`,
        repairs: ['an API for this role, behind the same router', 'fewer or smaller GPUs', 'more roles on the same pool'],
      },
    ];
  },
};
