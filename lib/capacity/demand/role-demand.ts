/** What one role of one fleet asks of its pool: sessions with their context, and requests where it gives a rate. */

/** Requests that a role sends, beside the cache that its sessions hold. */
export interface RequestRate {
  readonly requestsPerSecond: number;
  /** Prompt of one request, tokens. */
  readonly inputTokens: number;
  /**
   * Part of the prompt whose keys and values are still in the pool, so that it is not computed again. Declared, never assumed.
   * @default 0
   */
  readonly cachedInputTokens?: number;
  readonly outputTokens: number;
}

/** What one role of one fleet asks of its pool. */
export interface RoleDemand {
  readonly fleet: string;
  readonly role: string;
  /** Sessions that hold KV cache at the same time. */
  readonly sessions: number;
  /** Planned context of one session, tokens. */
  readonly contextTokens: number;
  /** How the number of sessions is computed, e.g. `25 workflows × 3 workers`. */
  readonly formula: string;
  /** Workflows of the fleet that this demand was planned for: lets a repair say how many fit. */
  readonly concurrentWorkflows?: number;
  /** Conversations a day that this demand was planned for, where it was. */
  readonly conversationsPerDay?: number;
  /**
   * Sessions that wait for their next turn with their cache in host memory (`kvOffloadGiB`), beside those that hold the pool.
   * @default 0
   */
  readonly offloadedSessions?: number;
  /**
   * First tokens of the context that all sessions of the role share, byte by byte: held once on every replica. Declared, never assumed.
   * @default 0
   */
  readonly sharedPrefixTokens?: number;
  /**
   * Requests that have to be answered. A ceiling beside memory: without it nothing is asked of the throughput.
   * @default - not given
   */
  readonly rate?: RequestRate;
}
