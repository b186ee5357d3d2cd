import { z } from 'zod';
import { checkArguments, quantity } from '../../core/checked';
import type { UnplacedFinding } from '../../core/finding';
import { formatInteger } from '../../core/format';
import { estimateLatency, type MeasuredLatency } from '../latency/estimate-latency';
import type { Load } from '../latency/step-terms';
import type { ReplicaSpec } from '../replica-spec';

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

/**
 * AF-CAP-013: tokens a second at the peak against what the replicas make at this load; a measured latency replaces the law. An error when not even the
 * better end of the band is enough, a warning when only that is. `judgePool` asks the same of every demand with a rate.
 */
export function checkThroughput(
  spec: ReplicaSpec,
  replicas: number,
  peakTokensPerSecond: number,
  load: Load,
  measured: MeasuredLatency = {},
): UnplacedFinding[] {
  const estimate = estimateLatency(spec, load, measured);
  if ('missing' in estimate) return [];
  const made = estimate.tokensPerSecond * replicas;
  if (made >= peakTokensPerSecond) return [];
  const needed = Math.ceil(peakTokensPerSecond / estimate.tokensPerSecond);
  const isEnoughAtBest = estimate.range.tokensPerSecond[1] * replicas >= peakTokensPerSecond;
  const message = `${formatInteger(peakTokensPerSecond)} tokens/s at the peak; ${replicas} replicas make about ${formatInteger(made)} at ${load.concurrency} requests each`;
  return [
    {
      code: 'AF-CAP-013',
      severity: isEnoughAtBest ? 'warning' : 'error',
      prop: 'replicas',
      value: replicas,
      allowed: `≥ ${needed}`,
      message,
      repairs: [`replicas: ${needed}`],
    },
  ];
}
