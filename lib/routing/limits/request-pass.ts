/** What a request passes on its way from an agent to an engine, and the worst that may become of it: attempts multiply and waits add up. */

/** One hop of a request. */
export interface RequestHop {
  /** Who handles it. */
  readonly hop: 'runtime' | 'router' | 'session proxy' | 'stage proxy' | 'engine' | 'external model';
  /** Name of it, e.g. of the pool. */
  readonly name: string;
  /** Until the hop gives a request up, seconds; null where it never does. */
  readonly timeoutSeconds: number | null;
  /** Times that the hop sends a request again. */
  readonly retries: number;
  /** Requests in flight that it admits over all its instances; null where it refuses none. */
  readonly limit: number | null;
  /** What a limit or timeout means here. */
  readonly note: string;
}

/** The way of the requests of one alias. */
export interface RequestPass {
  readonly alias: string;
  readonly hops: readonly RequestHop[];
  /** Aliases that may take over after it, in this order. */
  readonly fallbacks: readonly string[];
  /** Most times that engines are asked for one request of an agent. */
  readonly attempts: number;
  /** Longest that an agent may wait for the answer or the error, seconds. */
  readonly waitSeconds: number;
  /** Parts of the wait rest on lengths of answers that nobody declared. */
  readonly isAssumed: boolean;
  /** What an agent's client should wait, seconds: longer than the router may need. */
  readonly clientTimeoutSeconds: number;
}

/** What may become of one request of an agent. */
export type WorstCase = Pick<RequestPass, 'attempts' | 'waitSeconds' | 'isAssumed' | 'clientTimeoutSeconds'>;

/** One alias as its attempts see it. */
export interface AttemptedAlias {
  readonly timeoutSeconds: number;
  readonly isAssumed: boolean;
  /** Longest pause of the router before it tries again, seconds. */
  readonly pauseSeconds: number;
  /** Most that a request is held until a pool that sleeps has woken, seconds. @default 0 */
  readonly heldSeconds?: number;
}

/** The network between client and router, and the router's own work. Assumed. */
const CLIENT_SLACK_SECONDS = 5;

/**
 * Each alias is tried once and `retries` times more, then the next one takes over; each once for a request.
 *
 * @param chain the alias itself, then those that take over
 */
export function worstCase(chain: readonly AttemptedAlias[], retries: number): WorstCase {
  const waits = chain.map(
    ({ timeoutSeconds, pauseSeconds, heldSeconds = 0 }) => heldSeconds + (retries + 1) * timeoutSeconds + retries * pauseSeconds,
  );
  const waitSeconds = waits.reduce((sum, wait) => sum + wait, 0);
  return {
    attempts: chain.length * (retries + 1),
    waitSeconds,
    isAssumed: chain.some(({ isAssumed }) => isAssumed),
    clientTimeoutSeconds: waitSeconds + CLIENT_SLACK_SECONDS,
  };
}
