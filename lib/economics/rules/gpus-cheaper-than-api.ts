/** AF-COST-004: hours of GPUs are paid whether they are used or not, tokens of an API only when they are asked for. */

import type { FindingDetail } from '../../core/finding';
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
  /**
   * Prop that decides it.
   * @default 'tokensPerHour'
   */
  readonly prop?: string;
  /**
   * Role whose work it is, and the API that could do it.
   * @default - traffic of nobody in particular
   */
  readonly role?: { readonly name: string; readonly api: string };
  /**
   * The API without the history that each turn sends again, USD per hour.
   * @default - not known
   */
  readonly countedOnceUsdPerHour?: number | null;
}

export const gpusCheaperThanApi: Rule<PricedTraffic> = {
  id: 'gpus-cheaper-than-api',
  code: 'AF-COST-004',
  title: 'At the declared traffic an API of the same class of models would cost less than the GPUs.',
  why: 'GPUs are paid by the hour, however few tokens they make.',
  fix: 'Send the role to an API, take fewer or smaller GPUs, or let more roles use them.',
  severity: 'warning',
  check(priced) {
    const { fleetUsdPerHour, apiUsdPerHour, ratio, breakEvenTokensPerHour, use, usdPerMTokens, prop = 'tokensPerHour', role } = priced;
    if (ratio >= 1) return 'compliant';
    const whose = role === undefined ? 'an API' : `${role.name}: ${role.api}`;
    const at = use === null ? '' : `, at ${formatPercent(use)} use`;
    const perHour = `${formatUsd(apiUsdPerHour)} an hour against ${formatUsd(fleetUsdPerHour)}${at}`;
    return [
      {
        prop,
        value: Number(ratio.toFixed(3)),
        allowed: `≥ ${(breakEvenTokensPerHour / 1e6).toFixed(1)} M tokens an hour`,
        message: `${whose} at ${formatUsd(usdPerMTokens)} for a million tokens would cost ${perHour}`,
        details: detailsOf(priced),
        repairs: ['an API for this role, behind the same router', 'fewer or smaller GPUs', 'more roles on the same pool'],
      },
    ];
  },
};

const times = (own: number, api: number): string => `${(own / api).toFixed(1)} times`;

function detailsOf({ fleetUsdPerHour, apiUsdPerHour, role, countedOnceUsdPerHour = null }: PricedTraffic): FindingDetail[] {
  if (role === undefined || apiUsdPerHour === 0) return [];
  const once =
    countedOnceUsdPerHour === null || countedOnceUsdPerHour === 0
      ? []
      : [
          {
            label: 'counted once',
            text: `${formatUsd(24 * countedOnceUsdPerHour)} a day without the history that each turn sends again: the GPUs cost ${times(fleetUsdPerHour, countedOnceUsdPerHour)} that`,
          },
        ];
  return [
    {
      label: 'a day',
      text: `${formatUsd(24 * fleetUsdPerHour)} for the GPUs, ${formatUsd(24 * apiUsdPerHour)} for the API: the GPUs cost ${times(fleetUsdPerHour, apiUsdPerHour)} that`,
    },
    ...once,
  ];
}
