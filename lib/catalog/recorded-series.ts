/** Recorded series; each carries the labels `namespace` and `pool`, or `gpu_service` where it is about a tool on GPUs. */
export const SERIES = {
  /** Requests that wait for a slot. */
  waiting: 'agent_fleet:requests_waiting:sum',
  /** Requests that run. */
  running: 'agent_fleet:requests_running:sum',
  /** Replicas that answer the scrape. */
  replicasUp: 'agent_fleet:replicas_up:count',
  /** Pods of a tool on GPUs that are ready. */
  replicasReady: 'agent_fleet:replicas_ready:count',
  /** Waiting requests per answering replica. */
  waitingPerReplica: 'agent_fleet:requests_waiting_per_replica:ratio',
  /** KV cache in use in the fullest replica, 0 … 1. */
  kvCacheUsage: 'agent_fleet:kv_cache_usage:max',
  /** Time to first token that 95 of 100 requests keep, seconds. */
  ttftP95: 'agent_fleet:time_to_first_token_seconds:p95_5m',
  /** Time per output token after the first that 95 of 100 requests keep, seconds; recorded where a role asks for one. */
  tpotP95: 'agent_fleet:time_per_output_token_seconds:p95_5m',
  /** From the request to the last token of the answer, for 95 of 100 requests, seconds; recorded where a role asks for one. */
  e2eP95: 'agent_fleet:end_to_end_latency_seconds:p95_5m',
  /** Time that 95 of 100 requests of a tool on GPUs take at most, seconds. */
  requestSecondsP95: 'agent_fleet:request_seconds:p95_5m',
  /** Prompt tokens per second. */
  promptTokens: 'agent_fleet:prompt_tokens:rate5m',
  /** Generated tokens per second. */
  generationTokens: 'agent_fleet:generation_tokens:rate5m',
  /** Preempted requests per second. */
  preemptions: 'agent_fleet:preemptions:rate5m',
  /** Share of prompt tokens that the prefix cache had, 0 … 1. */
  prefixHitRatio: 'agent_fleet:prefix_cache_hits:ratio_rate5m',
  /** Requests that were answered, per second. */
  finished: 'agent_fleet:requests_finished:rate5m',
  /** Share of the answers of the last hour that a limit of tokens cut off, 0 … 1. */
  cutOff: 'agent_fleet:answers_cut_off:ratio_rate1h',
  /** Prompt that 95 of 100 requests do not exceed, tokens. */
  promptP95: 'agent_fleet:request_prompt_tokens:p95_5m',
  /** GPUs that running replicas hold. */
  gpus: 'agent_fleet:gpus:sum',
  /** Share of the time in which the GPUs' engines work, 0 … 1. */
  gpuActive: 'agent_fleet:gpu_engine_active:avg',
  /** Memory in use of the fullest GPU, 0 … 1; recorded for tools on GPUs, whose programs take it as they go. */
  gpuMemoryUsed: 'agent_fleet:gpu_memory_used:max',
  /** USD per GPU and hour; labels say whose price it is and when it was read. */
  gpuPrice: 'agent_fleet:gpu_price_usd_per_hour:constant',
  /** USD per hour of the GPUs that the pool holds. */
  costPerHour: 'agent_fleet:cost_usd_per_hour:sum',
  /** USD per million tokens, prompt and generated together. */
  costPerMillionTokens: 'agent_fleet:cost_usd_per_million_tokens:ratio_rate5m',
} as const;
