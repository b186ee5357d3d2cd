/** Names of SGLang's Prometheus series, which it writes with `--enable-metrics` alone. */
import type { Provenance } from '../../provenance';
import { type EngineMetrics, NO_METRICS } from '../engine-metrics';
import type { FirstTokenBounds } from '../first-token-bounds';
import type { LatencyHistograms } from '../latency-histograms';

export const SGLANG_METRICS = {
  ...NO_METRICS,
  requestsRunning: 'sglang:num_running_reqs',
  requestsWaiting: 'sglang:num_queue_reqs',
  kvCacheUsage: 'sglang:token_usage',
  // Every token of a prompt is looked up, and both are counted when a request ends.
  prefixCacheQueries: 'sglang:prompt_tokens_total',
  prefixCacheHits: 'sglang:cached_tokens_total',
  preemptions: 'sglang:num_retracted_requests_total',
  promptTokens: 'sglang:prompt_tokens_total',
  generationTokens: 'sglang:generation_tokens_total',
  // The tokens of a request are counted when it ends, which may take longer than an alert waits.
  progress: 'sglang:realtime_tokens_total',
  requestsFinished: 'sglang:num_requests_total',
  timeToFirstToken: 'sglang:time_to_first_token_seconds',
  interTokenLatency: 'sglang:inter_token_latency_seconds',
  timePerOutputToken: 'sglang:request_time_per_output_token_seconds',
  endToEndLatency: 'sglang:e2e_request_latency_seconds',
  queueTime: 'sglang:queue_time_seconds',
  requestPromptTokens: 'sglang:prompt_tokens_histogram',
  requestGenerationTokens: 'sglang:generation_tokens_histogram',
  modelLabel: 'model_name',
} as const satisfies EngineMetrics;

export const SGLANG_METRICS_PROVENANCE: Provenance = {
  source: 'python/sglang/srt/observability/metrics_collector.py of the wheel 0.5.23',
  asOf: '2026-11',
  evidence: 'found',
};

export const SGLANG_FIRST_TOKEN_BOUNDS: FirstTokenBounds = {
  lowest: 0.1,
  highest: 400,
  setBy: '--bucket-time-to-first-token',
  provenance: {
    source: 'python/sglang/srt/metrics/collector.py of sgl-project/sglang@00ae9c15, TokenizerMetricsCollector',
    asOf: '2026-11',
    evidence: 'found',
  },
};

export const SGLANG_LATENCY_HISTOGRAMS: LatencyHistograms = {
  timeToFirstToken: {
    seconds: [0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400],
    setBy: '--bucket-time-to-first-token',
  },
  timePerOutputToken: {
    seconds: [
      ...[0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06],
      ...[0.08, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8],
    ],
    setBy: '--bucket-inter-token-latency',
  },
  endToEndLatency: {
    seconds: [0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400, 600, 1200, 1800, 2400],
    setBy: '--bucket-e2e-request-latency',
  },
  provenance: SGLANG_METRICS_PROVENANCE,
};
