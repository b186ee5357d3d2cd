/** Latency and throughput of one replica under load, and the load at which a promise can still be kept. */
import type { ReplicaSpec } from '../types';
import { decodeStep } from './decode-step';
import { firstToken } from './first-token';
import type { Load, Unknown } from './step-terms';

/** A user's own measurement; it replaces the law. */
export interface MeasuredLatency {
  readonly ttftMs?: number;
  readonly tpotMs?: number;
}

export interface LatencyEstimate {
  /** Time to the first token. */
  readonly ttftMs: number;
  /** Time between two tokens. */
  readonly tpotMs: number;
  /** Output tokens per second of the replica. */
  readonly tokensPerSecond: number;
  /** Share by which each may be off; 0 where it was measured. */
  readonly band: { readonly ttft: number; readonly tpot: number };
}

export function estimateLatency(spec: ReplicaSpec, load: Load, measured: MeasuredLatency = {}): LatencyEstimate | Unknown {
  const [step, first] = [decodeStep(spec, load), firstToken(spec, load)];
  if ('missing' in step) return step;
  if ('missing' in first) return first;
  const ttftMs = measured.ttftMs ?? first.seconds * 1e3;
  const tpotMs = measured.tpotMs ?? step.seconds * 1e3;
  const seconds = (ttftMs + (load.outputTokens - 1) * tpotMs) / 1e3;
  return {
    ttftMs,
    tpotMs,
    tokensPerSecond: (load.concurrency * load.outputTokens) / seconds,
    band: { ttft: measured.ttftMs === undefined ? first.band : 0, tpot: measured.tpotMs === undefined ? step.band : 0 },
  };
}

/** Requests beyond this say nothing: no engine admits more by default. */
const MOST_REQUESTS = 1024;

/** Most requests in flight whose tokens still come within `tpotMs`; 0 when a single one is too slow already. Null when facts are missing. */
export function concurrencyWithin(spec: ReplicaSpec, tpotMs: number, lengths: Omit<Load, 'concurrency'>): number | null {
  const tpotAt = (concurrency: number) => {
    const step = decodeStep(spec, { ...lengths, concurrency });
    return 'missing' in step ? null : step.seconds * 1e3;
  };
  if (tpotAt(1) === null) return null;
  let [low, high] = [0, MOST_REQUESTS];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tpotAt(middle) ?? Number.POSITIVE_INFINITY) <= tpotMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
