/** A rule as data: what it looks at, how serious a violation is, and a pure check. Lists of rules are evaluated by `evaluateRules`. */
import type { Severity, UnplacedFinding } from './finding';

/** What a cluster is for; decides how severe some rules are. */
export type Environment = 'development' | 'staging' | 'production';

const ENVIRONMENTS: readonly Environment[] = ['production', 'staging', 'development'];

/** The one whose users depend most on what runs there; production where nobody says. */
export const strictestOf = (environments: readonly Environment[]): Environment =>
  ENVIRONMENTS.find((one) => environments.includes(one)) ?? 'production';

/** What one violation says; its code and severity come from the rule. */
export interface Violation extends Omit<UnplacedFinding, 'code' | 'severity'> {
  /** One of the severities of the rule, where it has several. */
  readonly severity?: Severity;
}

/**
 * Severity of what matters only where users depend on a fleet, e.g. one replica too few to lose: a hint in development. Staging is judged as production
 * is, so that what passes there passes in production.
 */
export const OPERATIONAL: Readonly<Record<Environment, Severity>> = { development: 'info', staging: 'warning', production: 'warning' };

/** A rule either does not apply, or is kept, or says what violates it. */
export type Outcome = 'not-applicable' | 'compliant' | readonly Violation[];

/**
 * How serious a violation is: always the same, by environment, or one of several that the check chooses from (`['error', 'warning']`).
 */
export type RuleSeverity = Severity | readonly Severity[] | Readonly<Record<Environment, Severity>>;

/** Facts that a rule cannot do without, e.g. the memory terms of a replica. */
export type Need = 'memory';

/** One rule. One file, one code. `Subject` is what it sees: an assessment of a pool, a view of a fleet. */
export interface Rule<Subject> {
  /** Stable name, e.g. `tensor-parallel-divides`. */
  readonly id: string;
  /** Stable code of its findings, e.g. `AF-CAP-007`. */
  readonly code: string;
  /** What a violation means, one sentence. */
  readonly title: string;
  /** Why it matters, one sentence. */
  readonly why: string;
  /** How to fix it, one sentence. */
  readonly fix: string;
  readonly severity: RuleSeverity;
  /**
   * Every violation says that something is not known: a warning, and an error on a `strict` cluster. Where only some do, they say so themselves.
   * @default - none does
   */
  readonly uncertain?: true;
  /**
   * What limits a pool that this rule refuses, in words.
   * @default - none: it refuses no pool, or it is one of the ceilings of which the nearest counts
   */
  readonly bottleneck?: string;
  /**
   * Without these facts it is not evaluated.
   * @default - none
   */
  readonly needs?: readonly Need[];
  /**
   * Severities at which changes of the plan are searched that clear it; `alone`: only where nothing else is to be repaired.
   * @default - never
   */
  readonly repairable?: { readonly at: readonly Severity[]; readonly alone?: boolean };
  /**
   * Function that raises it, where no construct does, e.g. `checkShares()`.
   * @default - constructs do, when the app is synthesized
   */
  readonly raisedBy?: string;
  /** Pure. A rule that throws becomes a finding of its own. */
  check(subject: Subject): Outcome;
}

/** What all rules of a list are evaluated with. */
export interface RuleContext {
  /** @default 'production' */
  readonly environment?: Environment;
  /** Facts that are not there. @default - all are */
  readonly missing?: readonly Need[];
}

/** `compliant` where nothing was found. */
export const violations = (found: readonly Violation[]): Outcome => (found.length === 0 ? 'compliant' : found);

/** Severities that a rule may raise. */
export function severitiesOf({ severity }: Pick<Rule<never>, 'severity'>): readonly Severity[] {
  if (typeof severity === 'string') return [severity];
  return isGraded(severity) ? severity : [...new Set(Object.values(severity))];
}

/** Severity of a rule; the first of those that its check chooses from. */
export function severityIn(severity: RuleSeverity, environment: Environment = 'production'): Severity {
  if (typeof severity === 'string') return severity;
  return isGraded(severity) ? (severity[0] ?? 'error') : severity[environment];
}

export const isGraded = (severity: RuleSeverity): severity is readonly Severity[] => Array.isArray(severity);
