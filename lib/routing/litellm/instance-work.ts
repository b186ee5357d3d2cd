/** How much of a processor the requests of a router take. An instance is one process of Python, so that it has one processor at most. */
import type { Provenance } from '../../catalog/provenance';
import { amountOf } from '../../core/kubernetes/quantity-amount';

/** Requests as they come to the router. */
export interface RoutedRate {
  readonly requestsPerSecond: number;
  /** Prompt of one request, tokens. */
  readonly inputTokens: number;
  /** Parts in which the answer comes: its tokens where it is streamed, else 0. */
  readonly streamedTokens: number;
}

/** Seconds of a processor. */
interface InstanceWork extends Provenance {
  readonly perRequest: number;
  readonly perInputToken: number;
  readonly perStreamedToken: number;
}

/**
 * User and system time of the process over 60 to 400 requests of each kind (20 tokens; 6,000 tokens in one message and 8,000 in sixty; answers in 200
 * parts), with the emitted configuration: check of keys, pre-call checks, metrics, counters in a Redis beside it. The model was played and took no time. `npm run e2e -- --only limits`
 * measures again, and fails where a request takes more than twice as much.
 */
export const INSTANCE_WORK: InstanceWork = {
  perRequest: 0.022,
  perInputToken: 1.5e-6,
  perStreamedToken: 0.58e-3,
  source: 'LiteLLM 1.108.12 from PyPI, one worker, Python 3.11, on a shared x86-64 server with AVX-512',
  asOf: '2026-11-30',
  evidence: 'measured',
};

/** Above it requests wait for each other. LiteLLM's guide scales its pods at this part of their processor (docs.litellm.ai, production, 2026-11). */
export const BUSY_SHARE = 0.6;

/** Processors that requests keep busy. */
export const processorsFor = ({ requestsPerSecond, inputTokens, streamedTokens }: RoutedRate): number =>
  requestsPerSecond *
  (INSTANCE_WORK.perRequest + inputTokens * INSTANCE_WORK.perInputToken + streamedTokens * INSTANCE_WORK.perStreamedToken);

/** Processors of which an instance can make use. */
export const processorsOf = ({ cpu = '1' }: { readonly cpu?: string | undefined } = {}): number =>
  Math.min(1, Number(amountOf(cpu) ?? 1_000n) / 1_000);

/** One may be lost. */
export const FEWEST_INSTANCES = 2;
/** As many as `replicas` may be. */
export const MOST_INSTANCES = 100;

/** @param planned processors that requests keep busy; null where nobody says how often they come */
export const instancesFor = (planned: number | null, resources?: { readonly cpu?: string | undefined }): number =>
  Math.min(MOST_INSTANCES, Math.max(FEWEST_INSTANCES, Math.ceil((planned ?? 0) / (processorsOf(resources) * BUSY_SHARE))));
