/** Prices of tokens as LiteLLM reads them. */
import { sumOrNull } from '../../economics/cost-points';
import type { TokenCosts } from '../../economics/token-costs';
import { tokensOf } from '../../economics/traffic-tokens';
import type { PoolView } from '../../inference/pool-view';
import type { Route } from '../routes';

const TOKENS_PER_MILLION = 1e6;
const HOURS = 24;

type LooseCosts = { readonly [K in keyof TokenCosts]: TokenCosts[K] | undefined };

/** Nothing where no price is known. */
export function costs(costPerMillionTokens: LooseCosts | undefined): Record<string, number> {
  if (costPerMillionTokens === undefined) return {};
  const { input = 0, output = 0, cachedInput = input } = costPerMillionTokens;
  return {
    input_cost_per_token: perToken(input),
    output_cost_per_token: perToken(output),
    // LiteLLM takes cached tokens for free where these are missing.
    cache_read_input_token_cost: perToken(cachedInput),
    cache_creation_input_token_cost: perToken(input),
  };
}

/**
 * What a million tokens of a pool cost: as whoever runs it asks, or by its plan: its hours over the day, divided by the prompts and answers of the declared
 * traffic. At that traffic the spend of the router is what the GPUs cost. Undefined where a price or the traffic is not known.
 */
export function plannedCosts({ existing, money, prefill }: Pick<PoolView, 'existing' | 'money' | 'prefill'>): LooseCosts | undefined {
  if (existing !== undefined) return existing.costPerMillionTokens;
  const { tokens } = money;
  const usdPerDay = sumOrNull([money.usdPerDay, ...(prefill === undefined ? [] : [prefill.money.usdPerDay])]);
  if (usdPerDay === null || tokens === null || tokens.input + tokens.output <= 0) return undefined;
  const each = Number(((usdPerDay / HOURS / (tokens.input + tokens.output)) * TOKENS_PER_MILLION).toPrecision(6));
  return { input: each, output: each };
}

/**
 * What a fleet plans to spend on an alias in a day, at the price that the router counts with. Null where the price or the traffic is not known, and where
 * several fleets ask for it.
 */
export function plannedUsdPerDay({
  alias,
  pool,
  costPerMillionTokens,
}: Pick<Route, 'alias' | 'pool' | 'costPerMillionTokens'>): number | null {
  const view = pool.view();
  const prices = costPerMillionTokens ?? plannedCosts(view);
  const traffic = (view.demand.traffic ?? []).filter(({ role }) => role === alias);
  const tokens = tokensOf(traffic);
  if (prices === undefined || tokens === null || new Set(traffic.map(({ fleet }) => fleet)).size > 1) return null;
  const { input = 0, output = 0, cachedInput = input } = prices;
  const usdPerHour = (tokens.input - tokens.cachedInput) * input + tokens.cachedInput * cachedInput + tokens.output * output;
  return (usdPerHour * HOURS) / TOKENS_PER_MILLION;
}

/** Twelve digits hide what binary division adds: 0.2 becomes 2e-7 and not 2.0000000000000002e-7. */
const perToken = (perMillion: number): number => Number((perMillion / TOKENS_PER_MILLION).toPrecision(12));
