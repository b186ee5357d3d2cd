/** When LiteLLM leaves a pool alone: measured with 1.106.2, where a pool that is the only one of its alias is left alone by a named policy alone. */
import { z } from 'zod';
import { wholeNumber } from '../../core/schema';
import type { YamlValue } from '../../core/yaml';

/** Until a pool that fails is left alone, and for how long. */
export interface CircuitBreakerProps {
  /**
   * Failures of one kind (time-outs, 500, 502, 503) within `pauseSeconds`, over all instances that share a session store. Refusals because a limit was
   * reached do not count.
   * @default 10
   */
  readonly failures?: number;
  /**
   * Seconds in which requests go to the alias that takes over, or are refused at once with 429 where none does.
   * @default 10
   */
  readonly pauseSeconds?: number;
}

export const circuitBreakerSchema = z
  .union([
    z.literal(false),
    z.strictObject({ failures: wholeNumber(1, 10_000).default(10), pauseSeconds: wholeNumber(1, 3_600).default(10) }),
  ])
  .default({ failures: 10, pauseSeconds: 10 });

export type CircuitBreakerSpec = z.output<typeof circuitBreakerSchema>;

/** More than a router refuses within a pause: a full pool is healthy, and LiteLLM would count its own refusals otherwise. */
const NEVER = 1_000_000;
const KINDS = ['Timeout', 'InternalServer', 'ServiceUnavailable', 'BadGateway'];

/** What LiteLLM is told of one pool; nothing where it is never left alone. */
export function breakerOf(breaker: CircuitBreakerSpec): Record<string, YamlValue> {
  if (breaker === false) return {};
  const { failures, pauseSeconds } = breaker;
  // The failure after the allowed ones opens it.
  const kinds = Object.fromEntries(KINDS.map((kind) => [`${kind}ErrorAllowedFails`, failures - 1]));
  return { allowed_fails_policy: { ...kinds, RateLimitErrorAllowedFails: NEVER }, cooldown_time: pauseSeconds };
}
