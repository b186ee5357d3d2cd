/** What a capacity rule sees: one pool measured at its floor and, where declared, at its peak. A rule is pure and returns what it found. */
import type { UnplacedFinding } from '../../../core/finding';
import type { Balance } from '../balance';
import type { PoolInput } from '../pool-input';

export interface Assessment {
  readonly input: PoolInput;
  readonly floor: Balance;
  readonly peak: Balance | null;
}

export type Rule = (assessment: Assessment) => readonly UnplacedFinding[];

/** Thresholds of the headroom rule: free share of the KV pool after the planned demand. */
export const HEADROOM = { rejectedBelow: 0.1, tightBelow: 0.15 } as const;
