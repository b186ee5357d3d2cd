/** What fleets ask of a pool of somebody else, beside what is stated that it holds. */
import { mixedRate } from '../../capacity/demand/request-rate';
import type { RoleDemand } from '../../capacity/demand/role-demand';
import type { PoolDemand } from '../pool-demand';
import type { ExistingPoolSpec } from './existing-pool-props';

/** Planned, or at the declared peak, whichever is more of each. */
export interface Asked {
  readonly sessions: number;
  /** Tokens of all sessions. A shared prefix counts for each of them: what the engine shares is not known. */
  readonly tokens: number;
  /** Null where no role says how often it asks. */
  readonly tokensPerSecond: number | null;
}

/** A pool of somebody else with what is asked of it: what its rules look at. */
export interface StatedPool {
  readonly name: string;
  readonly spec: Pick<ExistingPoolSpec, 'capacity' | 'maxContextTokens'>;
  readonly demand: Pick<PoolDemand, 'planned' | 'peak'>;
}

export function askedOf({ demand: { planned, peak } }: StatedPool): Asked {
  const [plan, most] = [sumOf(planned), sumOf(peak)];
  const rates = [plan.tokensPerSecond, most.tokensPerSecond].filter((rate) => rate !== null);
  return {
    sessions: Math.max(plan.sessions, most.sessions),
    tokens: Math.max(plan.tokens, most.tokens),
    tokensPerSecond: rates.length === 0 ? null : Math.max(...rates),
  };
}

function sumOf(demands: readonly RoleDemand[]): Asked {
  const rate = mixedRate(demands);
  return {
    sessions: demands.reduce((sum, { sessions }) => sum + sessions, 0),
    tokens: demands.reduce((sum, { sessions, contextTokens }) => sum + sessions * contextTokens, 0),
    tokensPerSecond: rate === null ? null : rate.requestsPerSecond * rate.outputTokens,
  };
}

/** One limit of a pool: what is asked of it, and what is stated. */
export interface StatedLimit {
  /** Name of the prop in `capacity`. */
  readonly prop: 'kvTokens' | 'requests' | 'tokensPerSecond';
  /** What is counted, in words. */
  readonly unit: string;
  readonly asked: number;
  /** Null where nobody says. */
  readonly stated: number | null;
}

/** Tokens of KV cache, as stated or as so many requests of full length take; null where neither is stated. */
export function statedTokens({ spec: { capacity, maxContextTokens } }: Pick<StatedPool, 'spec'>): number | null {
  return capacity?.kvTokens ?? (capacity?.requests === undefined ? null : capacity.requests * maxContextTokens);
}

/** The limits that what is asked has; none where nothing is asked. */
export function limitsOf(pool: StatedPool): StatedLimit[] {
  const { sessions, tokens, tokensPerSecond } = askedOf(pool);
  if (sessions === 0 && tokensPerSecond === null) return [];
  const { capacity = {} } = pool.spec;
  const byTokens = capacity.kvTokens !== undefined || capacity.requests === undefined;
  const memory: StatedLimit[] = byTokens
    ? [{ prop: 'kvTokens', unit: 'tokens of KV cache', asked: tokens, stated: capacity.kvTokens ?? null }]
    : [];
  const admitted: StatedLimit[] =
    capacity.requests === undefined
      ? []
      : [{ prop: 'requests', unit: 'requests at once', asked: Math.ceil(sessions), stated: capacity.requests }];
  const speed: StatedLimit[] =
    tokensPerSecond === null
      ? []
      : [{ prop: 'tokensPerSecond', unit: 'output tokens per second', asked: tokensPerSecond, stated: capacity.tokensPerSecond ?? null }];
  return [...memory, ...admitted, ...speed];
}
