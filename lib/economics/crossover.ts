/** Own GPUs beside an API at the traffic of one role: GPUs cost by the hour, an API by the token. */
import { z } from 'zod';
import { seenDate } from '../core/iso-date';
import { shownText } from '../core/shown-text';
import { MOST_USD_PER_UNIT } from './budget';
import { partOf, rounded } from './cost-points';
import type { HourlyTokens } from './traffic-tokens';

/** Price of tokens at an API, USD per million. */
export interface ApiPriceProps {
  /** What is asked for there, e.g. the model and its provider. */
  readonly name: string;
  /** Prompts. */
  readonly input: number;
  /** Answers. */
  readonly output: number;
  /**
   * Prompt tokens that the provider finds in its own cache.
   * @default - the same as input
   */
  readonly cachedInput?: number;
  /** Date of the price, ISO. */
  readonly asOf: string;
}

const usd = z.number().nonnegative().max(MOST_USD_PER_UNIT);

export const apiPriceSchema = z.strictObject({
  name: shownText('stands in plans and messages'),
  input: usd,
  output: usd,
  cachedInput: usd.optional(),
  asOf: seenDate,
});

/** The same after its checks. */
export interface ApiPrice extends z.output<typeof apiPriceSchema> {}

/** What one role costs on its GPUs. */
export interface OwnGpus {
  /** Provisioned hours, the idle ones included; null where a price is unknown. */
  readonly usdPerHour: number | null;
  /** Part of what the GPUs can write that the role asks for; null where it is not known. */
  readonly use: number | null;
}

/** Both sides of the choice. */
export interface Crossover {
  readonly api: string;
  readonly asOf: string;
  readonly usdPerHour: number;
  readonly usdPerMillionTokens: number;
  /** GPUs ÷ API: above 1 the API is cheaper. Null where the GPUs have no price, or the API is free. */
  readonly times: number | null;
  /** Tokens an hour at which both cost the same. */
  readonly breakEvenTokensPerHour: number | null;
  /** The same as part of what the GPUs can write; above 1 they never break even. */
  readonly breakEvenUse: number | null;
}

/** USD of these tokens. */
export function apiCost(
  { input, output, cachedInput = input }: Pick<ApiPrice, 'input' | 'output' | 'cachedInput'>,
  tokens: HourlyTokens,
): number {
  const computed = tokens.input - tokens.cachedInput;
  return (computed * input + tokens.cachedInput * cachedInput + tokens.output * output) / 1e6;
}

/** Null where the role asks for nothing. The hours of the GPUs are paid whether they are used or not, so a break-even is one of provisioned hours. */
export function crossover(gpus: OwnGpus, tokens: HourlyTokens, price: ApiPrice): Crossover | null {
  const all = tokens.input + tokens.output;
  if (all <= 0) return null;
  const usdPerHour = apiCost(price, tokens);
  const times = gpus.usdPerHour === null || usdPerHour === 0 ? null : gpus.usdPerHour / usdPerHour;
  return {
    api: price.name,
    asOf: price.asOf,
    usdPerHour: rounded(usdPerHour),
    usdPerMillionTokens: rounded((usdPerHour / all) * 1e6, 4),
    times: partOf(times, 1),
    breakEvenTokensPerHour: times === null ? null : Math.round(all * times),
    breakEvenUse: times === null ? null : partOf(gpus.use, times),
  };
}
