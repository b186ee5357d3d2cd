/** One request of an agent, from when it is sent until its last token. */
export interface Call {
  readonly role: string;
  /** What keeps its KV cache from call to call: one agent of one workflow. */
  readonly session: string;
  readonly inputTokens: number;
  /** Part of the prompt that the session left in the cache, where it still is. */
  readonly cachedTokens: number;
  /** Part of it that other sessions left there too. */
  readonly sharedTokens: number;
  readonly outputTokens: number;
  /** The session was answered before. */
  readonly isReturning: boolean;
  readonly sentAt: number;
  readonly done: (times: CallTimes) => void;
}

/** Seconds since the start. */
export interface CallTimes {
  readonly startedAt: number;
  readonly firstTokenAt: number;
  readonly finishedAt: number;
}
