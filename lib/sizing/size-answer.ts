/** What `agent-fleet size` answers: a verdict, the memory of one GPU line by line, and what it could not know. */
import type { Verdict } from '../capacity/verdict';

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
  readonly notes: readonly string[];
}

export interface SizeTerms {
  readonly physical: number;
  readonly budget: number;
  readonly weights: number;
  readonly activation: number;
  readonly nonTorch: number;
  readonly graphs: number;
  readonly kvCache: number;
  readonly kvCacheRange: readonly [low: number, high: number];
}

export interface SizeLatency {
  readonly ttftMs: number;
  readonly tpotMs: number;
  readonly tokensPerSecond: number;
  /** Half of the width of the range that nine of ten runs keep, as a share of `tpotMs`, e.g. 0.4; the first token is less sure, and its range is in the notes. */
  readonly band: number;
}

export interface SizeFailure {
  readonly id: string | number | null;
  readonly error: { readonly code: string; readonly message: string };
}
