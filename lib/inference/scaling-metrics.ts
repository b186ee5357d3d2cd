/** The series by which a pool may be scaled: those of its engine that its model moves. */
import type { Engine } from '../catalog/engines/engine';
import { type EngineMetrics, NO_METRICS } from '../catalog/engines/engine-metrics';
import type { Model } from '../catalog/model';

export interface ScalingMetrics {
  readonly metrics: EngineMetrics;
  readonly metricsSource: string;
}

/** Encoders answer at once: the engine names the series of tokens and of the KV cache, and nothing ever moves them. */
export function scalingMetrics({ name, metrics }: Engine, { facts: { kind, id } }: Model): ScalingMetrics {
  if (kind === 'llm') return { metrics, metricsSource: name };
  const { requestsRunning, requestsWaiting, promptTokens, requestsFinished, endToEndLatency, queueTime, modelLabel } = metrics;
  const moved = { requestsRunning, requestsWaiting, promptTokens, requestsFinished, endToEndLatency, queueTime, modelLabel };
  return { metrics: { ...NO_METRICS, ...moved }, metricsSource: `${name} with ${id}` };
}
