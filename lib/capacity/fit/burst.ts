/** A burst: the demand of the peak meets the replicas of the floor, all at once. How long until they are full, and until they are overloaded? */
import { loadAt, mixedRate } from '../demand/request-rate';
import type { RequestRate } from '../demand/role-demand';
import { estimateLatency } from '../latency/estimate-latency';
import type { PoolInput } from './pool-input';

/** Requests in flight at which a replica makes the most; its admission keeps those that do not fit waiting. More than any engine admits by default. */
const SATURATED = 4_096;
/** Waiting requests per replica that count as overload: fleets that were published add GPUs at ten. */
export const OVERLOAD_PER_REPLICA = 10;

export interface Burst {
  /** Requests a second beyond what the floor answers; at most 0 where it keeps up. */
  readonly excessPerSecond: number;
  /** Seconds until the KV cache of the floor is full; infinite where it keeps up. */
  readonly fullSeconds: number;
  /** Seconds until ten requests wait for each replica of the floor; infinite where it keeps up. */
  readonly overloadSeconds: number;
  /** Replicas that keep up. */
  readonly replicas: number;
}

/**
 * Free tokens of the KV cache ÷ (excess × tokens of a request), and then 10 requests for each replica ÷ excess. Null where no role says how often it asks,
 * or facts are missing.
 *
 * @param supplyTokens KV cache of all replicas of the floor, tokens
 * @param demandTokens of these in use before the burst
 */
export function burstOf(input: PoolInput, supplyTokens: number, demandTokens: number): Burst | null {
  const rate = mixedRate(input.peakDemands ?? []) ?? mixedRate(input.demands);
  if (rate === null) return null;
  const each = answersPerSecond(input, rate);
  if (each === null || each <= 0) return null;
  const excessPerSecond = rate.requestsPerSecond - each * input.replicas;
  const replicas = Math.max(1, Math.ceil(rate.requestsPerSecond / each - 1e-9));
  if (excessPerSecond <= 0)
    return { excessPerSecond, fullSeconds: Number.POSITIVE_INFINITY, overloadSeconds: Number.POSITIVE_INFINITY, replicas };
  const free = Math.max(0, supplyTokens - demandTokens);
  const fullSeconds = free / (excessPerSecond * (rate.inputTokens + rate.outputTokens));
  return {
    excessPerSecond,
    fullSeconds,
    overloadSeconds: fullSeconds + (OVERLOAD_PER_REPLICA * input.replicas) / excessPerSecond,
    replicas,
  };
}

/** Of one replica that never waits for requests. */
function answersPerSecond({ replica, measured = {} }: PoolInput, rate: RequestRate): number | null {
  const { tokensPerSecond: _, ...times } = measured;
  // Tokens a second without the load at which they were made say nothing of this one.
  const known = measured.atConcurrency === undefined ? times : measured;
  const estimate = estimateLatency(replica, loadAt(rate, SATURATED), known);
  return 'missing' in estimate ? null : estimate.tokensPerSecond / Math.max(1, rate.outputTokens);
}
