/** A change that the measured load allows. */
export interface Proposal {
  readonly kind: 'slice' | 'share' | 'api';
  /** Pools that it is about, by namespace and name. */
  readonly pools: readonly string[];
  /** What to type. */
  readonly change: string;
  /** What was measured that allows it, one sentence without a final period. */
  readonly why: string;
  /** What has to hold besides, and is not known here. */
  readonly provided: string;
  /** USD a month that it saves. */
  readonly usdPerMonth: number;
}

/** Part of what a replica can write that its busiest hour may ask for: an hour is a mean. */
export const BUSIEST_USE = 0.7;
/** Part of the KV cache that may be in use; above it alerts warn. */
export const MOST_KV = 0.85;
