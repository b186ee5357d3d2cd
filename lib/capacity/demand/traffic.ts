import { z } from 'zod';
import { checkArguments, quantity } from '../../core/checked';

/** Conversations of a day as traffic. */
export interface ConversationTraffic {
  readonly conversationsPerDay: number;
  readonly turns: number;
  /** Input and output of one turn. */
  readonly tokensPerTurn: number;
  /**
   * Peak over mean.
   * @default 10
   */
  readonly burst?: number;
}

/** Requests and tokens of a day, and at its peak. */
export interface Traffic {
  readonly tokensPerDay: number;
  readonly meanTokensPerSecond: number;
  readonly peakTokensPerSecond: number;
}

const SECONDS_PER_DAY = 86_400;
/** Public services see ten times their mean at the peak. */
const BURST = 10;

const trafficSchema = z.looseObject({
  conversationsPerDay: quantity,
  turns: quantity,
  tokensPerTurn: quantity,
  burst: quantity.optional(),
});

/** Demand as a service is described: conversations a day, or tokens a second, with a burst above the mean. */
export function trafficOf(traffic: ConversationTraffic): Traffic {
  checkArguments('trafficOf', { traffic: trafficSchema }, { traffic });
  const { conversationsPerDay, turns, tokensPerTurn, burst } = traffic;
  const tokensPerDay = conversationsPerDay * turns * tokensPerTurn;
  const meanTokensPerSecond = tokensPerDay / SECONDS_PER_DAY;
  return { tokensPerDay, meanTokensPerSecond, peakTokensPerSecond: meanTokensPerSecond * (burst ?? BURST) };
}

/** Sessions in flight at the peak: arrivals × the time one request takes (Little's law). */
export function sessionsAtPeak(peakRequestsPerSecond: number, secondsPerRequest: number): number {
  checkArguments(
    'sessionsAtPeak',
    { peakRequestsPerSecond: quantity, secondsPerRequest: quantity },
    { peakRequestsPerSecond, secondsPerRequest },
  );
  return Math.ceil(peakRequestsPerSecond * secondsPerRequest);
}
