/** Metrics by meaning. Counters carry `_total`; a histogram's name goes without `_bucket`, `_sum`, `_count`. */

/**
 * What the rest of the library asks of an engine's metrics; each engine gives its own names. Null where it writes no such series: panels and alerts
 * that need it are left out, and a scaling policy that needs it is refused (AF-ELA-013).
 */
export interface EngineMetrics {
  /** Gauge: sequences in the running batch. */
  readonly requestsRunning: string | null;
  /** Gauge: requests in the engine's queue. */
  readonly requestsWaiting: string | null;
  /** Gauge, 0 … 1: share of the KV cache in use. */
  readonly kvCacheUsage: string | null;
  /** Counter: tokens looked up in the prefix cache. */
  readonly prefixCacheQueries: string | null;
  /** Counter: tokens found there. */
  readonly prefixCacheHits: string | null;
  /** Counter: sequences that lost their cache to another. */
  readonly preemptions: string | null;
  /** Counter. */
  readonly promptTokens: string | null;
  /** Counter. */
  readonly generationTokens: string | null;
  /**
   * Counter that moves with every step of an engine whose `generationTokens` move only when a request ends.
   * @default - generationTokens
   */
  readonly progress?: string | null;
  /** Counter. */
  readonly requestsFinished: string | null;
  /**
   * Label matcher of `requestsFinished`, without braces, for answers that a limit of tokens cut off.
   * @default - the engine does not tell them apart
   */
  readonly cutOff?: string | null;
  /** Histogram, seconds. */
  readonly timeToFirstToken: string | null;
  /** Histogram, seconds between two tokens. */
  readonly interTokenLatency: string | null;
  /** Histogram, seconds per output token, averaged over a request. */
  readonly timePerOutputToken: string | null;
  /** Histogram, seconds. */
  readonly endToEndLatency: string | null;
  /** Histogram, seconds. */
  readonly queueTime: string | null;
  /** Histogram, seconds. */
  readonly prefillTime: string | null;
  /** Histogram, seconds. */
  readonly decodeTime: string | null;
  /** Histogram, tokens of a request's prompt. */
  readonly requestPromptTokens: string | null;
  /** Histogram, tokens of a request's answer. */
  readonly requestGenerationTokens: string | null;
  /** Label that carries the served model name. */
  readonly modelLabel: string | null;
}

/** Meaning of a series, e.g. `requestsWaiting`. */
export type EngineMetric = Exclude<keyof EngineMetrics, 'modelLabel' | 'cutOff'>;

/** For an engine that serves no metrics at all. */
export const NO_METRICS: EngineMetrics = {
  requestsRunning: null,
  requestsWaiting: null,
  kvCacheUsage: null,
  prefixCacheQueries: null,
  prefixCacheHits: null,
  preemptions: null,
  promptTokens: null,
  generationTokens: null,
  requestsFinished: null,
  timeToFirstToken: null,
  interTokenLatency: null,
  timePerOutputToken: null,
  endToEndLatency: null,
  queueTime: null,
  prefillTime: null,
  decodeTime: null,
  requestPromptTokens: null,
  requestGenerationTokens: null,
  modelLabel: null,
};
