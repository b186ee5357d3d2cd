/**
 * A finding is one thing we have to tell the user: what was asked, what is possible, what to change.
 * Errors stop the synthesis; warnings and hints travel into the plan and the annotations.
 */
export type Severity = 'error' | 'warning' | 'info';

/** One change that makes the problem go away. It was re-checked by the same law that found the problem. */
export interface Repair {
  /** The change as the user would write it, e.g. `kvCacheDtype: 'fp8'`. */
  readonly change: string;
  /** The same as text to paste into the props, where `change` is not that already, e.g. `contextTokens: 7_790`. */
  readonly code?: string;
  /** Cost of the pool after the change, in USD per hour, or null where a price is unknown. */
  readonly costPerHour: number | null;
  /** Difference to the cost before the change, in USD per hour, or null where a price is unknown. */
  readonly costDeltaPerHour: number | null;
  /** Free share of the KV pool after the change (0 … 1), where it applies. */
  readonly headroom?: number;
}

/** One line of arithmetic, e.g. `{ label: 'per token', text: '320 KiB (80 layers × …)' }`. */
export interface FindingDetail {
  readonly label: string;
  readonly text: string;
}

export interface Finding {
  /** Stable code, e.g. `AF-CAP-001`; listed in docs/errors.md. */
  readonly code: string;
  readonly severity: Severity;
  /** Path of the construct in the tree, e.g. `research/planner`. */
  readonly path: string;
  /** The prop as the user wrote it, e.g. `roles.planner.contextTokens`. */
  readonly prop?: string;
  /** The value that was given. */
  readonly value?: unknown;
  /** What would have been accepted. */
  readonly allowed?: string;
  /** One sentence without a final period. */
  readonly message: string;
  /** The arithmetic behind the sentence, line by line. */
  readonly details?: readonly FindingDetail[];
  /** What to change, cheapest first. Plain advice is a sentence; a checked repair carries its price. */
  readonly repairs: readonly (Repair | string)[];
}

/** A finding before the construct that holds it has put its path on it. */
export type UnplacedFinding = Omit<Finding, 'path'>;

export function place(path: string, finding: UnplacedFinding): Finding {
  return { path, ...finding };
}
