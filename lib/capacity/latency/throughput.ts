import { engineModelOf } from '../engines/registry';
import type { ReplicaSpec } from '../replica-spec';
import { type Admission, admit } from './admission';
import { stepSeconds } from './decode-step';
import { bandOn } from './engine-latency';
import type { LatencyContext, LatencyRange } from './estimate-latency';
import { promptSeconds, promptTerms } from './first-token';
import type { Unknown } from './step-terms';

/** Tokens per second. */
export interface BandedRate {
  readonly likely: number;
  /** Nine of ten comparable runs. */
  readonly range: LatencyRange;
}

/**
 * The two rates of a replica, apart from any mix of them: tokens it makes when it only decodes, and prompt tokens it reads when it only prefills. A mix
 * is a share of its time: `output rate ÷ generate + computed prompt rate ÷ prefill`.
 */
export interface ReplicaThroughput {
  /** Output tokens, over all requests that run. */
  readonly generate: BandedRate;
  /** Prompt tokens that are not in the prefix cache. */
  readonly prefill: BandedRate;
  /** Requests that run of those in flight. */
  readonly running: number;
  readonly limit: Admission['limit'];
}

/** A load that stays the same. */
export interface SteadyLoad {
  readonly concurrency: number;
  /** Tokens that each request holds. */
  readonly contextTokens: number;
  /**
   * Of those, found in the prefix cache. A credit that you declare.
   * @default 0
   */
  readonly cachedTokens?: number;
}

/** Never throws; names what is missing. */
export function replicaThroughput(spec: ReplicaSpec, load: SteadyLoad, context: LatencyContext = {}): ReplicaThroughput | Unknown {
  const { contextTokens, cachedTokens } = load;
  const { latency } = engineModelOf(spec);
  const lengths = { concurrency: load.concurrency, inputTokens: contextTokens, outputTokens: 1, cachedTokens: cachedTokens ?? 0 };
  const { running, range, limit } = admit(spec, lengths, context.pool);
  const [likely, few, many] = [running, range[0], range[1]].map((requests) => decodeRate(spec, requests, contextTokens));
  const prompt = promptTerms(spec, lengths);
  if ('missing' in prompt) return prompt;
  const { step, firstToken } = bandOn(latency, spec.gpu);
  const prefill = Math.max(1, contextTokens - (cachedTokens ?? 0)) / promptSeconds(prompt, latency.firstToken);
  return {
    generate: { likely: likely ?? 0, range: [(few ?? 0) / step.high, (many ?? 0) / step.low] },
    prefill: { likely: prefill, range: [prefill / firstToken.high, prefill / firstToken.low] },
    running,
    limit,
  };
}

function decodeRate(spec: ReplicaSpec, requests: number, contextTokens: number): number {
  const seconds = stepSeconds(spec, { requests, contextTokens, promptTokens: 0, promptContextTokens: 0 });
  return typeof seconds === 'number' ? requests / seconds : 0;
}
