/** What the router allows the requests of one route: how long, and how many at once; derived from the plan of its pool where the user says nothing. */
import { type LongestRequest, longestRequest } from '../../capacity/latency/longest-request';
import type { LatencyClass } from '../../catalog/latency-class';
import type { PoolView } from '../../inference/pool-view';
import type { Route } from '../routes';
import { plannedBehind, replicaHolds, shareOf } from './pool-share';

/** Where a limit comes from: the user wrote it, the plan says it, or nothing is known and it is the router's own. */
export type LimitOrigin = 'given' | 'plan' | 'router';

/** What a route allows. */
export interface RouteLimits {
  /** The engine on the longest request; null where facts are missing. */
  readonly longest: LongestRequest | null;
  /** Until one attempt is given up, seconds. */
  readonly timeoutSeconds: number;
  readonly timeoutOrigin: LimitOrigin;
  /** The timeout of one attempt at the load that the router admits: at least `timeoutSeconds`, and the same for every number of planned sessions. */
  readonly mostTimeoutSeconds: number;
  /** Until a streaming answer has begun, and between two of its parts, seconds. */
  readonly streamTimeoutSeconds: number;
  /** Requests in flight in one instance of the router; null where nothing bounds them. */
  readonly parallel: number | null;
  readonly parallelOrigin: LimitOrigin;
  /** Requests in flight that the pool holds for the alias; null where it is not known. */
  readonly holds: number | null;
  /** Sessions that the fleets plan behind the alias, at the peak. */
  readonly planned: number;
}

/** The router as its routes see it. */
export interface LimitingRouter {
  /** Instances, each of which counts requests in flight for itself. */
  readonly replicas: number;
  /** Longest that any request may take, seconds. */
  readonly requestTimeoutSeconds: number;
}

/** An attempt has twice the late end of the estimate: one in ten runs is later than that end. Assumed. */
const SLACK = 2;
/** Shorter ones would fire on a pause of the network or of the engine. By who waits: voice and chat give up soon. Assumed. */
const SHORTEST_SECONDS: Readonly<Record<LatencyClass, number>> = { voice: 10, chat: 30, background: 60 };

/** @param aliases those that lead to the same pool */
export function routeLimits(route: Route, pool: PoolView, aliases: readonly string[], router: LimitingRouter): RouteLimits {
  const asked = { pool, fleets: route.fleets };
  const share = shareOf(asked, route.alias, aliases);
  const derived = share === null ? null : Math.max(1, Math.floor(share / router.replicas));
  const parallel = route.maxParallelRequests ?? derived;
  const longest = longestOf(route, pool, pool.requestsInFlight);
  const timeouts = timeoutsOf(route, longest, router);
  const atMost = timeoutsOf(route, atFullLoad(route, pool, longest), router);
  return {
    longest,
    ...timeouts,
    mostTimeoutSeconds: Math.max(timeouts.timeoutSeconds, atMost.timeoutSeconds),
    parallel,
    parallelOrigin: route.maxParallelRequests !== undefined ? 'given' : derived === null ? 'router' : 'plan',
    holds: share === null ? null : Math.floor(share),
    planned: plannedBehind(asked, route.alias, aliases),
  };
}

/** The router admits what the pool holds: a client that waits for less would have to be started anew with every session that is planned. */
function atFullLoad(route: Route, pool: PoolView, planned: LongestRequest | null): LongestRequest | null {
  const held = replicaHolds(pool);
  return planned === null || held === null || held <= pool.requestsInFlight ? planned : longestOf(route, pool, held);
}

function longestOf({ longestAnswerTokens }: Route, pool: PoolView, concurrency: number): LongestRequest | null {
  if (pool.spec.model.facts.kind !== 'llm' || pool.verdict.verdict === 'rejected') return null;
  const { maxNumSeqs, maxNumBatchedTokens } = pool.verdict.supply;
  return longestRequest(
    { ...pool.replica, maxNumSeqs, maxNumBatchedTokens },
    {
      contextTokens: pool.spec.maxContextTokens,
      answerTokens: longestAnswerTokens,
      concurrency,
      measured: pool.input.measured,
    },
  );
}

type Timeouts = Pick<RouteLimits, 'timeoutSeconds' | 'timeoutOrigin' | 'streamTimeoutSeconds'>;

/** Only what was declared shortens the time of a request: an answer of unknown length may take as long as the router allows. */
function timeoutsOf(route: Route, longest: LongestRequest | null, { requestTimeoutSeconds: most }: LimitingRouter): Timeouts {
  const shortest = SHORTEST_SECONDS[route.latency];
  const withSlack = (seconds: number) => Math.min(most, Math.max(shortest, Math.ceil(seconds * SLACK)));
  const known = longest === null ? null : withSlack(longest.seconds);
  const timeoutSeconds = route.timeoutSeconds ?? known ?? most;
  const first = longest === null ? timeoutSeconds : withSlack(longest.firstTokenSeconds);
  return {
    timeoutSeconds,
    timeoutOrigin:
      route.timeoutSeconds !== undefined ? 'given' : known === null || (known === most && !longest?.isDeclared) ? 'router' : 'plan',
    streamTimeoutSeconds: Math.min(timeoutSeconds, route.streamTimeoutSeconds ?? first),
  };
}
