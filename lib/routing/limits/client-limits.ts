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

const withSlack = (perMinute: number | null | undefined): number | null =>
  perMinute === null || perMinute === undefined || perMinute <= 0 ? null : Math.ceil(perMinute * RATE_SLACK);
