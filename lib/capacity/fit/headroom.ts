/** Free share of the KV pool after the planned demand: what a plan has to keep, and what is recommended. */
export const HEADROOM = { rejectedBelow: 0.1, tightBelow: 0.15 } as const;
