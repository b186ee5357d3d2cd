import type { Change } from './change';

/**
 * A finding is one thing we have to tell the user: what was asked, what is possible, what to change.
 * Errors stop the synthesis; warnings and hints travel into the plan and the annotations.
 */
export type Severity = 'error' | 'warning' | 'info';

/** A change of the program that was applied and judged again before it was offered. Rendered by `renderRepair`. */
export interface Repair {
  /** What to change; more than one are made together. */
  readonly changes: readonly Change[];
  /** Cost of the pool after the change, in USD per hour; null where a price is unknown, absent where the change costs nothing. */
  readonly costPerHour?: number | null;
  /** Difference to the cost before the change, in USD per hour, or null where a price is unknown. */
  readonly costDeltaPerHour?: number | null;
  /** Free share of the KV pool after the change (0 … 1), where it applies. */
  readonly headroom?: number;
}

/** What to do in words, where it is no change of a prop that could be applied. */
export type Advice = string;

/** A repair of which nothing is known but the changes. */
export const repair = (...changes: readonly Change[]): Repair => ({ changes });

/** One line of arithmetic, e.g. `{ label: 'per token', text: '320 KiB (80 layers × …)' }`. */
export interface FindingDetail {
  readonly label: string;
  readonly text: string;
}

/** Why a finding may stay as it is. */
export interface Acceptance {
  readonly reason: string;
  readonly owner: string;
  /** ISO date after which it does not hold any more. */
  readonly expires?: string;
}

/** One thing to tell the user: what was asked, what is possible, what to change. */
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
  /** Something is not known, so the rule may or may not hold: an error on a `strict` cluster. */
  readonly uncertain?: true;
  /** What to change, cheapest first: advice is a sentence, a repair is data. */
  readonly repairs: readonly (Repair | Advice)[];
  /** Who accepts it, and why. */
  readonly acknowledged?: Acceptance;
}

/** A finding before the construct that holds it has put its path on it. */
export type UnplacedFinding = Omit<Finding, 'path'>;

export function place(path: string, finding: UnplacedFinding): Finding {
  return { path, ...finding };
}
