/** Metrics by meaning. Counters carry `_total`; a histogram's name goes without `_bucket`, `_sum`, `_count`. */

/** What the rest of the library asks of an engine's metrics; each engine gives its own names. */
export interface EngineMetrics {
  /** Gauge: sequences in the running batch. */
  readonly requestsRunning: string;
  /** Gauge: requests in the engine's queue. */
  readonly requestsWaiting: string;
  /** Gauge, 0 … 1: share of the KV cache in use. */
  readonly kvCacheUsage: string;
  /** Counter: tokens looked up in the prefix cache. */
  readonly prefixCacheQueries: string;
  /** Counter: tokens found there. */
  readonly prefixCacheHits: string;
  /** Counter: sequences that lost their cache to another. */
  readonly preemptions: string;
  /** Counter. */
  readonly promptTokens: string;
  /** Counter. */
  readonly generationTokens: string;
  /** Counter, label `finished_reason`. */
  readonly requestsFinished: string;
  /** Histogram, seconds. */
  readonly timeToFirstToken: string;
  /** Histogram, seconds between two tokens. */
  readonly interTokenLatency: string;
  /** Histogram, seconds per output token, averaged over a request. */
  readonly timePerOutputToken: string;
  /** Histogram, seconds. */
  readonly endToEndLatency: string;
  /** Histogram, seconds. */
  readonly queueTime: string;
  /** Histogram, seconds. */
  readonly prefillTime: string;
  /** Histogram, seconds. */
  readonly decodeTime: string;
  /** Histogram, tokens of a request's prompt. */
  readonly requestPromptTokens: string;
  /** Histogram, tokens of a request's answer. */
  readonly requestGenerationTokens: string;
  /** Label that carries the served model name. */
  readonly modelLabel: string;
}
