/** What `agent-fleet size` answers: a verdict, the memory of one GPU line by line, and what it could not know. */
import type { EstimatedTerms } from '../capacity/replica-estimate';
import type { Verdict } from '../capacity/verdict';
import type { LatencyMetric } from '../catalog/latency-targets';

export interface SizeAnswer {
  readonly id: string | number | null;
  /** Without sessions: whether one request of `maxModelLen` fits. */
  readonly verdict: Verdict;
  /** Why it is not `fits`. */
  readonly reason?: string;
  /** Inputs or facts that could decide and are not known. */
  readonly missing: readonly string[];
  /** GiB; null when a term cannot be computed. */
  readonly perGpuGiB: SizeTerms | null;
  /** Bytes of one token on one GPU, as the engine counts them. */
  readonly kvBytesPerToken: number | null;
  readonly kvTokens: number | null;
  /** Requests of `maxModelLen` at once. */
  readonly maxConcurrency: number | null;
  readonly latency?: SizeLatency;
  /** What is asked of the latency, each with its verdict; absent where nothing is. */
  readonly targets?: readonly SizeTarget[];
  /** Newest published on-demand price of all GPUs; null where it is not published. */
  readonly price: SizePrice | null;
  /** What makes it fit where it is rejected, cheapest first; each was asked again and fits. */
  readonly repairs: readonly SizeRepair[];
  readonly notes: readonly string[];
}

/** Memory line by line, GiB on one GPU; `kvCache` is 0 for an encoder, which keeps no cache between tokens. */
export interface SizeTerms extends EstimatedTerms {
  /** What an encoder leaves free; absent for a model with a cache. */
  readonly free?: number;
}

export interface SizePrice {
  readonly gpus: number;
  readonly usdPerGpuHour: number;
  /** All GPUs together. */
  readonly usdPerHour: number;
  readonly provider: string;
  /** Region in which it holds; left out where it is the same everywhere. */
  readonly region?: string;
  readonly purchase: string;
  /** Day, or month, at which it was quoted. */
  readonly asOf: string;
  readonly source: string;
}

export interface SizeRepair {
  /** The change in words. */
  readonly change: string;
  /** Keys of the question with their new values. */
  readonly keys: Readonly<Record<string, string | number | boolean>>;
  /** USD per hour after the change; null where a price is unknown. */
  readonly costPerHour: number | null;
  readonly costDeltaPerHour: number | null;
  /** Free share of the KV cache after the change, 0 … 1. */
  readonly headroom: number | null;
}

export interface SizeLatency {
  readonly ttftMs: number;
  readonly tpotMs: number;
  readonly tokensPerSecond: number;
  /** Half of the width of the range that nine of ten runs keep, as a share of `tpotMs`, e.g. 0.4; the first token is less sure, and its range is in the notes. */
  readonly band: number;
  /** The same for answers as long as `osl.p95`, where that is given. */
  readonly p95?: Pick<SizeLatency, 'ttftMs' | 'tpotMs' | 'tokensPerSecond'>;
}

/** A latency target of a question. */
export interface SizeTarget {
  readonly metric: LatencyMetric;
  readonly targetMs: number;
  readonly estimateMs: number;
  /** `late` where not even the fast end of the range keeps it, `uncertain` where the slow end does not. */
  readonly verdict: 'kept' | 'uncertain' | 'late';
  /** The verdict in words. */
  readonly said: string;
}

export interface SizeFailure {
  readonly id: string | number | null;
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Each key that is wrong; absent where the line is not JSON or the fault is ours. */
    readonly problems?: readonly SizeProblem[];
  };
}

export interface SizeProblem {
  /** As it was written; null where it is about the whole line. */
  readonly key: string | null;
  readonly value: unknown;
  readonly message: string;
  readonly allowed: string | null;
  /** One thing to type. */
  readonly repair: string | null;
}
