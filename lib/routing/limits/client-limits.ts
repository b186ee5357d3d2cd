/** What the key of a client admits: what the user wrote, else what its fleet plans at the peak. */
import type { Admission, ClientLoad } from '../contract';

/** Limits of a key as the user writes them. */
export interface GivenLimits {
  readonly maxParallelRequests?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** Rates are declared as means: within a single minute twice as much may come. Assumed. */
const RATE_SLACK = 2;

/** @param isShared the instances of the router count together */
export function clientLimits(given: GivenLimits, load: ClientLoad | undefined, isShared: boolean): Admission {
  const inFlight = load === undefined || load.sessions <= 0 ? null : Math.ceil(load.sessions);
  return {
    maxParallelRequests: given.maxParallelRequests ?? inFlight,
    requestsPerMinute: given.requestsPerMinute ?? withSlack(load?.requestsPerMinute),
    tokensPerMinute: given.tokensPerMinute ?? withSlack(load?.tokensPerMinute),
    isShared,
  };
}

/** What several ask together; undefined where nobody says anything. */
export function togetherOf(loads: readonly ClientLoad[]): ClientLoad | undefined {
  if (loads.length === 0) return undefined;
  const together = (of: (load: ClientLoad) => number | null) => loads.reduce<number | null>((sum, load) => added(sum, of(load)), 0);
  return {
    sessions: loads.reduce((sum, { sessions }) => sum + sessions, 0),
    requestsPerMinute: together((load) => load.requestsPerMinute),
    tokensPerMinute: together((load) => load.tokensPerMinute),
  };
}

const added = (sum: number | null, more: number | null) => (sum === null || more === null ? null : sum + more);

const withSlack = (perMinute: number | null | undefined): number | null =>
  perMinute === null || perMinute === undefined || perMinute <= 0 ? null : Math.ceil(perMinute * RATE_SLACK);
