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
  /** The wait rests on what nobody declared. */
  readonly isAssumed: boolean;
  /** What that is. @default - the length of answers, where `isAssumed` */
  readonly assumes?: readonly ('length of answers' | 'time to wake')[];
  /** What an agent's client should wait, seconds: longer than the router may need at any load that it admits, so that it stays while sessions come and go. */
  readonly clientTimeoutSeconds: number;
}

/** What may become of one request of an agent. */
export type WorstCase = Pick<RequestPass, 'attempts' | 'waitSeconds' | 'isAssumed' | 'assumes' | 'clientTimeoutSeconds'>;

/** One alias as its attempts see it. */
export interface AttemptedAlias {
  readonly timeoutSeconds: number;
  /**
   * The most that it may become while the plan changes.
   * @default - it does not change
   */
  readonly mostTimeoutSeconds?: number;
  /** The timeout rests on an answer of unknown length. */
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
  const waitAt = (timeoutOf: (alias: AttemptedAlias) => number) =>
    chain
      .map((alias) => (alias.heldSeconds ?? 0) + (retries + 1) * timeoutOf(alias) + retries * alias.pauseSeconds)
      .reduce((sum, wait) => sum + wait, 0);
  const assumes: WorstCase['assumes'] = [
    ...(chain.some(({ isAssumed }) => isAssumed) ? (['length of answers'] as const) : []),
    // How soon the autoscaler looks is always assumed, and the start of a node where no node pool says it.
    ...(chain.some(({ heldSeconds = 0 }) => heldSeconds > 0) ? (['time to wake'] as const) : []),
  ];
  return {
    attempts: chain.length * (retries + 1),
    waitSeconds: waitAt(({ timeoutSeconds }) => timeoutSeconds),
    isAssumed: assumes.length > 0,
    assumes,
    clientTimeoutSeconds: waitAt(({ timeoutSeconds, mostTimeoutSeconds = timeoutSeconds }) => mostTimeoutSeconds) + CLIENT_SLACK_SECONDS,
  };
}
