/** Recognises pools without loading their class, so that checks over all pools need no cycle of imports. */
import type { InferencePool } from './inference-pool';

const BRAND = Symbol.for('cdktf-agent-fleet.InferencePool');

export function brandPool(pool: InferencePool): void {
  Object.defineProperty(pool, BRAND, { value: true });
}

export function isInferencePool(value: unknown): value is InferencePool {
  return typeof value === 'object' && value !== null && BRAND in value;
}
