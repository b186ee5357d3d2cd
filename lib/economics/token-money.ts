/** Money where tokens are paid and not hours: of an external model, and of a pool of somebody else. */
import type { RequestRate } from '../capacity/demand/role-demand';
import { partOf, rounded, sumOrNull, type UsdPerHour } from './cost-points';
import { apiCost } from './crossover';
import type { TokenCosts } from './token-costs';
import { hourlyTokens } from './traffic-tokens';

/** A rate is null where nobody says how often a role asks. */
export interface TokenTraffic {
  /** Of the roles, as planned. */
  readonly planned: readonly (RequestRate | null)[];
  /** At the declared peak; empty where the plan is the peak. */
  readonly peak: readonly (RequestRate | null)[];
  /** On average over the day. */
  readonly mean: readonly (RequestRate | null)[];
}

/** Nothing is paid while nobody asks. */
export interface TokenMoney {
  readonly usdPerHour: UsdPerHour;
  readonly usdPerDay: number | null;
}

/** `TokenCosts` after their checks. */
export type AskedPrice = { readonly [K in 'input' | 'output' | 'cachedInput']?: TokenCosts[K] | undefined } & Pick<
  TokenCosts,
  'input' | 'output'
>;

/** @param price null where it is not known */
export function tokenMoney(price: AskedPrice | null, traffic: TokenTraffic): TokenMoney {
  const costOf = (rates: TokenTraffic['planned']) => sumOrNull(rates.map((rate) => usdOf(price, rate)));
  const plan = costOf(traffic.planned);
  const peak = traffic.peak.length === 0 ? plan : costOf(traffic.peak);
  return {
    usdPerHour: { floor: plan === null ? null : 0, plan, peak, ceiling: peak },
    usdPerDay: partOf(costOf(traffic.mean), 24),
  };
}

function usdOf(price: AskedPrice | null, rate: RequestRate | null): number | null {
  if (price === null || rate === null) return null;
  const { input, output, cachedInput = input } = price;
  return rounded(apiCost({ input, output, cachedInput }, hourlyTokens(rate)));
}
