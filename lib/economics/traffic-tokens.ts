/** Tokens of the requests of an hour: what an engine computes and an API bills. */
import type { RequestRate } from '../capacity/demand/role-demand';

/** What one role asks on average over the day. */
export interface RoleTraffic {
  readonly fleet: string;
  readonly role: string;
  /** Null where nobody says how often the role asks. */
  readonly rate: RequestRate | null;
}

/** Tokens of an hour by kind. */
export interface HourlyTokens {
  /** Prompts, with what is found in a prefix cache. */
  readonly input: number;
  /** Part of the prompts that is found in a prefix cache, as declared. */
  readonly cachedInput: number;
  readonly output: number;
}

const SECONDS_PER_HOUR = 3_600;

export function hourlyTokens({ requestsPerSecond, inputTokens, cachedInputTokens = 0, outputTokens }: RequestRate): HourlyTokens {
  const requests = requestsPerSecond * SECONDS_PER_HOUR;
  return {
    input: requests * inputTokens,
    cachedInput: requests * Math.min(cachedInputTokens, inputTokens),
    output: requests * outputTokens,
  };
}

export const allTokens = ({ input, output }: HourlyTokens): number => input + output;

/** Null where one role does not say how often it asks, or nobody asks at all. */
export function tokensOf(traffic: readonly RoleTraffic[]): HourlyTokens | null {
  const rates = traffic.map(({ rate }) => rate);
  if (rates.length === 0 || !rates.every((rate): rate is RequestRate => rate !== null)) return null;
  return rates.map(hourlyTokens).reduce((sum, next) => ({
    input: sum.input + next.input,
    cachedInput: sum.cachedInput + next.cachedInput,
    output: sum.output + next.output,
  }));
}
