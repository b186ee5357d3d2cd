/** Evaluates rules over one subject. A rule that throws becomes a finding, so that it hides no other. */
import type { UnplacedFinding } from './finding';
import { recordKept } from './recorded';
import { type Outcome, type Rule, type RuleContext, severityIn, type Violation } from './rule';

export interface RuleResult<Subject> {
  readonly rule: Rule<Subject>;
  /** `failed`: the check threw, and it is not known whether the rule is kept. */
  readonly outcome: 'not-applicable' | 'compliant' | 'violated' | 'failed';
  readonly findings: readonly UnplacedFinding[];
}

export function resultsOf<Subject>(rules: readonly Rule<Subject>[], subject: Subject, context: RuleContext = {}): RuleResult<Subject>[] {
  return rules.map((rule) => resultOf(rule, subject, context));
}

/** Findings of all rules, in the order of the list. */
export function evaluateRules<Subject>(rules: readonly Rule<Subject>[], subject: Subject, context: RuleContext = {}): UnplacedFinding[] {
  return resultsOf(rules, subject, context).flatMap(({ findings }) => findings);
}

function resultOf<Subject>(rule: Rule<Subject>, subject: Subject, context: RuleContext): RuleResult<Subject> {
  const missing = context.missing ?? [];
  if ((rule.needs ?? []).some((need) => missing.includes(need))) return { rule, outcome: 'not-applicable', findings: [] };
  const outcome = attempt(rule, subject);
  if (outcome instanceof Error) return { rule, outcome: 'failed', findings: [thrown(rule, outcome)] };
  if (outcome === 'compliant') recordKept(rule.code);
  if (outcome === 'not-applicable' || outcome === 'compliant') return { rule, outcome, findings: [] };
  return { rule, outcome: 'violated', findings: outcome.map((violation) => findingOf(rule, violation, context)) };
}

function attempt<Subject>(rule: Rule<Subject>, subject: Subject): Outcome | Error {
  try {
    return rule.check(subject);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const findingOf = <Subject>(
  { code, severity, uncertain }: Rule<Subject>,
  violation: Violation,
  { environment }: RuleContext,
): UnplacedFinding => ({
  code,
  ...(uncertain === undefined ? {} : { uncertain }),
  ...violation,
  severity: violation.severity ?? severityIn(severity, environment),
});

/** AF-INT-002: the synthesis stops, because what the rule guards against may be there. */
const thrown = <Subject>({ code, id }: Rule<Subject>, { message }: Error): UnplacedFinding => ({
  code: 'AF-INT-002',
  severity: 'error',
  value: code,
  message: `the rule ${id} (${code}) failed: ${message}`,
  repairs: ['report it, with the props of this construct'],
});
