/**
 * Tokens a second as a ceiling beside memory: what the demand asks, and what the replicas make with as many requests in flight as they admit and hold.
 */
import { fromGiB } from '../../core/units';
import { loadAt, mixedRate } from '../demand/request-rate';
import type { RequestRate } from '../demand/role-demand';
import { estimateLatency } from '../latency/estimate-latency';
import type { MeasuredServing } from '../latency/measured-serving';
import type { Load } from '../latency/step-terms';
import { type Balance, sessionBytes } from './balance';
import type { PoolInput } from './pool-input';
import type { ThroughputBalance } from './pool-verdict';

/** A rate is asked, and it is not known what the replicas make. */
export interface UnknownThroughput {
  readonly missing: readonly string[];
}

/** Share of the expected tokens a second up to which a plan may use them: queues grow beyond (llm planners, 2026: load above 0.85 is refused). */
export const BUSY_ABOVE = 0.85;

const KNOWN = new WeakMap<Balance, ThroughputBalance | UnknownThroughput | null>();

/** Null when no rate is asked. Rules, verdict and margin all ask: a balance is computed once. */
export function throughputOf(balance: Balance): ThroughputBalance | UnknownThroughput | null {
  const known = KNOWN.get(balance);
  if (known !== undefined) return known;
  const throughput = measureUp(balance);
  KNOWN.set(balance, throughput);
  return throughput;
}

function measureUp(balance: Balance): ThroughputBalance | UnknownThroughput | null {
  const rate = mixedRate(balance.input.demands);
  if (rate === null || balance.supply.missing.length > 0) return null;
  const concurrency = mostInFlight(balance, rate);
  const encoder = balance.input.replica.model.facts.attentionKind === 'encoder';
  const one = encoder ? measuredOnly(balance.input) : oneReplica(balance.input, rate, concurrency);
  if ('missing' in one) return one;
  const { replicas } = balance.input;
  return {
    demandTokensPerSecond: rate.requestsPerSecond * (encoder ? rate.inputTokens : rate.outputTokens),
    supplyTokensPerSecond: one.expected * replicas,
    range: [one.low * replicas, one.high * replicas],
    concurrency,
    measured: one.measured,
  };
}

/** The smaller of what the engine admits and what the pool of a replica holds at the planned contexts. */
function mostInFlight({ input, supply }: Balance, rate: RequestRate): number {
  const longest = rate.inputTokens + rate.outputTokens;
  const sending = input.demands.filter((demand) => (demand.rate?.requestsPerSecond ?? 0) > 0);
  const weight = (of: (context: number) => number) =>
    sending.reduce((sum, demand) => sum + (demand.rate?.requestsPerSecond ?? 0) * of(demand.contextTokens), 0);
  const context = Math.max(longest, weight((tokens) => tokens) / weight(() => 1));
  const bytes = sessionBytes(input.replica, supply, context);
  const held = bytes === 0 ? Number.POSITIVE_INFINITY : Math.floor(fromGiB(Math.max(0, supply.kvCacheGiB)) / bytes);
  return Math.max(1, Math.min(supply.maxNumSeqs, held));
}

interface OneReplica {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly measured: boolean;
}

const exactly = (tokensPerSecond: number): OneReplica => ({
  expected: tokensPerSecond,
  low: tokensPerSecond,
  high: tokensPerSecond,
  measured: true,
});

/** No formula says how fast an encoder reads; its tokens are those of its inputs. */
function measuredOnly({ measured }: PoolInput): OneReplica | UnknownThroughput {
  return measured?.tokensPerSecond === undefined
    ? { missing: ['measured tokens per second of an encoder'] }
    : exactly(measured.tokensPerSecond);
}

function oneReplica({ replica, measured }: PoolInput, rate: RequestRate, concurrency: number): OneReplica | UnknownThroughput {
  const load = loadAt(rate, concurrency);
  const elsewhere = measured?.on !== undefined && measured.on !== replica;
  if (measured?.tokensPerSecond !== undefined && measured.atConcurrency === undefined && !elsewhere)
    return exactly(measured.tokensPerSecond);
  const estimate = estimateLatency(replica, load, elsewhere ? {} : measured);
  if ('missing' in estimate) return { missing: estimate.missing };
  const factor = elsewhere && measured !== undefined ? correction(measured, load) : 1;
  const [low, high] = estimate.range.tokensPerSecond;
  return { expected: factor * estimate.tokensPerSecond, low: factor * low, high: factor * high, measured: low === high };
}

/** How far the estimate was off where it was measured. */
function correction({ on, ...measured }: MeasuredServing, load: Load): number {
  if (on === undefined) return 1;
  const at = { ...load, concurrency: measured.atConcurrency ?? load.concurrency };
  const [plain, known] = [estimateLatency(on, at), estimateLatency(on, at, measured)];
  return 'missing' in plain || 'missing' in known ? 1 : known.tokensPerSecond / plain.tokensPerSecond;
}
