import { fixedReplica } from '../fixed-replica';
import type { ReplicaSpec } from '../replica-spec';
import { admit } from './admission';
import { DECODE_FORMULA } from './decode-step';
import { estimateLatency, type LatencyContext, type LatencyRange, type MeasuredLatency } from './estimate-latency';
import { type Load, type StepTerms, stepAt, termsOf, type Unknown } from './step-terms';

/** Requests beyond this say nothing: no engine admits more by default. */
const MOST_REQUESTS = 1024;

/** Lengths of a request, tokens. */
export type RequestLengths = Omit<Load, 'concurrency'>;

/**
 * Most requests in flight that all run and whose tokens still come within `tpotMs`; 0 when a single one is too slow already. Null when facts are
 * missing.
 */
export function concurrencyWithin(
  given: ReplicaSpec,
  tpotMs: number,
  lengths: RequestLengths,
  measured: MeasuredLatency = {},
  context: LatencyContext = {},
): number | null {
  const spec = fixedReplica(given);
  const tpotAt = (concurrency: number) => {
    const estimate = estimateLatency(spec, { ...lengths, concurrency }, measured, context);
    return 'missing' in estimate ? null : estimate.tpotMs;
  };
  if (tpotAt(1) === null) return null;
  const room = Math.floor(admit(spec, { ...lengths, concurrency: MOST_REQUESTS }, context.pool).running);
  return largest(room, (concurrency) => (tpotAt(concurrency) ?? Number.POSITIVE_INFINITY) <= tpotMs);
}

/** Largest count up to `most` that passes; passing never comes back once it is lost. */
export function largest(most: number, passes: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What stops more requests from being answered sooner. */
export type SaturationCause = 'compute' | 'memory bandwidth' | 'communication' | 'engine' | 'KV cache' | 'max-num-seqs';

/** The load at which a promise is still kept, and the load beyond which more requests bring no more tokens. */
export interface Saturation {
  /** Twice as many requests in flight bring no more than `growth` more tokens per second. */
  readonly concurrency: number;
  readonly tokensPerSecond: number;
  readonly range: LatencyRange;
  /** What grows with every request, or what admits no more of them. */
  readonly cause: SaturationCause;
}

/** A tenth more tokens for twice the requests: each of them then waits almost twice as long. */
const GROWTH = 0.1;

/**
 * Where throughput stops growing.
 *
 * @param growth share by which twice the requests may still raise the tokens per second
 */
export function saturation(
  given: ReplicaSpec,
  lengths: RequestLengths,
  growth: number = GROWTH,
  context: LatencyContext = {},
): Saturation | Unknown {
  const spec = fixedReplica(given);
  const at = (concurrency: number) => estimateLatency(spec, { ...lengths, concurrency }, {}, context);
  const first = at(1);
  if ('missing' in first) return first;
  const rate = (concurrency: number) => {
    const estimate = at(concurrency);
    return 'missing' in estimate ? 0 : estimate.tokensPerSecond;
  };
  const concurrency = largest(MOST_REQUESTS, (count) => count === 0 || rate(2 * count) > (1 + growth) * rate(count)) + 1;
  const estimate = at(concurrency);
  if ('missing' in estimate) return estimate;
  const { tokensPerSecond, range } = estimate;
  return { concurrency, tokensPerSecond, range: range.tokensPerSecond, cause: causeAt(spec, { ...lengths, concurrency }, context) };
}

/** Room comes first: requests that do not run make no tokens. Else the part of a step that every request makes longer. */
function causeAt(spec: ReplicaSpec, load: Load, { pool }: LatencyContext): SaturationCause {
  const doubled = admit(spec, { ...load, concurrency: 2 * load.concurrency }, pool);
  const terms = termsOf(spec, stepAt({ ...load, concurrency: doubled.running }));
  if ('missing' in terms) return 'engine';
  const causes = growing(terms);
  if (doubled.limit !== 'load' && doubled.running < GROWTH_ROOM * load.concurrency) return doubled.limit;
  return causes.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

/** With room for half as many again it is not room that stops the growth. */
const GROWTH_ROOM = 1.5;

function growing(terms: StepTerms): (readonly [SaturationCause, number])[] {
  const part = (name: keyof StepTerms) => DECODE_FORMULA[name] * terms[name];
  return [
    ['compute', part('compute') + part('expertCompute')],
    ['memory bandwidth', part('kvCache')],
    ['communication', part('communication')],
    ['engine', part('requests')],
  ];
}
