/** Series of Text Embeddings Inference, on the port of its API. It has no cache, generates no tokens and does not count what is running. */
import type { Provenance } from '../../provenance';
import { type EngineMetrics, NO_METRICS } from '../engine-metrics';

export const TEI_METRICS = {
  ...NO_METRICS,
  // Texts, not requests: a request with 32 texts is 32 of them.
  requestsWaiting: 'te_queue_size',
  requestsFinished: 'te_request_success',
  endToEndLatency: 'te_request_duration',
  queueTime: 'te_request_queue_duration',
  prefillTime: 'te_request_inference_duration',
  requestPromptTokens: 'te_request_input_length',
} as const satisfies EngineMetrics;

export const TEI_METRICS_PROVENANCE: Provenance = {
  source: 'core/src/queue.rs, core/src/tokenization.rs, router/src/lib.rs and router/src/http/server.rs at tag v1.9.3',
  asOf: '2026-11',
  evidence: 'found',
};
