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

/** Further series that dashboards use: name and kind. */
export const VLLM_OTHER_METRICS = [
  ['vllm:num_requests_waiting_by_reason', 'gauge'],
  ['vllm:engine_sleep_state', 'gauge'],
  ['vllm:lora_requests_info', 'gauge'],
  ['vllm:cache_config_info', 'gauge'],
  ['vllm:external_prefix_cache_queries_total', 'counter'],
  ['vllm:external_prefix_cache_hits_total', 'counter'],
  ['vllm:mm_cache_queries_total', 'counter'],
  ['vllm:mm_cache_hits_total', 'counter'],
  ['vllm:prompt_tokens_by_source_total', 'counter'],
  ['vllm:prompt_tokens_cached_total', 'counter'],
  ['vllm:corrupted_requests_total', 'counter'],
  ['vllm:request_inference_time_seconds', 'histogram'],
  ['vllm:request_max_num_generation_tokens', 'histogram'],
  ['vllm:request_params_n', 'histogram'],
  ['vllm:request_params_max_tokens', 'histogram'],
  ['vllm:request_prefill_kv_computed_tokens', 'histogram'],
  ['vllm:iteration_tokens_total', 'histogram'],
] as const satisfies readonly (readonly [name: string, kind: 'gauge' | 'counter' | 'histogram'])[];

/** Names of 2024 and 2025 that dashboards on the web still use, and what replaced them; null when nothing did. */
export const VLLM_RENAMED_METRICS: Readonly<Record<string, string | null>> = {
  'vllm:gpu_cache_usage_perc': 'vllm:kv_cache_usage_perc',
  'vllm:gpu_prefix_cache_queries': 'vllm:prefix_cache_queries_total',
  'vllm:gpu_prefix_cache_hits': 'vllm:prefix_cache_hits_total',
  'vllm:gpu_prefix_cache_hit_rate': null,
  'vllm:time_per_output_token_seconds': 'vllm:inter_token_latency_seconds',
  'vllm:num_requests_swapped': null,
  'vllm:cpu_cache_usage_perc': null,
  'vllm:avg_prompt_throughput_toks_per_s': null,
  'vllm:avg_generation_throughput_toks_per_s': null,
};

export const VLLM_METRICS_PROVENANCE: Provenance = {
  source: 'vllm-project/vllm@017e9f44 vllm/v1/metrics/loggers.py; the same names in the wheels 0.19.0, 0.30.0, 0.31.0 and 0.32.0',
  asOf: '2026-11',
  evidence: 'found',
};

export const VLLM_FIRST_TOKEN_BOUNDS: FirstTokenBounds = { lowest: 0.001, highest: 2560, provenance: VLLM_METRICS_PROVENANCE };
