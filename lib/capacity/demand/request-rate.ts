/** Requests a second of several roles together, and how many of them are in flight on a replica at that rate. */

import { fixedReplica } from '../fixed-replica';
import { estimateLatency, type MeasuredLatency } from '../latency/estimate-latency';
import type { Load } from '../latency/step-terms';
import type { ReplicaSpec } from '../replica-spec';
import type { RequestRate, RoleDemand } from './role-demand';

/** One mix of requests: rates add up, lengths are means by rate. Null when no role sends any. */
export function mixedRate(demands: readonly RoleDemand[]): RequestRate | null {
  const rates = demands.flatMap(({ rate }) => (rate === undefined || rate.requestsPerSecond <= 0 ? [] : [rate]));
  const total = sum(rates.map((rate) => rate.requestsPerSecond));
  if (total === 0) return null;
  const meanOf = (of: (rate: RequestRate) => number) => sum(rates.map((rate) => rate.requestsPerSecond * of(rate))) / total;
  return {
    requestsPerSecond: total,
    inputTokens: meanOf((rate) => rate.inputTokens),
    cachedInputTokens: meanOf((rate) => Math.min(rate.cachedInputTokens ?? 0, rate.inputTokens)),
    outputTokens: meanOf((rate) => rate.outputTokens),
  };
}

/** The load of one replica with so many of these requests in flight; what is cached is read, not computed. */
export const loadAt = (rate: RequestRate, concurrency: number): Load => ({
  concurrency,
  inputTokens: Math.max(1, rate.inputTokens),
  cachedTokens: rate.cachedInputTokens ?? 0,
  outputTokens: Math.max(1, rate.outputTokens),
});

/** More than any engine admits by default. */
const MOST_IN_FLIGHT = 4_096;

/**
 * Requests in flight on one replica that gets `requestsPerSecond` (Little's law: arrivals × the time that an answer then takes). Null when it cannot
 * keep up at any number, or when facts are missing.
 */
export function inFlight(given: ReplicaSpec, rate: RequestRate, measured: MeasuredLatency = {}): number | null {
  const spec = fixedReplica(given);
  const { tokensPerSecond: _, ...times } = measured;
  // Tokens a second without the load at which they were made say nothing of other loads.
  const known = measured.atConcurrency === undefined ? times : measured;
  const answersPerSecond = (concurrency: number) => {
    const estimate = estimateLatency(spec, loadAt(rate, concurrency), known);
    return 'missing' in estimate ? null : estimate.tokensPerSecond / Math.max(1, rate.outputTokens);
  };
  if ((answersPerSecond(MOST_IN_FLIGHT) ?? 0) < rate.requestsPerSecond) return null;
  let [low, high] = [1, MOST_IN_FLIGHT];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((answersPerSecond(middle) ?? 0) >= rate.requestsPerSecond) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** A demand that is given as output tokens a second. */
export interface TokenRate {
  readonly fleet: string;
  readonly role: string;
  /** Output tokens per second, on average. */
  readonly tokensPerSecond: number;
  readonly inputTokens: number;
  /** @default 0 */
  readonly cachedInputTokens?: number;
  readonly outputTokens: number;
  /**
   * Peak over mean.
   * @default 10
   */
  readonly burst?: number;
}

const BURST = 10;

/**
 * Tokens a second as the demand of a role on `replicas` replicas: as many sessions as are then in flight at the peak. Null when no number of sessions
 * reaches it, or when facts are missing: judge it with a rate and the sessions you know.
 */
export function demandOfTokenRate(
  asked: TokenRate,
  spec: ReplicaSpec,
  replicas: number,
  measured: MeasuredLatency = {},
): RoleDemand | null {
  const requestsPerSecond = (asked.tokensPerSecond * (asked.burst ?? BURST)) / asked.outputTokens;
  const rate: RequestRate = {
    requestsPerSecond,
    inputTokens: asked.inputTokens,
    cachedInputTokens: asked.cachedInputTokens ?? 0,
    outputTokens: asked.outputTokens,
  };
  const perReplica = inFlight(spec, { ...rate, requestsPerSecond: requestsPerSecond / replicas }, measured);
  if (perReplica === null) return null;
  return {
    fleet: asked.fleet,
    role: asked.role,
    sessions: perReplica * replicas,
    contextTokens: asked.inputTokens + asked.outputTokens,
    formula: `${asked.tokensPerSecond} tokens/s × burst ${asked.burst ?? BURST}: ${perReplica} requests in flight on each of ${replicas}`,
    rate,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
