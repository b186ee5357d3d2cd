/** Names of vLLM's Prometheus series. Counters carry `_total` on the wire; a histogram's name goes without `_bucket`, `_sum`, `_count`. */
import type { Provenance } from '../../provenance';
import type { EngineMetrics } from '../engine-metrics';
import type { FirstTokenBounds } from '../first-token-bounds';
import type { HistogramBounds, LatencyHistograms } from '../latency-histograms';

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

const boundsOf = (...seconds: readonly number[]): HistogramBounds => ({ seconds, setBy: '--custom-histogram-buckets' });

export const VLLM_LATENCY_HISTOGRAMS: LatencyHistograms = {
  timeToFirstToken: boundsOf(
    ...[0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1],
    ...[2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560],
  ),
  timePerOutputToken: boundsOf(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80),
  endToEndLatency: boundsOf(0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680),
  provenance: {
    source:
      'vllm/v1/metrics/loggers.py of the wheels 0.22.1, 0.26.0 and 0.29.0, vllm/v1/metrics/buckets.py of 0.30.0 and 0.33.0; the flag since 0.32.0',
    asOf: '2026-12',
    evidence: 'found',
  },
};
