/** Names of vLLM's Prometheus series. Counters carry `_total` on the wire; a histogram's name goes without `_bucket`, `_sum`, `_count`. */
import type { Provenance } from '../../provenance';
import type { EngineMetrics } from '../engine-metrics';
import type { FirstTokenBounds } from '../first-token-bounds';

export const VLLM_METRICS = {
  requestsRunning: 'vllm:num_requests_running',
  requestsWaiting: 'vllm:num_requests_waiting',
  kvCacheUsage: 'vllm:kv_cache_usage_perc',
  prefixCacheQueries: 'vllm:prefix_cache_queries_total',
  prefixCacheHits: 'vllm:prefix_cache_hits_total',
  preemptions: 'vllm:num_preemptions_total',
  promptTokens: 'vllm:prompt_tokens_total',
  generationTokens: 'vllm:generation_tokens_total',
  requestsFinished: 'vllm:request_success_total',
  cutOff: 'finished_reason="length"',
  timeToFirstToken: 'vllm:time_to_first_token_seconds',
  interTokenLatency: 'vllm:inter_token_latency_seconds',
  timePerOutputToken: 'vllm:request_time_per_output_token_seconds',
  endToEndLatency: 'vllm:e2e_request_latency_seconds',
  queueTime: 'vllm:request_queue_time_seconds',
  prefillTime: 'vllm:request_prefill_time_seconds',
  decodeTime: 'vllm:request_decode_time_seconds',
  requestPromptTokens: 'vllm:request_prompt_tokens',
  requestGenerationTokens: 'vllm:request_generation_tokens',
  modelLabel: 'model_name',
} as const satisfies EngineMetrics;

export const VLLM_METRICS_PROVENANCE: Provenance = {
  source: 'vllm-project/vllm@017e9f44 vllm/v1/metrics/loggers.py; the same names in the wheels 0.19.0, 0.30.0, 0.31.0 and 0.32.0',
  asOf: '2026-11',
  evidence: 'found',
};

export const VLLM_FIRST_TOKEN_BOUNDS: FirstTokenBounds = { lowest: 0.001, highest: 2560, provenance: VLLM_METRICS_PROVENANCE };
