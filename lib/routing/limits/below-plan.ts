/** Limits that refuse requests which the plan sends: by alias, by key and by external model they are compared alike. */
import { formatInteger } from '../../core/format';
import type { ClientLoad } from '../contract';
import type { GivenLimits } from './client-limits';

/** A limit below the plan. */
export interface LimitBelowPlan {
  readonly limit: keyof GivenLimits;
  readonly value: number;
  /** The least that admits the plan, as the user writes it. */
  readonly needed: number;
  /** What is planned, e.g. `60 requests a minute`. */
  readonly planned: string;
}

/** How often a limit counts: each of so many instances by itself. */
export interface Counting {
  readonly parallel: number;
  readonly rates: number;
}

/** More cannot be in flight at once than there are sessions: each sends one request after the other. */
export function parallelBelowPlan({ maxParallelRequests }: GivenLimits, load: ClientLoad, { parallel }: Counting): LimitBelowPlan[] {
  return below('maxParallelRequests', maxParallelRequests, load.sessions, parallel, (count) => `${count} sessions`);
}

/** Rates are declared as means, so that a limit below them refuses requests in every minute. */
export function ratesBelowPlan(
  { requestsPerMinute, tokensPerMinute }: GivenLimits,
  load: ClientLoad,
  { rates }: Counting,
): LimitBelowPlan[] {
  return [
    ...below('requestsPerMinute', requestsPerMinute, load.requestsPerMinute, rates, (count) => `${count} requests a minute`),
    ...below('tokensPerMinute', tokensPerMinute, load.tokensPerMinute, rates, (count) => `${count} tokens a minute`),
  ];
}

function below(
  limit: keyof GivenLimits,
  value: number | undefined,
  planned: number | null,
  instances: number,
  words: (count: string) => string,
): LimitBelowPlan[] {
  if (value === undefined || planned === null || value * instances >= planned) return [];
  return [{ limit, value, needed: Math.ceil(planned / instances), planned: words(formatInteger(Math.ceil(planned))) }];
}
