/** What packs know of a rule: what it is held against, why, and how serious a violation is. Its check stays in the room that it belongs to. */

import type { Severity } from '../core/finding';
import { type Environment, isGraded, type Rule, type RuleSeverity } from '../core/rule';

/** A rule as packs and pages describe it. */
export interface Policy {
  /** What is kept, in a few words, e.g. `pools-survive-loss`. */
  readonly id: string;
  /** Stable code, e.g. `AF-RTE-003`. */
  readonly code: string;
  /** What a violation means, one sentence. */
  readonly title: string;
  /** What is held against it, e.g. `every pool`. */
  readonly appliesTo: string;
  /** Why it matters, one sentence. */
  readonly why: string;
  /** Public page on which that is written. */
  readonly source: string;
  /** How to fix it, one sentence. */
  readonly fix: string;
  readonly severity: SeverityByEnvironment;
}

/** How serious a rule is in each environment. */
export type SeverityByEnvironment = Readonly<Record<Environment, Severity>>;

/** The rule of a room as packs describe it. */
export function policyOf({ id, code, title, why, fix, severity }: Rule<never>, appliesTo: string, source: string): Policy {
  return { id, code, title, appliesTo, why, source, fix, severity: byEnvironment(severity) };
}

/** Of several severities the worst, which stands first. */
export function byEnvironment(severity: RuleSeverity): SeverityByEnvironment {
  if (typeof severity !== 'string' && !isGraded(severity)) return severity;
  const one = typeof severity === 'string' ? severity : (severity[0] ?? 'error');
  return { development: one, staging: one, production: one };
}
