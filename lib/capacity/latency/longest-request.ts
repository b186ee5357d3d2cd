import type { ReplicaSpec } from '../replica-spec';
import { estimateLatency, type MeasuredLatency } from './estimate-latency';
import { answerOf } from './judged-time';

/** What bounds the requests of a route. */
export interface RequestBounds {
  /** Prompt and answer of the longest request together, tokens. */
  readonly contextTokens: number;
  /** Longest answer, tokens; undefined where it is not known, and then an answer may fill the whole context. */
  readonly answerTokens?: number | undefined;
  /** Requests in flight on the replica. */
  readonly concurrency: number;
  readonly measured?: MeasuredLatency | undefined;
}

/** How long an engine works on the longest request of a route, at the late end of the estimate. */
export interface LongestRequest {
  readonly firstTokenSeconds: number;
  readonly seconds: number;
  /** At the early end of the estimate. */
  readonly earliestSeconds: number;
  /** The length of its answer was declared; otherwise it is as long as the context allows. */
  readonly isDeclared: boolean;
}

/** Something has to be asked before anything can be answered. */
const SHORTEST_PROMPT = 1;

/**
 * Longest request: the whole prompt is computed, nothing of it is in the prefix cache, and the answer is as long as it may get; both at the late end of
 * the range that nine of ten runs keep, at this load. The time that a sleeping or new replica needs to start is not in it. Null when facts are missing.
 */
export function longestRequest(replica: ReplicaSpec, bounds: RequestBounds): LongestRequest | null {
  const { contextTokens, answerTokens, concurrency, measured } = bounds;
  const outputTokens = Math.max(1, Math.min(answerTokens ?? contextTokens, contextTokens - SHORTEST_PROMPT));
  const load = { concurrency, cachedTokens: 0, outputTokens };
  const prompt = Math.max(SHORTEST_PROMPT, contextTokens - outputTokens);
  const whole = { ...load, inputTokens: prompt };
  const estimate = estimateLatency(replica, whole, measured ?? {});
  const first = estimateLatency(replica, { ...load, inputTokens: Math.max(SHORTEST_PROMPT, contextTokens - 1) }, measured ?? {});
  if ('missing' in estimate || 'missing' in first) return null;
  const { range } = answerOf(estimate, whole);
  return {
    firstTokenSeconds: first.range.ttftMs[1] / 1e3,
    seconds: range[1] / 1e3,
    earliestSeconds: range[0] / 1e3,
    isDeclared: answerTokens !== undefined,
  };
}
