import { z } from 'zod';
import { checkArguments, quantity } from '../../core/checked';
import { freeText } from '../../core/notion';
import type { RoleDemand } from './role-demand';

/** Contexts as they are measured, by percentile: the p95 is what a pool admits, and what is longer belongs to a pool of its own. */
export interface ContextPercentiles {
  readonly p50Tokens: number;
  readonly p95Tokens: number;
  /**
   * The longest session.
   * @default - the p95
   */
  readonly maxTokens?: number;
}

/** Tokens of one KV block; caps end with one. */
const BLOCK = 16;
/** Sessions beyond the p95. */
const BEYOND = 0.05;

/** `max-model-len` of a pool for these contexts: the p95, not the model's maximum, to the end of a block. */
export function capOf(contexts: ContextPercentiles): number {
  checkArguments('capOf', { contexts: z.looseObject({ p95Tokens: quantity }) }, { contexts });
  return Math.ceil(contexts.p95Tokens / BLOCK) * BLOCK;
}

/** Demand of a role whose long sessions go to a pool of their own. */
export interface SplitDemand {
  /** On the capped pool. */
  readonly short: RoleDemand;
  /** On the pool for long sessions; null when there are none. */
  readonly long: RoleDemand | null;
}

const SPLIT = {
  demand: z.looseObject({
    fleet: freeText('names of fleets are only shown', { empty: true }),
    role: freeText('names of roles are only shown', { empty: true }),
    sessions: quantity,
    contextTokens: quantity,
    formula: freeText('an explanation for people', { empty: true }),
    rate: z.looseObject({ requestsPerSecond: quantity }).optional(),
  }),
  contexts: z.looseObject({ maxTokens: quantity }),
  capTokens: quantity,
  longShare: z.number().max(1),
};

/**
 * One role on two pools: sessions up to the cap, and the share that is longer.
 *
 * @param longShare of the sessions that outgrow the cap; the p95 leaves 0.05
 */
export function splitLongSessions(
  demand: RoleDemand,
  contexts: Required<ContextPercentiles>,
  capTokens: number,
  longShare: number = BEYOND,
): SplitDemand {
  checkArguments('splitLongSessions', SPLIT, { demand, contexts, capTokens, longShare });
  if (contexts.maxTokens <= capTokens || longShare <= 0) return { short: demand, long: null };
  const longSessions = Math.ceil(demand.sessions * longShare - 1e-9);
  const shortSessions = demand.sessions - longSessions;
  return {
    short: part(demand, shortSessions, Math.min(demand.contextTokens, capTokens)),
    long: part(demand, longSessions, contexts.maxTokens),
  };
}

function part(demand: RoleDemand, sessions: number, contextTokens: number): RoleDemand {
  const { rate } = demand;
  const share = demand.sessions === 0 ? 0 : sessions / demand.sessions;
  const formula = `${sessions} of ${demand.sessions} sessions (${demand.formula})`;
  const scaled = rate === undefined ? {} : { rate: { ...rate, requestsPerSecond: rate.requestsPerSecond * share } };
  return { ...demand, sessions, contextTokens, formula, ...scaled };
}
